import { describe, expect, test } from 'vitest';
import { ParkadeError } from '../src/core/errors.ts';
import { initialRegistry } from '../src/initial/index.ts';
import { prepareRun } from '../src/run/prepare.ts';
import type { RunSpec } from '../src/run/spec.ts';
import { dotProduct } from './support/linear.ts';
import { summary } from './support/numeric.ts';

const SIGMAS = 4; // standard errors; the seeds are fixed
const UNIT = 4 * Number.EPSILON;

function row(x: Float64Array, k: number, d: number): Float64Array {
  return x.subarray(k * d, (k + 1) * d);
}

function expectMean(values: ArrayLike<number>, wanted: number): void {
  const { mean, error } = summary(values);
  expect(Math.abs(mean - wanted)).toBeLessThan(SIGMAS * error);
}

describe('every law', () => {
  const parameters: Record<string, Record<string, unknown>> = {
    uniform: {},
    equispaced: { jitter: 0.1 },
    'von-mises-fisher': { directions: [[1, 0]], concentration: 3 },
  };

  test.each(Object.entries(initialRegistry))('%s gives unit rows that depend on the seed only', (name, law) => {
    const sample = (seed: number) => law.sample(parameters[name] as never, { n: 50, d: 2 }, seed);
    const x = sample(11);
    expect(x).toEqual(sample(11));
    expect(x).not.toEqual(sample(12));
    for (let k = 0; k < 50; k++) expect(Math.abs(Math.hypot(...row(x, k, 2)) - 1)).toBeLessThan(UNIT);
  });

  test.each([
    ['uniform', {}],
    [
      'von-mises-fisher',
      {
        directions: [
          [1, 2, 3],
          [-1, 0, 0],
        ],
        concentration: 5,
      },
    ],
  ] as const)('the first tokens of %s do not depend on how many follow', (name, given) => {
    const sample = (n: number) => initialRegistry[name].sample(given as never, { n, d: 3 }, 5);
    expect(sample(40).slice(0, 21)).toEqual(sample(7));
  });

  test('seeds differ above 2^32', () => {
    const sample = (seed: number) => initialRegistry.uniform.sample({}, { n: 2, d: 3 }, seed);
    expect(sample(2 ** 32 + 1)).not.toEqual(sample(1));
  });
});

describe('uniform tokens', () => {
  const SHAPES = [2, 3, 4, 8];

  test.each(SHAPES)('have mean 0 and covariance 1/d in dimension %i', (d) => {
    const n = 20_000;
    const x = initialRegistry.uniform.sample({}, { n, d }, 3);
    for (let i = 0; i < d; i++) {
      const entries = Float64Array.from({ length: n }, (_, k) => x[k * d + i]);
      expectMean(entries, 0);
      expectMean(
        entries.map((entry) => entry * entry),
        1 / d,
      );
      expectMean(
        entries.map((entry, k) => entry * x[k * d + ((i + 1) % d)]),
        0,
      );
    }
  });
});

/** Mean cosine A_d(κ) = I_{d/2}(κ)/I_{d/2−1}(κ) of the von Mises–Fisher law, by Simpson's rule on its density. */
function meanResultant(d: number, kappa: number): number {
  const weight = (a: number) => Math.exp(kappa * (Math.cos(a) - 1)) * Math.sin(a) ** (d - 2);
  let [top, bottom] = [0, 0];
  const cells = 20_000;
  for (let i = 0; i <= cells; i++) {
    const a = (Math.PI * i) / cells;
    const factor = (i === 0 || i === cells ? 1 : i % 2 === 1 ? 4 : 2) * weight(a);
    top += factor * Math.cos(a);
    bottom += factor;
  }
  return top / bottom;
}

describe('von Mises–Fisher tokens', () => {
  test('the expected resultant is the known one: coth κ − 1/κ for d = 3', () => {
    expect(Math.abs(meanResultant(3, 4) - (1 / Math.tanh(4) - 1 / 4))).toBeLessThan(1e-12);
  });

  test.each([2, 3, 5].flatMap((d) => [0, 0.5, 4, 60].map((kappa) => [d, kappa] as const)))(
    'd = %i, κ = %d: mean cosine A_d(κ), mean square 1 − (d−1)A_d(κ)/κ, and no preferred side',
    (d, kappa) => {
      const n = 20_000;
      const mean = new Array<number>(d).fill(0).map((_, i) => (i === 0 ? 0.6 : i === 1 ? -0.8 : 0));
      const x = initialRegistry['von-mises-fisher'].sample({ directions: [mean], concentration: kappa }, { n, d }, 9);
      expectMean(
        Float64Array.from({ length: n }, (_, k) => dotProduct(row(x, k, d), mean)),
        meanResultant(d, kappa),
      );
      expectMean(
        Float64Array.from({ length: n }, (_, k) => dotProduct(row(x, k, d), mean) ** 2),
        kappa === 0 ? 1 / d : 1 - ((d - 1) / kappa) * meanResultant(d, kappa),
      );
      const aside = mean.map((_, i) => (i === 0 ? 0.8 : i === 1 ? 0.6 : 0));
      expectMean(
        Float64Array.from({ length: n }, (_, k) => dotProduct(row(x, k, d), aside)),
        0,
      );
    },
  );

  test.each([2, 3, 10].flatMap((d) => [1e8, 1e15, 1e24].map((kappa) => [d, kappa] as const)))(
    'd = %i, κ = %d: angles are some κ^{−1/2}, κθ² having the mean d − 1',
    (d, kappa) => {
      const n = 20_000;
      const mean = new Array<number>(d).fill(0).map((_, i) => (i === 0 ? 1 : 0)); // beside it every digit is left
      const x = initialRegistry['von-mises-fisher'].sample({ directions: [mean], concentration: kappa }, { n, d }, 9);
      const squares = Float64Array.from({ length: n }, (_, k) => {
        const aside = row(x, k, d).subarray(1);
        return kappa * dotProduct(aside, aside); // sin² θ is θ² to one part in κ
      });
      expectMean(squares, d - 1);
      expectMean(
        squares.map((square) => square * square),
        (d - 1) * (d + 1), // of χ² with d − 1 degrees of freedom
      );
    },
  );

  test('nothing jumps where 1 − ⟨μ, x⟩ takes over from ⟨μ, x⟩', () => {
    const at = (concentration: number) =>
      initialRegistry['von-mises-fisher'].sample({ directions: [[0.6, 0, 0.8]], concentration }, { n: 200, d: 3 }, 4);
    const [below, above] = [at(2e6), at(2e6 * (1 + 1e-12))];
    // Angles of 1e-3, whose squares ⟨μ, x⟩ has to ten digits.
    for (let i = 0; i < below.length; i++) expect(Math.abs(above[i] - below[i])).toBeLessThan(1e-11);
  });

  test('each direction of a mixture is picked equally often', () => {
    const directions = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ];
    const n = 8_000;
    const x = initialRegistry['von-mises-fisher'].sample({ directions, concentration: 400 }, { n, d: 2 }, 2);
    for (const direction of directions) {
      expectMean(
        Float64Array.from({ length: n }, (_, k) => (dotProduct(row(x, k, 2), direction) > 0.7 ? 1 : 0)),
        1 / 4,
      );
    }
  });

  test('directions are needed, and of the right dimension', () => {
    const sample = (directions?: number[][]) =>
      initialRegistry['von-mises-fisher'].sample({ directions, concentration: 1 }, { n: 2, d: 3 }, 1);
    expect(() => sample()).toThrow(/"directions" should be a list of rows/);
    expect(() => sample([[1, 0]])).toThrow(/dimension 3, but came with dimension 2/);
  });
});

describe('equispaced tokens', () => {
  test('without jitter are the roots of unity', () => {
    const x = initialRegistry.equispaced.sample({ jitter: 0 }, { n: 12, d: 2 }, 1);
    for (let k = 0; k < 12; k++) {
      expect(Math.abs(x[2 * k] - Math.cos((Math.PI * k) / 6))).toBeLessThan(UNIT);
      expect(Math.abs(x[2 * k + 1] - Math.sin((Math.PI * k) / 6))).toBeLessThan(UNIT);
    }
  });

  test('with jitter σ stray from them with mean 0 and variance σ²', () => {
    const [n, sigma] = [20_000, 0.2];
    const x = initialRegistry.equispaced.sample({ jitter: sigma }, { n, d: 2 }, 4);
    const strays = Float64Array.from({ length: n }, (_, k) => {
      const angle = (2 * Math.PI * k) / n;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      return Math.atan2(c * x[2 * k + 1] - s * x[2 * k], c * x[2 * k] + s * x[2 * k + 1]);
    });
    expectMean(strays, 0);
    expectMean(
      strays.map((stray) => stray * stray),
      sigma * sigma,
    );
  });

  test('are finite however large the jitter, if it is not refused', () => {
    let x: Float64Array;
    try {
      x = prepareRun({ beta: 1, until: 1, tokens: 50, initial: 'equispaced', jitter: 1e7 }).problem.initial;
    } catch (error) {
      expect(error).toBeInstanceOf(ParkadeError);
      return;
    }
    expect(x.every(Number.isFinite)).toBe(true);
  });

  test('lie on the circle only', () => {
    expect(() => initialRegistry.equispaced.sample({ jitter: 0 }, { n: 3, d: 3 }, 1)).toThrow(
      /dimension 2, but 3 came/,
    );
  });
});

describe('tokens given as rows', () => {
  const prepared = (initial: RunSpec['initial']) => prepareRun({ beta: 1, until: 1, initial: initial as number[][] });

  test('unit rows keep their bits, and nothing is noted', () => {
    const third = 1 / 3;
    const rows = [
      [0.6, 0.8],
      [third, Math.sqrt(1 - third * third)],
      [1 + 5e-13, 0],
    ];
    const { problem, notes } = prepared(rows);
    expect([...problem.initial]).toEqual(rows.flat());
    expect(notes).toEqual([]);
  });

  test('other rows are normalised, which is noted with their number', () => {
    const { problem, notes } = prepared([
      [3, 4],
      [0, 1],
      [1e200, 1e200],
      [1e-200, 0],
    ]);
    const expected = [0.6, 0.8, 0, 1, Math.SQRT1_2, Math.SQRT1_2, 1, 0];
    for (const [i, entry] of expected.entries()) expect(Math.abs(problem.initial[i] - entry)).toBeLessThan(UNIT);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^3 of 4 initial rows were not of unit length/);
  });

  test.each([
    [
      'a zero row',
      [
        [1, 0],
        [0, 0],
      ],
      /row 1 is zero/,
    ],
    [
      'NaN',
      [
        [1, 0],
        [0, 1],
        [NaN, 1],
      ],
      /row 2, column 0 is NaN/,
    ],
    ['an infinity', [[1, Infinity]], /row 0, column 1 is Infinity/],
    [
      'rows of different length',
      [
        [1, 0],
        [0, 1, 0],
      ],
      /row 1 has 3/,
    ],
    ['rows of one number', [[1], [1]], /row 0 has 1/],
    ['no rows', [], /.+/],
    ['a row that is a word', [[1, 0], 'x'], /row 1 is "x"/],
  ] as const)('%s is refused by name', (_, rows, sentence) => {
    const attempt = () => prepared(rows as unknown as number[][]);
    expect(attempt).toThrow(ParkadeError);
    expect(attempt).toThrow(/"initial"/);
    expect(attempt).toThrow(sentence);
  });

  test('a list of angles is a list of points of the circle', () => {
    const { problem } = prepareRun({ beta: 1, until: 1, initial: [0, Math.PI / 2, 2] });
    expect(problem.shape).toEqual({ n: 3, d: 2 });
    expect(Math.abs(problem.initial[4] - Math.cos(2))).toBeLessThan(UNIT);
  });

  test('a number of tokens or a dimension that contradicts the rows is refused', () => {
    const rows = [
      [1, 0],
      [0, 1],
    ];
    expect(() => prepareRun({ beta: 1, until: 1, initial: rows, tokens: 3 })).toThrow(/"tokens" should be 2/);
    expect(() => prepareRun({ beta: 1, until: 1, initial: rows, dimension: 3 })).toThrow(/"dimension" should be 2/);
    expect(prepareRun({ beta: 1, until: 1, initial: rows, tokens: 2, dimension: 2 }).problem.shape.n).toBe(2);
  });
});
