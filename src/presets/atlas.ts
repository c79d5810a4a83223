/** Table 1 of the paper as an experiment: what becomes of random problems of every spectral class. */
import { type AtlasCell, type AtlasValue, atlas, counterexamples, tallyOf } from '../atlas/atlas.ts';
import { findings } from '../atlas/final-state.ts';
import { type AtlasParameters, USUAL_RUNS } from '../atlas/parameters.ts';
import { atlasRows } from '../atlas/rows.ts';
import { shareMatrix } from '../figures/index.ts';
import { largestOf } from '../numerics/extremes.ts';
import type { ExperimentPreset } from './kit/preset.ts';

/** Rows that must hold without exception. */
const STRICT: readonly string[] = ['1', '2, C2'];
/** Of the runs of any row. */
const MOST_UNDECIDED = 0.05;
/** Of each row and kind, as specifications. */
const COUNTEREXAMPLES = 3;

/** An atlas of a given size; the cells say themselves which runs they are. */
export function atlasOf(parameters: AtlasParameters): ExperimentPreset<AtlasCell, AtlasValue> {
  return {
    id: 'atlas',
    seconds: 400,
    title: 'Table 1 as an experiment: final configurations by the spectrum of V',
    checks: [
      'theorem-4-1',
      'subspace-conjecture',
      'two-cluster-conjecture',
      'two-cluster-counterexample',
      'row-3-threshold',
      'minus-identity',
      'single-cluster-rates',
    ],
    source:
      'arXiv:2411.04990, Table 1; the laws of V, Q, K, β, n, what "around L" means (within 45°) and the rows for defective and complex eigenvalues are our choice',
    cells: () => atlas.cells(parameters),
    compute: atlas.compute,
    report,
    draw,
    files: (values) =>
      Object.fromEntries(
        counterexamples(values, COUNTEREXAMPLES).map(({ row, found, seed, spec }) => [
          `counterexamples/row-${named(row.id)}-${named(found)}-${seed}.json`,
          spec,
        ]),
      ),
  };
}

function named(words: string): string {
  return words
    .replace('+', 'positive')
    .replace('−', 'negative')
    .replace(/[^\w]+/g, '-')
    .toLowerCase();
}

function tallies(values: readonly AtlasValue[]) {
  return atlasRows.map((row) => tallyOf(row, values));
}

function report(values: readonly AtlasValue[]) {
  const all = tallies(values);
  const exceptions = all
    .filter(({ row }) => STRICT.includes(row.id))
    .reduce((sum, { runs, agreeing, undecided }) => sum + runs - agreeing - undecided, 0);
  // A single undecided run is none of the row's fault, however few runs there are.
  const open = all.filter(({ runs, undecided }) => undecided > Math.max(1, MOST_UNDECIDED * runs));
  const simple = all.filter(({ row }) => row.id.startsWith('3'));
  const failing = simple.reduce((sum, { runs, agreeing, undecided }) => sum + runs - agreeing - undecided, 0);
  const most = largestOf(all.map(({ runs, undecided }) => undecided / runs));
  const asPredicted = exceptions === 0 && open.length === 0;
  return {
    table: {
      columns: ['row', 'λ_max', 'predicted', ...findings, 'as predicted'],
      rows: all.map(({ row, runs, agreeing, counts }) => [
        row.id,
        row.says,
        row.predicts,
        ...counts.map(String),
        percent(agreeing / runs),
      ]),
    },
    says: `Theorem 4.1 and C2 have ${exceptions === 0 ? 'no exception' : `${exceptions} EXCEPTIONS`}; row 3, two points ±ξ, fails in ${failing} of ${simple.reduce((sum, { runs }) => sum + runs, 0)} runs, each at a certified rest or in certified motion elsewhere. At most ${percent(most)} of a row are undecided${open.length > 0 ? `, more than the ${percent(MOST_UNDECIDED)} allowed` : ''}.`,
    asPredicted,
  };
}

function draw(values: readonly AtlasValue[]) {
  const all = tallies(values);
  const runs = all.reduce((sum, tally) => sum + tally.runs, 0);
  const extended = all.flatMap(({ row }) => (row.source === 'our extension' ? [row.id] : [])).join(', ');
  return shareMatrix({
    title: 'What becomes of tokens, by the largest eigenvalue of V',
    subtitle: `${runs} random runs of 6 to 12 tokens, d = 2, 3, 4, β = ½ to 4, Q and K of five laws`,
    caption: `Percent of the runs of each row of Table 1 that end in each way; outlined is what the table says, or our extension of it (rows ${extended}). Every end but "undecided" is certified: at rest the Jacobian has no eigenvalue with a positive real part, or the speed falls faster than 1/t; in motion the speed does not decay and the configuration comes back. A cloud is around L when every token is within 45° of it; points are clouds without extent, and in row 3 all tokens may be at the same one of ±ξ. C1 and C2 are the conjectures of the paper on two clusters and on a subspace L, with their hypotheses.`,
    columns: findings,
    neutral: 'undecided',
    rows: all.map(({ row, counts }) => ({
      name: row.id,
      says: row.says,
      counts,
      expected: findings.map((finding) => row.agreeing.includes(finding)),
    })),
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export const atlasPreset = atlasOf({ runs: USUAL_RUNS, seed: 1 });
