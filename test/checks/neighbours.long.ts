/** What statements of neighbouring papers compute with, and that broken formulas and fields turn their verdicts. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { equiangularRows } from '../../src/checks/full-attention/equiangular-tokens.ts';
import type { AnyStatement, Verdict } from '../../src/checks/index.ts';
import { coefficientsIn, inOpenHalfSpace, nullVector, traceOfInverse } from '../../src/checks/kit/null-vector.ts';
import type { State } from '../../src/core/state.ts';

const ROUNDING = 1e-13;

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, entry, i) => sum + entry * b[i], 0);
}

/** Numbers that look random, in (−1, 1). */
function rows(count: number, d: number, seed = 1): number[][] {
  return Array.from({ length: count }, (_, k) =>
    Array.from({ length: d }, (_, i) => Math.sin(1e4 * Math.sin(seed + 7 * k + 31 * i))),
  );
}

describe('linear algebra', () => {
  test('a null vector is none but up to rounding, also where the first pivots are 0', () => {
    for (const matrix of [
      rows(1, 2),
      rows(3, 4),
      rows(6, 7),
      [
        [0, 0, 1],
        [0, 2, 5],
      ],
    ]) {
      const v = nullVector(matrix);
      expect(Math.max(...v.map(Math.abs))).toBeGreaterThan(0);
      for (const row of matrix) expect(Math.abs(product(row, v))).toBeLessThan(ROUNDING * Math.max(...v.map(Math.abs)));
    }
  });

  test('coefficients give the vector back', () => {
    const basis = rows(5, 5);
    const [y] = rows(1, 5, 9);
    const c = coefficientsIn(basis, y);
    y.forEach((entry, i) => {
      expect(
        product(
          c,
          basis.map((x) => x[i]),
        ),
      ).toBeCloseTo(entry, 10);
    });
  });

  test('the trace of an inverse is that of columns solved one by one', () => {
    const factor = rows(5, 5);
    const matrix = factor.map((a) => factor.map((b) => product(a, b)));
    const columns = matrix.map(
      (_, i) =>
        coefficientsIn(
          matrix,
          matrix.map((_, j) => (i === j ? 1 : 0)),
        )[i],
    );
    const trace = columns.reduce((sum, entry) => sum + entry, 0);
    expect(Math.abs((traceOfInverse(matrix) ?? 0) / trace - 1)).toBeLessThan(1e-8);
    expect(traceOfInverse([[4]])).toBe(0.25);
    expect(
      traceOfInverse([
        [1, 1],
        [1, 1],
      ]),
    ).toBe(null);
  });

  test('half spaces: simplices are in none, points above a plane are in one', () => {
    for (const d of [2, 3, 4]) {
      const simplex = equiangularRows(d + 1, -1 / d).map((row) => inHyperplane(row));
      expect(inOpenHalfSpace(simplex, d)).toBe(false);
      expect(inOpenHalfSpace(simplex.slice(1), d)).toBe(true);
      const above = rows(8, d).map((row) => row.map((entry, i) => (i === 0 ? Math.abs(entry) + 0.01 : entry)));
      expect(inOpenHalfSpace(above, d)).toBe(true);
      const sum = above[0].map((_, i) => -above.reduce((total, row) => total + row[i], 0));
      expect(inOpenHalfSpace([...above, sum], d)).toBe(false);
    }
  });
});

/** Coordinates in R^{n−1} of a vector of R^n with sum 0. */
function inHyperplane(row: readonly number[]): number[] {
  const n = row.length;
  return Array.from({ length: n - 1 }, (_, k) => {
    const axis = row.map((_, i) => (i <= k ? 1 : i === k + 1 ? -(k + 1) : 0));
    return product(row, axis) / Math.sqrt((k + 1) * (k + 2));
  });
}

test('rows at equal angles are unit vectors with one cosine', () => {
  for (const n of [2, 5, 9]) {
    for (const rho of [-1 / (n - 1), -0.05, 0, 0.4, 1]) {
      const x = equiangularRows(n, rho);
      x.forEach((a, i) => {
        x.forEach((b, j) => {
          expect(Math.abs(product(a, b) - (i === j ? 1 : rho))).toBeLessThan(ROUNDING);
        });
      });
    }
  }
});

/** The verdict of a statement with the modules as they are mocked now. */
async function verdictNow(id: string): Promise<Verdict> {
  vi.resetModules();
  const { statementRegistry, defaultsOf, verdictOf } = await import('../../src/checks/index.ts');
  const statement: AnyStatement = statementRegistry[id];
  const parameters = { ...defaultsOf(statement), ...('runs' in statement.parameters && { runs: 12 }) };
  const values: unknown[] = [];
  for (const cell of statement.cells(parameters)) values.push(await statement.compute(cell));
  return verdictOf(statement.judge(values, parameters));
}

describe('a formula that is off turns the verdict', () => {
  const OFF = 1.003;
  const formulas = [
    ['equal-angles', 'equiangular', 'equiangularCosine'],
    ['equal-angle-rates', 'equiangular', 'oddsSpeed'],
    ['crossing-time', 'metastability', 'crossingTimeFrom'],
    ['mode-growth', 'first-clusters', 'growthRates'],
    ['long-context-limits', 'long-context', 'oneLayerCosine'],
    ['kinetic-mode-rates', 'kinetic', 'causalModeRates'],
    ['kinetic-correlation', 'kinetic', 'causalKernel'],
    ['retrieval-critical-time', 'kinetic', 'criticalTime'],
  ] as const;

  afterEach(() => {
    for (const [, file] of formulas) vi.doUnmock(`../../src/theory/${file}.ts`);
  });

  test.each(formulas)('%s: %s, %s', async (id, file, name) => {
    vi.doMock(`../../src/theory/${file}.ts`, async (original) => {
      const module = await original<Record<string, (...given: unknown[]) => unknown>>();
      return { ...module, [name]: (...given: unknown[]) => scaled(module[name](...given), OFF) };
    });
    expect(await verdictNow(id)).toBe('fails');
  });
});

/** A number, an array or an object of them, times a factor. */
function scaled(value: unknown, factor: number): unknown {
  if (typeof value === 'number') return factor * value;
  if (value instanceof Float64Array) return value.map((entry) => factor * entry);
  return Object.fromEntries(Object.entries(value as object).map(([key, entry]) => [key, scaled(entry, factor)]));
}

describe('a field that is off turns the verdict', () => {
  afterEach(() => {
    vi.doUnmock('../../src/backends/reference.ts');
  });

  /** Of statements about one instant, whose velocities come from the reference field. */
  test.each([
    'antipode-rate',
    'order-matters',
    'normalization-initial-speed',
    'ngpt-scale',
    'mode-growth',
    'kinetic-mode-rates',
    'equal-angle-rates',
    'crossing-time',
    'content-free-attention',
  ])('%s', async (id) => {
    vi.doMock('../../src/dynamics/equation.ts', async (original) => {
      const module = await original<typeof import('../../src/dynamics/equation.ts')>();
      return {
        ...module,
        resolveEquation(...given: Parameters<typeof module.resolveEquation>) {
          const equation = module.resolveEquation(...given);
          const { n, d } = given[1];
          const field = () => {
            const right = equation.field();
            return (t: number, x: State, out: State) => {
              right(t, x, out);
              // Later tokens are too fast.
              for (let i = 0; i < n * d; i++) out[i] *= 1 + (0.01 * Math.floor(i / d)) / n;
            };
          };
          return { ...equation, field };
        },
      };
    });
    const verdict = await verdictNow(id);
    expect(verdict).toBe('fails');
  });
});
