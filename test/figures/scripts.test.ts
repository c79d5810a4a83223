import { expect, test } from 'vitest';
import { curves } from '../../src/figures/index.ts';
import { piecesOf, withoutMarks } from '../../src/figures/scripts.ts';
import { wrapText } from '../../src/figures/text.ts';
import { formula } from '../../src/node/html.ts';
import { all, drawn, wrongAttributes } from './support.ts';

test.each([
  ['β^{−1/2} and T_j', 'β<sup>−1/2</sup> and T<sub>j</sub>'],
  ['a_n² > e^βρ/Z', 'a<sub>n</sub>² &gt; e<sup>βρ</sup>/Z'],
  ['P_{L^⊥}x₁, g_{a_n}(t)', 'P<sub>L<sup>⊥</sup></sub>x₁, g<sub>a<sub>n</sub></sub>(t)'],
  ['τ*_β, εcβ^{−1/2}, |dθ_i/dτ|', 'τ*<sub>β</sub>, εcβ<sup>−1/2</sup>, |dθ<sub>i</sub>/dτ|'],
  ['my_run of 2^ and k_', 'my_run of 2^ and k_'],
])('%s is set as a formula', (text, html) => {
  expect(formula(text)).toBe(html);
  expect(
    piecesOf(text)
      .map(({ text: piece }) => piece)
      .join('').length,
  ).toBeLessThanOrEqual(text.length);
});

test('in a figure marks become shifted text, back on the line after it', () => {
  const figure = curves({ title: 'T_j over β^{−1/2}', caption: 'S_t', ts: [0, 1], panels: [] });
  const svg = drawn(figure);
  expect(wrongAttributes(svg)).toEqual([]);
  const shown = all(svg, 'text').map(({ textContent }) => textContent);
  expect(shown).toEqual(['Tj over β−1/2', 'St']);
  const moves = all(svg, 'text')[0].querySelectorAll('tspan');
  const sum = [...moves].reduce(
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
