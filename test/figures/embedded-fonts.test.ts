/** SVGs bring the letters that they need: they look the same where Inter is not installed. */
import { unzlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { figureOf } from '../../src/figures/index.ts';
import { run } from '../../src/index.ts';
import { renderSvg } from '../../src/node/render/render.ts';
import { characterMap, charactersOf, shippedFonts } from '../../src/node/render/shipped-fonts.ts';
import { chromiumPath, launchChromium } from '../browser/chromium.ts';
import { parsed } from './support.ts';

const result = await run({ beta: 64, tokens: 60, saveAt: 'lin:0:20:21', rtol: 1e-4, atol: 1e-6 });
const svg = renderSvg(figureOf(result, { title: 'θ̇ of ⟨x⟩ ≫ it, a title that is not short' }));
const faces = [...svg.matchAll(/font-family:'([^']+)';font-weight:(\d+);.*?base64,([^)]+)\)/g)].map(
  ([, family, weight, data]) => ({ family, weight, woff: Buffer.from(data, 'base64') }),
);

/** Tables of a WOFF file, unpacked. */
function tablesIn(woff: Buffer): Map<string, Uint8Array> {
  return new Map(
    Array.from({ length: woff.readUInt16BE(12) }, (_, i) => {
      const entry = 44 + 20 * i;
      const [from, stored, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at));
      const data = woff.subarray(from, from + stored);
      return [woff.toString('latin1', entry, entry + 4), stored < length ? unzlibSync(data) : data];
    }),
  );
}

test('a face of each weight, and one of each for signs that these lack', () => {
  expect(faces.map(({ family, weight }) => `${family} ${weight}`)).toEqual([
    'Inter 400',
    'Inter SemiBold 600',
    'Inter 400',
    'Inter SemiBold 600',
  ]);
  expect(svg.length).toBeLessThan(100_000);
  parsed(svg);
});

test('is WOFF as its header says, with outlines of a few letters and the loca that points at them', () => {
  for (const { woff } of faces) {
    expect(woff.toString('latin1', 0, 4)).toBe('wOFF');
    expect(woff.readUInt32BE(8)).toBe(woff.length);
    const tables = tablesIn(woff);
    const [glyf, loca] = [tables.get('glyf')!, Buffer.from(tables.get('loca')!)];
    expect(glyf.length).toBeGreaterThan(100);
    expect(glyf.length).toBeLessThan(15_000);
    expect(2 * loca.readUInt16BE(loca.length - 2)).toBe(glyf.length);
  }
});

test('character maps of both formats are read', () => {
  expect(charactersOf(shippedFonts[0].file).has(0x3b2)).toBe(true);
  expect(charactersOf(shippedFonts[0].file).has(0x27e8)).toBe(false);
  const font = Buffer.alloc(28 + 12 + 28);
  font.writeUInt16BE(1, 4);
  font.write('cmap', 12, 'latin1');
  font.writeUInt32BE(28, 20);
  font.writeUInt16BE(1, 30);
  font.writeUInt32BE(12, 36);
  font.writeUInt16BE(12, 40); // format 12: one group, U+1F600 to U+1F602
  font.writeUInt32BE(1, 52);
  font.writeUInt32BE(0x1f600, 56);
  font.writeUInt32BE(0x1f602, 60);
  expect([...characterMap(font)]).toEqual([0x1f600, 0x1f601, 0x1f602]);
});

describe.skipIf(chromiumPath === null)('in a browser without Inter', () => {
  test('the fonts load, and no text leaves the picture', { timeout: 120_000 }, async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.setContent(svg.replace(/^<\?xml.*\n/, ''));
      const seen = await page.evaluate(async () => {
        await document.fonts.ready;
        const picture = document.querySelector('svg')!.getBoundingClientRect();
        const outside = [...document.querySelectorAll('text')].filter((text) => {
          const { left, right } = text.getBoundingClientRect();
          return left < picture.left || right > picture.right;
        });
        return {
          fonts: [...document.fonts].map(({ status }) => status),
          outside: outside.map((text) => text.textContent),
        };
      });
      expect(seen).toEqual({ fonts: faces.map(() => 'loaded'), outside: [] });
    } finally {
      await browser.close();
    }
  });
});
