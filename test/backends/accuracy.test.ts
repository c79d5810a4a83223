/** Every way to compute the field against rows in double-double arithmetic: within the bound that it states, and that bound tight. */
import { describe, expect, test } from 'vitest';
import {
  BETAS,
  type Case,
  caseOf,
  farClusters,
  generalCases,
  judge,
  MASKS,
  plainCases,
  rowError,
  type Verdict,
} from '../support/accuracy.ts';
import { DIMENSIONS, evaluate, type FieldPath, fieldPaths } from '../support/field-paths.ts';
import { equation } from '../support/problems.ts';
import { tokenSetNames, tokenSets } from '../support/token-sets.ts';

const N = 130; // crosses the blocks of 2, 4, 64 and 128
const SAMPLES = 24;
const ULP = 2 ** -52;

const plain = new Map(DIMENSIONS.map((d) => [d, plainCases(d, N, SAMPLES, tokenSetNames, BETAS)]));
const general = generalCases(N, SAMPLES, ['uniform', 'clustered', 'antipodal', 'lone leader'], [0, 1, 64, 1e4]);

/** Verdicts on the cases that the path covers. */
async function verdicts(path: FieldPath, cases: readonly Case[], accuracy?: number): Promise<Verdict[]> {
  const all: (Verdict | null)[] = [];
  for (const given of cases) all.push(await judge(path, given, accuracy));
  return all.filter((verdict) => verdict !== null);
}

const told = ({ name, error, bound }: Verdict) =>
  `${name}: error ${error.toExponential(2)}, bound ${bound.toExponential(2)}`;

function expectWithinBounds(found: readonly Verdict[]): void {
  expect(found.filter(({ error, bound }) => !(error <= bound)).map(told)).toEqual([]);
}

function expectTight({ tightness }: FieldPath, found: readonly Verdict[]): void {
  if (tightness.each !== null) {
    const factor = tightness.each;
    const loose = found.filter(({ error, bound, scale }) => !(bound <= factor * error + 8 * ULP * scale));
    expect(loose.map(told)).toEqual([]);
  }
  // Over all cases together: rounding is kinder to some tokens than any bound can know.
  const largest = (part: 'error' | 'bound') => Math.max(...found.map((verdict) => verdict[part] / verdict.scale));
  expect(largest('bound')).toBeLessThanOrEqual(tightness.together * largest('error') + 8 * ULP);
}

describe.each(fieldPaths)('$name', (path) => {
  test.each(DIMENSIONS)(
    'd = %d: covers what it claims, rows err by less than its bound, and the bound is tight',
    async (d) => {
      const cases = plain.get(d)!;
      const found = await verdicts(path, cases);
      expect(found.length).toBe(path.dimensions.includes(d) ? cases.length : 0);
      if (found.length === 0) return;
      expectWithinBounds(found);
      expectTight(path, found);
    },
  );

  test('d = 2 with any matrices, centers and division by n: the same', async () => {
    const found = await verdicts(path, general);
    expect(found.length).toBe(path.general ? general.length : 0);
    if (found.length === 0) return;
    expectWithinBounds(found);
    expectTight(path, found);
  });

  test('keeps to the accuracy that it is told, bound and rows', async () => {
    for (const d of path.dimensions) {
      const cases = plainCases(d, N, SAMPLES, ['uniform', 'clustered', 'lone leader'], [1, 64, 1024]);
      for (const accuracy of [1e-6, 1e-11]) {
        const wrong = (await verdicts(path, cases, accuracy)).filter(
          ({ error, bound }) => !(error <= bound && bound <= accuracy),
        );
        expect(wrong.map(told)).toEqual([]);
      }
    }
  });
});

const relative = fieldPaths.filter((path) => path.relative && path.dimensions.length > 0);
const farCases = (d: number) => [
  ...MASKS.map((mask) => caseOf(`two clusters, ${mask}`, { beta: 64, mask }, farClusters(d, 0), d, 12)),
  caseOf('two clouds', { beta: 64 }, farClusters(d, 1e-9), d, 12), // the first of the far one sees only the other
  caseOf('two tokens', { beta: 64 }, farClusters(d, 0).slice(5 * d, 7 * d), d, 2),
  caseOf('leader', { beta: 64 }, tokenSets['lone leader'](3, 9, d).slice(0, 2 * d), d, 2),
];

describe.each(relative)('$name keeps 12 digits of forces between far clusters', (path) => {
  test.each(path.dimensions)('d = %d', async (d) => {
    for (const { name, dynamics, x, expected } of farCases(d)) {
      const { velocities } = (await evaluate(path, dynamics, x, d))!;
      const sizes: number[] = [];
      for (const [k, row] of expected()) {
        const size = Math.hypot(...row.high);
        // Where neighbours pull, their rounding stands above the far cluster's e^{−115}.
        if (size === 0 || size > 1e-40) continue;
        sizes.push(size);
        expect(rowError(velocities, k, row) / size, `${name}, token ${k}`).toBeLessThanOrEqual(1e-12);
      }
      expect(sizes.length, name).toBeGreaterThan(0);
    }
  });
});

test('a case has the same rows whoever computes them: the oracle is asked once', () => {
  const given = caseOf('one', { beta: 1 }, tokenSets.uniform(1, 5, 2), 2, 5);
  expect(given.expected()).toBe(given.expected());
  expect(given.dynamics).toEqual(equation({ beta: 1 }));
});
