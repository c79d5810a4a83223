/** The atlas of final configurations as work in cells: what became of every run, row by row. */
import { type Experiment, seedGroups } from '../core/experiment.ts';
import type { RunSpec } from '../run/spec.ts';
import { drawProblem } from './atlas-run.ts';
import { type Found, findings, NEAR } from './final-state.ts';
import type { AtlasParameters } from './parameters.ts';
import type { RestKind } from './rest.ts';
import { type AtlasRow, atlasRows } from './rows.ts';
import { type Settled, settle } from './settle.ts';

export interface AtlasCell {
  /** Id of the row. */
  readonly row: string;
  readonly seeds: readonly number[];
}

/** Lists over the runs of a cell. */
export interface AtlasValue extends AtlasCell {
  readonly found: readonly Found[];
  readonly agrees: readonly boolean[];
  readonly rest: readonly RestKind[];
  readonly law: readonly string[];
  readonly beta: readonly number[];
  readonly dimension: readonly number[];
}

/** Some seconds each. */
const RUNS_OF_A_CELL = 50;

export const atlas: Experiment<AtlasCell, AtlasValue, AtlasParameters> = {
  id: 'atlas',
  cells: ({ runs, seed }) =>
    atlasRows.flatMap(({ id }, r) => {
      const [from, to] = [r, r + 1].map((i) => Math.floor((i * runs) / atlasRows.length));
      return seedGroups(seed + from, to - from, RUNS_OF_A_CELL).map((seeds) => ({ row: id, seeds }));
    }),
  async compute({ row: id, seeds }) {
    const row = rowOf(id);
    const problems = seeds.map((seed) => drawProblem(row, seed));
    const ends: Settled[] = [];
    for (const problem of problems) ends.push(await settle(problem));
    return {
      row: id,
      seeds,
      found: ends.map(({ found }) => found),
      agrees: ends.map((end) => agrees(row, end)),
      rest: ends.map(({ rest }) => rest),
      law: problems.map(({ law }) => law),
      beta: problems.map(({ spec }) => spec.beta),
      dimension: problems.map(({ spec }) => spec.dimension as number),
    };
  },
};

export function rowOf(id: string): AtlasRow {
  return atlasRows.find((row) => row.id === id) as AtlasRow;
}

function agrees(row: AtlasRow, { found, fromLimit }: Settled): boolean {
  return row.agreeing.includes(found) && (!row.atLimit || (fromLimit !== null && fromLimit <= NEAR));
}

/** What became of the runs of one row. */
interface Tally {
  readonly row: AtlasRow;
  readonly runs: number;
  readonly agreeing: number;
  readonly undecided: number;
  /** By finding, in the order of `findings`. */
  readonly counts: readonly number[];
}

export function tallyOf(row: AtlasRow, values: readonly AtlasValue[]): Tally {
  const own = values.filter(({ row: id }) => id === row.id);
  const found = own.flatMap((value) => value.found);
  const counts = findings.map((finding) => found.filter((name) => name === finding).length);
  return {
    row,
    runs: found.length,
    agreeing: own.flatMap((value) => value.agrees).filter((agreed) => agreed).length,
    undecided: counts[findings.indexOf('undecided')],
    counts,
  };
}

interface Counterexample {
  readonly row: AtlasRow;
  readonly found: Found;
  readonly seed: number;
  readonly spec: RunSpec;
}

/**
 * The first runs of each row and kind whose end is certified and is not the predicted one, with times that show how
 * they get there.
 */
export function counterexamples(values: readonly AtlasValue[], ofEach: number): Counterexample[] {
  const listed: Counterexample[] = [];
  for (const { row: id, seeds, found, agrees, rest } of values) {
    const row = rowOf(id);
    for (const [i, seed] of seeds.entries()) {
      if (agrees[i] || found[i] === 'undecided') continue;
      const before = listed.filter((other) => other.row === row && other.found === found[i]);
      if (before.length >= ofEach) continue;
      listed.push({ row, found: found[i], seed, spec: shownOver(drawProblem(row, seed).spec, rest[i]) });
    }
  }
  return listed;
}

const TIMES: Readonly<Record<RestKind, string>> = {
  stable: 'log:1e-1:1e6:120',
  neutral: 'log:1e-1:1e6:120',
  slow: 'log:1e-1:1e4:120',
  none: 'lin:0:400:801',
};

function shownOver(spec: RunSpec, rest: RestKind): RunSpec {
  return { ...spec, saveAt: TIMES[rest] };
}
