/** How well the last token recalls earlier ones in runs, and by the linear theory. arXiv:2605.09213. */
import { anglesOf } from '../../analysis/circle.ts';
import { tokensAt } from '../../core/recording.ts';
import { cos, exp, PI } from '../../numerics/elementary.ts';
import { run } from '../../run/run.ts';
import { modeRates, type Retrieval, retrievalScore } from '../../theory/kinetic.ts';

export interface Cell {
  readonly tokens: number;
  readonly times: readonly number[];
  readonly bins: number;
  readonly seeds: readonly number[];
}

export interface Value extends Omit<Cell, 'seeds'> {
  readonly runs: number;
  /** By time, then by bin of earlier tokens: sums over runs of N times the score, and of its square. */
  readonly sums: readonly (readonly number[])[];
  readonly squares: readonly (readonly number[])[];
}

/** e^{−π²n²/2M²} is below 1e-13 beyond. */
const MODES = 20;

export function retrievalAt(beta: number): Retrieval {
  return { beta, lambda: 1, codewords: 8, rates: modeRates(beta, MODES + 1) };
}

export const RETRIEVAL = retrievalAt(1);
/** Σ_n ω_n cos(n angle), of mean S/N over runs, where S is the retrieval score. */
function softMatch(angle: number): number {
  const { codewords: m } = RETRIEVAL;
  let sum = 0;
  for (let n = 1; n <= MODES; n++) sum += exp((-PI * PI * n * n) / (2 * m * m)) * cos(n * angle);
  return sum;
}

/** Tokens before the last one, from 0, in bins of nearly equal numbers. */
function binOf(token: number, { tokens, bins }: Pick<Cell, 'tokens' | 'bins'>): number {
  return Math.floor((token * bins) / (tokens - 1));
}

/** Scores of each run, summed. */
export async function scoreRuns({ seeds, ...setting }: Cell): Promise<Value> {
  const { tokens, times, bins } = setting;
  const sums = times.map(() => new Array<number>(bins).fill(0));
  const squares = times.map(() => new Array<number>(bins).fill(0));
  const members = new Array<number>(bins).fill(0);
  for (let j = 0; j < tokens - 1; j++) members[binOf(j, setting)]++;
  for (const seed of seeds) {
    const { trajectory } = await run({
      dynamics: 'kinetic-decay',
      beta: RETRIEVAL.beta,
      decay: RETRIEVAL.lambda,
      tokens,
      dimension: 2,
      seed,
      integrator: 'dopri5',
      rtol: 1e-4,
      atol: 1e-5,
      saveAt: [0, ...times],
      observe: 'none',
    });
    if (trajectory.status !== 'completed') throw new Error(`the run of seed ${seed} ended as ${trajectory.status}`);
    const first = anglesOf(tokensAt(trajectory, 0));
    for (let i = 0; i < times.length; i++) {
      const last = anglesOf(tokensAt(trajectory, i + 1))[tokens - 1];
      const scores = new Array<number>(bins).fill(0);
      // What is subtracted has mean 0 and takes most of the noise with it.
      for (let j = 0; j < tokens - 1; j++) {
        scores[binOf(j, setting)] += softMatch(last - first[j]) - softMatch(first[tokens - 1] - first[j]);
      }
      for (let b = 0; b < bins; b++) {
        const score = (tokens * scores[b]) / members[b];
        sums[i][b] += score;
        squares[i][b] += score * score;
      }
    }
  }
  return { ...setting, runs: seeds.length, sums, squares };
}

export interface Measured {
  readonly t: number;
  readonly bin: number;
  /** Mean σ₀ of its tokens. */
  readonly source: number;
  readonly mean: number;
  readonly standardError: number;
  /** Mean of S_t over its tokens. */
  readonly predicted: number;
}

export function measuredOf(values: readonly Value[]): Measured[] {
  const { tokens, times, bins } = values[0];
  const runs = values.reduce((sum, value) => sum + value.runs, 0);
  const total = (key: 'sums' | 'squares', i: number, b: number) =>
    values.reduce((sum, value) => sum + value[key][i][b], 0);
  return times.flatMap((t, i) =>
    Array.from({ length: bins }, (_, bin) => {
      const sources = Array.from({ length: tokens - 1 }, (_, j) => j).filter((j) => binOf(j, values[0]) === bin);
      const positions = sources.map((j) => (j + 1) / tokens);
      const mean = total('sums', i, bin) / runs;
      const variance = total('squares', i, bin) / runs - mean * mean;
      return {
        t,
        bin,
        source: average(positions),
        mean,
        standardError: Math.sqrt(variance / (runs - 1)),
        predicted: average(positions.map((source) => retrievalScore(t, source, RETRIEVAL))),
      };
    }),
  );
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
