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
import { tokenSetNames, tokenSets } from '../support/token-sets.ts';

const N = 130; // crosses blocks of 2, 4, 64 and 128
const SAMPLES = 24;
const MANY = 700; // blocks of 256 and 512
const ULP = 2 ** -52;

const FEW = 10; // where a single wrong weight shows

/** Every other β under each mask, the others for the next set: accuracy.long.ts has them all. */
const plain = new Map(
  DIMENSIONS.map((d) => [
    d,
    [FEW, N].flatMap((n) =>
      plainCases(d, n, SAMPLES, tokenSetNames, BETAS).filter(
        (_, i) => (i + Math.floor(i / (MASKS.length * BETAS.length))) % 2 === 0,
      ),
    ),
  ]),
);
const many = DIMENSIONS.flatMap((d) => plainCases(d, MANY, 8, ['uniform', 'clustered', 'coincident'], [1, 64]));
const general = generalCases(N, SAMPLES, ['uniform', 'clustered', 'antipodal', 'lone leader'], [0, 1, 64, 1e4]);

/** Verdicts on the cases that the path covers: those that it claims to. */
async function verdicts(path: FieldPath, cases: readonly Case[], accuracy?: number): Promise<Verdict[]> {
  const found: Verdict[] = [];
  const unclaimed: string[] = [];
  for (const given of cases) {
    const verdict = await judge(path, given, accuracy);
    if ((verdict !== null) !== path.covers(given)) unclaimed.push(`${given.name}: ${verdict ? 'covered' : 'refused'}`);
    if (verdict) found.push(verdict);
  }
  expect(unclaimed).toEqual([]);
  return found;
}

const told = ({ name, error, bound, share }: Verdict) =>
  `${name}: error ${error.toExponential(2)}, bound ${bound.toExponential(2)}, at worst ${share.toPrecision(2)} of a bound`;

function expectWithinBounds({ share: allowed }: FieldPath, found: readonly Verdict[]): void {
  expect(found.filter(({ share }) => !(share <= allowed)).map(told)).toEqual([]);
}

function expectTight({ tightness }: FieldPath, found: readonly Verdict[]): void {
  if (found.length === 0) return;
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
      expectWithinBounds(path, found);
      expectTight(path, found);
    },
  );

  // Tight bounds are promised for Q = K = V = I: where weights cancel or overflow, worst cases are far from usual ones.
  test('d = 2 with any matrices, centers and division by n: covers what it claims, within its bound', async () => {
    expectWithinBounds(path, await verdicts(path, general));
  });

  test(`n = ${MANY}: rows err by less than its bound`, async () => {
    expectWithinBounds(path, await verdicts(path, many));
  });

  if (!path.held) return;
  test('keeps to the accuracy that it is told, bound and rows', async () => {
    for (const d of DIMENSIONS) {
      const cases = plainCases(d, N, SAMPLES, ['uniform', 'clustered', 'lone leader'], [1, 64, 1024]);
      for (const accuracy of [1e-6, 1e-11]) {
        const wrong = (await verdicts(path, cases, accuracy)).filter(
          ({ share, bound }) => !(share <= 1 && bound <= accuracy),
        );
        expect(wrong.map(told)).toEqual([]);
      }
    }
  });
});

const relative = fieldPaths
  .filter((path) => path.relative)
  .flatMap((path) => DIMENSIONS.map((d) => ({ path, d, name: path.name })))
  .filter(({ path, d }) => path.covers({ d, beta: 64, falling: true, scalar: true }));
const farCases = (d: number) => [
  ...MASKS.map((mask) => caseOf(`two clusters, ${mask}`, { beta: 64, mask }, farClusters(d, 0), d, 12)),
  caseOf('two clouds', { beta: 64 }, farClusters(d, 1e-9), d, 12), // the first of the far one sees only the other
  caseOf('two tokens', { beta: 64 }, farClusters(d, 0).slice(5 * d, 7 * d), d, 2),
  caseOf('leader', { beta: 64 }, tokenSets['lone leader'](3, 9, d).slice(0, 2 * d), d, 2),
];

test.each(relative)('$name, d = $d, keeps 12 digits of forces between far clusters', async ({ path, d }) => {
  for (const { name, dynamics, x, expected } of farCases(d)) {
    const { velocities } = (await evaluate(path, dynamics, x, d))!;
    let compared = 0;
    for (const [k, row] of expected()) {
      const size = Math.hypot(...row.high);
      // Where neighbours pull, their rounding stands above the far cluster's e^{−115}.
      if (size === 0 || size > 1e-40) continue;
      compared++;
      expect(rowError(velocities, k, row) / size, `${name}, token ${k}`).toBeLessThanOrEqual(1e-12);
    }
    expect(compared, name).toBeGreaterThan(0);
  }
});
