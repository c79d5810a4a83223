/** No gap in a picture: the fonts that parkade ships have every character that anything may draw. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { fontFiles, renderPng } from '../../src/node/render/render.ts';
import { sourceFiles, withoutComments } from '../support/sources.ts';

/** What a font file has glyphs for: its character map in format 4 (OpenType, "cmap"). */
function charactersOf(path: string): Set<string> {
  const font = readFileSync(path);
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, i) => 12 + 16 * i);
  const cmap = font.readUInt32BE(tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap')! + 8);
  const characters = new Set<string>();
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const map = cmap + font.readUInt32BE(cmap + 8 + 8 * i);
    if (font.readUInt16BE(map) !== 4) continue;
    const segments = font.readUInt16BE(map + 6) / 2;
    for (let s = 0; s < segments; s++) {
      const to = font.readUInt16BE(map + 14 + 2 * s);
      const from = font.readUInt16BE(map + 16 + 2 * segments + 2 * s);
      for (let code = from; code <= to && code < 0xffff; code++) characters.add(String.fromCodePoint(code));
    }
  }
  return characters;
}

const fonts = fontFiles.map(charactersOf);
// Text of figures comes from presets, checks and what they ask; the command line alone is never drawn.
const drawable = new Set(
  sourceFiles()
    .filter(({ path }) => !/^node\/|\.wgsl\.ts$/.test(path))
    .flatMap(({ text }) => [...withoutComments(text)]),
);

/** The pixels of one word, as bytes of a file. */
function picture(word: string): string {
  const text = `<text x="10" y="30" font-family="Inter, system-ui, sans-serif" font-size="24">${word}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40">${text}</svg>`;
  return Buffer.from(renderPng(svg)).toString('base64');
}

test('the fonts are read', () => {
  expect(fontFiles.map((path) => basename(path))).toContain('Inter-Regular.ttf');
  for (const characters of fonts) expect(characters.has('β')).toBe(true);
  expect(fonts[0].has('⟨')).toBe(false);
});

test('every character in the source of what is drawn is in a font', () => {
  expect(drawable).toContain('⟨');
  expect([...drawable].filter((c) => c > ' ' && !fonts.some((font) => font.has(c)))).toEqual([]);
});

test('what Inter lacks is drawn, and is no empty box', () => {
  const nothing = picture('');
  const unknown = picture('\ue123');
  const lacking = [...drawable].filter((c) => c > ' ' && !fonts[0].has(c) && !/\p{M}/u.test(c));
  expect(lacking.length).toBeGreaterThan(5);
  for (const character of lacking) expect([nothing, unknown], character).not.toContain(picture(character));
  // A mark of its own over a letter that Inter has.
  for (const word of ['θ\u0307', 'ρ\u0307', 'u\u0307', 'Φ\u0307']) expect(picture(word)).not.toBe(picture(word[0]));
});
