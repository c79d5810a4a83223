/** Pictures of sweeps: what is drawn is what was reduced, at its place, and the words say so. */
import { describe, expect, test } from 'vitest';
import { type SweepFigureOptions, sweepFigure } from '../../src/figures/index.ts';
import { isGeometric, symbolOf } from '../../src/figures/sweeps/axes.ts';
import { percentile } from '../../src/figures/sweeps/words.ts';
import { tableOf } from '../../src/sweeps/columns.ts';
import { reduced } from '../../src/sweeps/reductions.ts';
import type { Column, Field } from '../../src/sweeps/table.ts';
import { all, drawn, parsed, texts, wrongAttributes } from './support.ts';

const columns: Column[] = [
  { name: 'beta', kind: 'number', what: 'inverse temperature' },
  { name: 'tokens', kind: 'whole', what: 'number of tokens' },
  { name: 'dimension', kind: 'whole', what: 'dimension' },
  { name: 'initial', kind: 'text', what: 'law' },
  { name: 'seed', kind: 'whole', what: 'seed' },
  { name: 'clusters@10', kind: 'number', what: 'number of clusters at t = 10' },
];
const axes = ['beta', 'tokens', 'dimension', 'initial'];

interface Sizes {
  readonly betas?: readonly number[];
  readonly tokens?: readonly number[];
  readonly dimensions?: readonly number[];
  readonly initial?: readonly string[];
  readonly value?: (beta: number, tokens: number, dimension: number, seed: number) => number | null;
}

/** Four seeds a place: by default n·√β, spread by 1 ± 0.1. */
function sweep({ betas = [1, 4, 16, 64], tokens = [10], dimensions = [2], initial = ['uniform'], value }: Sizes = {}) {
  const usual = (beta: number, n: number, _: number, seed: number) =>
    n * Math.sqrt(beta) * (0.85 + 0.1 * ((seed * 7) % 4));
  const rows = betas.flatMap((beta) =>
    tokens.flatMap((n) =>
      dimensions.flatMap((d) =>
        initial.flatMap((law) =>
          [1, 2, 3, 4].map((seed): Field[] => [beta, n, d, law, seed, (value ?? usual)(beta, n, d, seed)]),
        ),
      ),
    ),
  );
  return reduced(tableOf(columns, rows), { axes, quantities: ['clusters@10'], conditions: ['clusters@10 <= 20'] });
}

function look(sizes: Sizes, options: SweepFigureOptions = {}, width = 900) {
  const figure = sweepFigure(sweep(sizes), options);
  const svg = drawn(figure, { width });
  expect(wrongAttributes(svg)).toEqual([]);
  expect(parsed(svg.outerHTML).width).toBe(width);
  for (const { left, right } of texts(svg)) {
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(Number(svg.getAttribute('viewBox')?.split(' ')[2]));
  }
  return { figure, svg, words: texts(svg).map(({ content }) => content) };
}

describe('curves', () => {
  test('one over β: the title, the runs, the band, a logarithmic axis with ticks at its values', () => {
    const { figure, words, svg } = look({});
    expect(figure.title).toBe('Number of clusters at t = 10, against β');
    expect(words).toContain('n = 10; d = 2; initial = uniform; 4 runs a point');
    expect(figure.caption).toBe('Dots: the mean over runs; band: from the 10th to the 90th percentile of the runs.');
    expect(words).toEqual(expect.arrayContaining(['1', '4', '16', '64', 'β']));
    const dots = all(svg, 'circle').map((dot) => [Number(dot.getAttribute('cx')), Number(dot.getAttribute('cy'))]);
    expect(dots).toHaveLength(4);
    // Equal steps on the logarithmic axis, and heights as √β: 1, 2, 4, 8.
    expect(dots[1][0] - dots[0][0]).toBeCloseTo(dots[3][0] - dots[2][0], 0);
    expect((dots[2][1] - dots[3][1]) / (dots[0][1] - dots[1][1])).toBeCloseTo(4, 1);
  });

  test('a fitted slope is drawn dashed, with its interval in words', () => {
    const { figure, svg, words } = look({}, { fit: true, logUp: true });
    expect(words).toContain('slope 0.5');
    expect(figure.caption).toMatch(
      /Dashed: the line of least squares of ln\(mean\) over ln.β\. Slope 0\.5 \(95 %: 0\.4\d* to 0\.5\d*\); the points agree with a straight line/,
    );
    expect(all(svg, '[stroke-dasharray]').length).toBeGreaterThan(0);
    const refuted = look({ value: (beta, _, __, seed) => beta + seed / 100 }, { fit: true, logAcross: true });
    expect(refuted.figure.caption).toContain('a straight line is refuted');
    expect(look({ betas: [1, 2] }, { fit: true }).figure.caption).toContain(
      'whether the line is straight is undecided',
    );
  });

  test('a second axis makes curves, a third panels; every curve has its name', () => {
    const { figure, words } = look({ tokens: [10, 100], dimensions: [2, 3, 4] });
    for (const name of ['d = 2', 'd = 3', 'd = 4']) expect(words).toContain(name);
    expect(words.filter((word) => word === 'n = 100')).toHaveLength(3);
    expect(figure.caption).toContain('Curves differ in n. Vertical axes differ.');
    const swapped = look({ tokens: [10, 100], dimensions: [2, 3, 4] }, { panels: 'tokens', colour: 'dimension' });
    expect(swapped.words.filter((word) => word === 'd = 3')).toHaveLength(2);
    const many = look({ tokens: Array.from({ length: 15 }, (_, i) => 10 + i) });
    expect(many.words.filter((word) => word.startsWith('n = '))).toEqual(
      expect.arrayContaining(['n = 10', 'n = 17', 'n = 24']),
    );
    expect(many.figure.caption).toContain('1.96 standard errors');
  });

  test('a condition is a share with Wilson’s interval', () => {
    const { figure } = look({}, { quantity: 'clusters@10 <= 20' });
    expect(figure.title).toBe('Share of runs with clusters@10 <= 20, against β');
    expect(figure.caption).toContain("band: Wilson's interval at 95 %");
  });

  test('one number, no number and one place are told', () => {
    expect(look({ betas: [4] }).words.join(' ')).toMatch(/One number only: 20 ± 1\.3, the mean of 4 runs\./);
    const none = look({ value: () => null });
    expect(none.words.join(' ')).toContain('No run has such a number yet.');
    expect(none.figure.caption).toBe('16 runs have no such number and are left out.');
    expect(look({ betas: [] }).words.join(' ')).toContain('No run has such a number yet.');
    expect(look({ value: () => Infinity }).words.join(' ')).toContain('No mean is finite');
    const laws = look({ betas: [4], initial: ['uniform', 'equispaced'] });
    expect(laws.figure.caption).toContain('bars: one standard error. Points differ in initial. There is one β only');
    const bars = all(laws.svg, '[stroke-width="1.2"] path').map((bar) => bar.getAttribute('d') ?? '');
    expect(bars).toHaveLength(2);
    for (const bar of bars) {
      for (const y of [...bar.matchAll(/,(-?[\d.]+)/g)].map(([, text]) => Number(text))) {
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThan(240);
      }
    }
  });
});

describe('heat maps', () => {
  const heat = { form: 'heat map' } as const;

  test('tiles have their values, axes those of the sweep', () => {
    const { figure, words, svg } = look({ tokens: [10, 100] }, heat);
    expect(figure.title).toBe('Number of clusters at t = 10, against β and n');
    for (const value of ['10', '20', '40', '80', '100', '200', '400', '800']) expect(words).toContain(value);
    const at = (content: string) => texts(svg).findLast((own) => own.content === content);
    expect(at('800')?.left).toBeGreaterThan(at('100')?.right ?? Infinity);
    expect(at('800')?.top).toBeLessThan(at('80')?.top ?? 0);
    expect(figure.caption).toContain('β is on a logarithmic scale.');
  });

  test('tiles without a number are crossed out', () => {
    const gap = (beta: number, n: number) => (beta === 4 && n === 100 ? null : n);
    const { figure, svg } = look({ tokens: [10, 100], value: gap }, heat);
    expect(figure.caption).toContain('crossed out');
    expect(all(svg, '[data-mark="empty"]')).toHaveLength(1);
    expect(all(look({ tokens: [10, 100] }, heat).svg, '[data-mark="empty"]')).toHaveLength(0);
  });

  test('texts are rows too, a third axis makes maps, and one axis is no map', () => {
    const { words } = look(
      { initial: ['uniform', 'equispaced'], dimensions: [2, 3] },
      { ...heat, panels: 'dimension' },
    );
    expect(words).toEqual(expect.arrayContaining(['uniform', 'equispaced', 'd = 2initial', 'd = 3initial']));
    expect(look({ betas: [1] }, heat).words.join(' ')).toContain('One number only');
    const large = look(
      { betas: Array.from({ length: 60 }, (_, i) => i + 1), tokens: Array.from({ length: 40 }, (_, i) => 1000 + i) },
      heat,
    );
    expect(large.words).toContain('1000');
  });
});

test('pictures fit a telephone', () => {
  for (const form of ['curves', 'heat map'] as const)
    look({ tokens: [10, 100], dimensions: [2, 3] }, { form, fit: true }, 360);
});

test('what cannot be drawn is told', () => {
  const data = sweep({ tokens: [10, 20], dimensions: [2, 3], initial: ['uniform', 'equispaced'] });
  expect(() => sweepFigure(data)).toThrow(
    '"figure" should have a place for every axis, but "initial" is left with 2 values',
  );
  expect(() => sweepFigure(data, { only: { initial: 'uniform' } })).not.toThrow();
  expect(() => sweepFigure(data, { across: 'bta' })).toThrow('did you mean "beta"?');
  expect(() => sweepFigure(data, { across: 'initial' })).toThrow('be an axis of numbers');
  expect(() => sweepFigure(data, { quantity: 'x' })).toThrow('be one of clusters@10, clusters@10 <= 20');
});

test('scales and words', () => {
  expect(
    [
      [1, 2, 4, 8],
      [10, 100, 1000],
      [4, 9, 16, 25],
      [1, 2, 3, 4],
      [1, 100],
      [0, 1, 10],
    ].map(isGeometric),
  ).toEqual([...[true, true, false, false, false, false]]);
  expect(['beta', 'tokens', 'dimension', 'time', 'window.size'].map(symbolOf)).toEqual([
    'β',
    'n',
    'd',
    't',
    'window.size',
  ]);
  expect([0.1, 0.01, 0.5, 0.9, 0.22, 0.13, 0.025].map(percentile)).toEqual([
    ...['10th', '1st', '50th', '90th', '22nd', '13th', '2.5th'],
  ]);
});

describe('marks', () => {
  const betas = [1, 4, 16, 64];
  const tokens = [10, 20];
  const means = sweep({ betas, tokens });
  const pointsOf = (svg: SVGSVGElement, name: string) =>
    all(svg, '[data-point]').map(
      (mark) => [Number(mark.getAttribute('data-point')), Number(mark.getAttribute(name))] as const,
    );

  test('stand where the groups are drawn, by their numbers', () => {
    const svg = drawn(sweepFigure(means), { marks: true });
    const found = pointsOf(svg, 'cx');
    expect(found.map(([point]) => point).sort((a, b) => a - b)).toEqual(means.groups.map((_, i) => i));
    // Groups are by β, then n: two of a β are one above the other, in the order of β.
    const places = new Map(found.map(([point, x]) => [Math.floor(point / 2), x]));
    expect(new Set(places.values()).size).toBe(4);
    expect([0, 1, 2, 3].map((beta) => places.get(beta) as number)).toEqual([...places.values()].sort((a, b) => a - b));
    const dots = all(svg, 'circle:not([data-point])').map((dot) => Number(dot.getAttribute('cx')));
    for (const [, x] of found) expect(dots.some((dot) => Math.abs(dot - x) < 0.02)).toBe(true);
  });

  test('are the tiles of a heat map', () => {
    const svg = drawn(sweepFigure(means, { form: 'heat map' }), { marks: true });
    expect(all(svg, 'rect[data-point]')).toHaveLength(8);
    const rows = new Map(pointsOf(svg, 'y'));
    expect(rows.get(0)).toBe(rows.get(2));
    expect(rows.get(0)).toBeGreaterThan(rows.get(1) as number);
    const columns = new Map(pointsOf(svg, 'x'));
    expect(columns.get(0)).toBe(columns.get(1));
    expect(columns.get(0)).toBeLessThan(columns.get(2) as number);
  });

  test('keep their numbers where a part is drawn, and are nowhere unless asked for', () => {
    const part = drawn(sweepFigure(means, { only: { tokens: 20 } }), { marks: true });
    expect(pointsOf(part, 'cx').map(([point]) => point)).toEqual([1, 3, 5, 7]);
    expect(all(drawn(sweepFigure(means)), '[data-point]')).toEqual([]);
  });
});
