/** Spectra in the complex plane. */
import { describe, expect, it } from 'vitest';
import { type SpectrumPanel, spectraFigure } from '../../src/figures/index.ts';
import { spectrumOf } from '../../src/theory/leading-eigenvalue.ts';
import { gaussianMatrix } from '../support/draw.ts';
import { all, drawn, overlapping, parsed, texts, wrongAttributes } from './support.ts';

function panel(title: string, entries: readonly number[], circle?: number): SpectrumPanel {
  return { title, spectrum: spectrumOf(Float64Array.from(entries), Math.sqrt(entries.length))!, circle };
}

const gaussian = (seed: number, d: number, scale?: number) => gaussianMatrix(seed, d, scale).flat();
const turning = [0.5, -2, 2, 0.5];
const figureOf = (panels: readonly SpectrumPanel[]) => spectraFigure({ title: 'Spectra', panels });

describe('a panel', () => {
  it('has a dot where each eigenvalue is, on one scale both ways', () => {
    const svg = drawn(figureOf([panel('diagonal', [1, 0, 0, -0.5])]));
    const [one, half] = all(svg, '[data-eigenvalue]').map((dot) => Number(dot.getAttribute('cx')));
    const middle = (one + 2 * half) / 3; // where 0 is
    const turned = drawn(figureOf([panel('a pair', turning)]));
    const [above, below] = all(turned, '[data-eigenvalue]').map((dot) => Number(dot.getAttribute('cy')));
    const across = all(turned, '[data-eigenvalue]').map((dot) => Number(dot.getAttribute('cx')))[0];
    expect(one).toBeGreaterThan(half);
    expect(above).toBeLessThan(below); // the imaginary axis points up
    expect((below - above) / 4 / ((across - middle) / 0.5)).toBeCloseTo(1, 1);
  });

  it('marks λ_max, both of a pair, and says on which side it is', () => {
    const marks = (entries: readonly number[]) =>
      all(drawn(figureOf([panel('', entries)])), '[data-panel] [data-mark=leading]').map((mark) =>
        mark.getAttribute('data-sign'),
      );
    expect(marks(turning)).toEqual(['1', '1']);
    expect(marks([-1, 0, 0, -2])).toEqual(['-1']);
    expect(marks([1, 0, 0, 0])).toEqual(['1']);
  });

  it('has no words within the plane, where dots would cover them, however many heads there are', () => {
    for (const heads of [1, 2, 5, 12, 16, 64]) {
      const svg = drawn(figureOf(Array.from({ length: heads }, (_, i) => panel(`head ${i}`, gaussian(i + 1, 6)))));
      const planes = all(svg, '[data-panel]').flatMap(({ children }) =>
        Array.from(children).filter((child) => child.localName === 'g' && all(child, 'rect').length > 0),
      );
      expect(planes.length).toBe(Math.min(heads, 48));
      for (const plane of planes) {
        const size = Number(all(plane, 'rect')[0].getAttribute('height'));
        const heights = Array.from(plane.querySelectorAll('text'), (text) => Number(text.getAttribute('y')));
        expect(Math.min(...heights)).toBeGreaterThan(size);
      }
    }
  });

  it('draws the circle that it is given, and names it', () => {
    const svg = drawn(figureOf([panel('', gaussian(1, 20), 1)]));
    expect(all(svg, '[data-mark=circle]')).toHaveLength(1);
    expect(texts(svg).map(({ content }) => content)).toContain('circle of radius 1');
  });
});

describe('many panels', () => {
  const many = Array.from({ length: 60 }, (_, i) => panel(`layer-${i}-with-a-long-name.npy ${i}`, gaussian(i + 1, 8)));

  it.each([900, 380])('have no label on another, and none outside (%i px)', (width) => {
    const svg = drawn(figureOf(many.slice(0, 7)), { width });
    expect(overlapping(texts(svg))).toEqual([]);
    expect(wrongAttributes(svg)).toEqual([]);
    const [, , right] = svg.getAttribute('viewBox')!.split(' ').map(Number);
    for (const { left, right: end } of texts(svg)) expect(left >= 0 && end <= right).toBe(true);
    expect(parsed(svg.outerHTML).width).toBe(width);
  });

  it('are drawn up to 48, and it is said', () => {
    const picture = figureOf(many);
    expect(all(drawn(picture), '[data-panel]')).toHaveLength(48);
    expect(picture.caption).toContain('The first 48 of 60 are drawn.');
  });

  it('have one scale unless their sizes are too far apart', () => {
    expect(figureOf(many).caption).toContain('All panels have the same scale.');
    expect(figureOf([...many.slice(0, 2), panel('large', gaussian(1, 8, 50))]).caption).toContain('its own scale');
  });

  it('may be none, or zero matrices', () => {
    expect(wrongAttributes(drawn(figureOf([])))).toEqual([]);
    expect(wrongAttributes(drawn(figureOf([panel('zero', [0, 0, 0, 0])])))).toEqual([]);
  });
});
