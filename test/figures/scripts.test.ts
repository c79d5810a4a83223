import { expect, test } from 'vitest';
import { piecesOf, withoutMarks } from '../../src/figures/drawing/scripts.ts';
import { wrapText } from '../../src/figures/drawing/text.ts';
import { curves } from '../../src/figures/index.ts';
import { formula } from '../../src/node/render/html.ts';
import { all, drawn, wrongAttributes } from './support.ts';

test.each([
  ['β^{−1/2} and T_j', 'β<sup>−1/2</sup> and T<sub>j</sub>'],
  ['a_n² > e^βρ/Z', 'a<sub>n</sub>² &gt; e<sup>βρ</sup>/Z'],
  ['P_{L^⊥}x₁, g_{a_n}(t)', 'P<sub>L<sup>⊥</sup></sub>x₁, g<sub>a<sub>n</sub></sub>(t)'],
  ['τ*_β, εcβ^{−1/2}, |dθ_i/dτ|', 'τ*<sub>β</sub>, εcβ<sup>−1/2</sup>, |dθ<sub>i</sub>/dτ|'],
  ['my_run of 2^ and k_', 'my_run of 2^ and k_'],
  ['1e-5 × 0x1e5, beta1e5, 1e5x, 2.e7', '10<sup>−5</sup> × 0x1e5, beta1e5, 1e5x, 2.e7'],
])('%s is set as a formula', (text, html) => {
  expect(formula(text)).toBe(html);
  expect(
    piecesOf(text)
      .map(({ text: piece }) => piece)
      .join('').length,
  ).toBeLessThanOrEqual(text.length);
});

test('numbers are set in one style, however they came', () => {
  expect(formula('e^{2β} = 7e+7, 1.20e-3 (1e60)')).toBe(
    'e<sup>2β</sup> = 7×10<sup>7</sup>, 1.20×10<sup>−3</sup> (10<sup>60</sup>)',
  );
  const svg = drawn(curves({ title: 'within 1e-5 of 2e7', ts: [0, 1], panels: [] }));
  expect(all(svg, 'text').map(({ textContent }) => textContent)).toEqual(['within 10−5 of 2×107']);
});

test('in a figure marks become shifted text, back on the line after it', () => {
  const figure = curves({ title: 'T_j over β^{−1/2}', caption: 'S_t', ts: [0, 1], panels: [] });
  const svg = drawn(figure);
  expect(wrongAttributes(svg)).toEqual([]);
  const shown = all(svg, 'text').map(({ textContent }) => textContent);
  expect(shown).toEqual(['Tj over β−1/2', 'St']);
  const moves = all(all(svg, 'text')[0], 'tspan');
  const sum = moves.reduce(
    (total, span) =>
      total +
      Number.parseFloat(span.getAttribute('dy') ?? '0') * Number.parseFloat(span.getAttribute('font-size') ?? '1'),
    0,
  );
  expect(sum).toBeCloseTo(-0.36, 1); // below, back, above: the last one stays there
});

test('lines are not broken within an exponent', () => {
  expect(wrapText('over e^{−2 Ein(a b c)} more', 10, 60).map(withoutMarks)).toContain('e−2\u00a0Ein(a\u00a0b\u00a0c)');
});
