/** Letters that the shipped fonts lack come from fonts of the machine, or are shown as a sign; they never vanish. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UNSHOWN } from '../../src/figures/drawing/text.ts';
import { renderPng } from '../../src/node/render/render.ts';
import { MATH_FONT } from '../../src/node/render/shipped-fonts.ts';
import { letteringOf, lettersBeyond } from '../../src/node/render/system-fonts.ts';
import { scratchFolder } from '../cli/parkade.ts';

const empty = scratchFolder();

function picture(word: string): Buffer {
  const text = `<text x="10" y="30" font-family="Inter, system-ui, sans-serif" font-size="24">${word}</text>`;
  return Buffer.from(renderPng(`<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40">${text}</svg>`));
}

test('what the shipped fonts have asks for nothing', () => {
  expect(lettersBeyond('β^{−1/2} ⟨x, y⟩ ẋ “Rényi” θ\u0307')).toEqual([]);
  expect(letteringOf('plain text', [empty])).toEqual({ files: [], lacking: [] });
});

test('without further fonts the letters are named, once each', () => {
  expect(letteringOf('жук и жаба', [empty])).toEqual({ files: [], lacking: ['ж', 'у', 'к', 'и', 'а', 'б'] });
  expect(letteringOf('x', [join(empty, 'none')]).lacking).toEqual([]);
});

test('fonts of a folder are found, and only those that help are used', () => {
  const folder = join(MATH_FONT.file, '..');
  expect(letteringOf('ж', [folder])).toEqual({ files: [], lacking: ['ж'] });
});

test('no letter vanishes: each is drawn, by its own font or as the sign', () => {
  const nothing = picture('');
  const unassigned = '\u{f1234}';
  expect(picture(unassigned).equals(picture(UNSHOWN))).toBe(true);
  for (const letter of ['ж', '中', '한', unassigned, '😀']) expect(picture(letter).equals(nothing), letter).toBe(false);
});
