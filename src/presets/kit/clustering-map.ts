/** How far tokens have clustered, over time and β: shares of pairs that have met, of runs under either mask. */
import type { State } from '../../core/state.ts';
import type { HeatMap } from '../../figures/index.ts';
import { dot } from '../../numerics/sphere.ts';
import { run } from '../../run/run.ts';
import { tokensInSpan } from './tokens-in-span.ts';

type Normalization = 'softmax' | 'count';

/** A row of a map: runs at one β. */
export interface Cell {
  /** Whom a token sees. */
  readonly mask: 'causal' | 'full';
  readonly normalization: Normalization;
  readonly tokens: number;
  readonly dimension: number;
  readonly beta: number;
  readonly until: number;
  /** Of the first run. */
  readonly seed: number;
  readonly runs: number;
}

export interface Value extends Omit<Cell, 'seed'> {
  /**
   * Mean over runs of the share of pairs with ⟨x_i, x_j⟩ > 0.999, in the middle of each of COLUMNS equal parts of the
   * time.
   */
  readonly met: readonly number[];
  /** When that mean reaches one half, between samples on a straight line; null where it does not. */
  readonly front: number | null;
}

/** Columns and rows of a map. */
export const COLUMNS = 60;
/** Samples a column: the front is sought among all of them. */
const FINER = 4;
/** Two tokens have met when their cosine is above it. */
export const MET = 0.999;

/** The share of pairs i < j with ⟨x_i, x_j⟩ > 0.999. */
function shareMet(x: State, n: number): number {
  const d = x.length / n;
  let met = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if (dot(x, i * d, x, j * d, d) > MET) met++;
  return (2 * met) / (n * (n - 1));
}

export async function clusteringRow({ seed, ...setting }: Cell): Promise<Value> {
  const { mask, normalization, tokens, dimension, beta, until, runs } = setting;
  const samples = COLUMNS * FINER;
  const times = Array.from({ length: samples }, (_, i) => ((i + 1) * until) / samples);
  const sums = new Array<number>(samples).fill(0);
  for (let i = 0; i < runs; i++) {
    // Once all pairs have met they have met for good: tokens stay in the cone of those they see, so that the least
    // cosine of tokens in a hemisphere never decreases, under either mask.
    const all = { aborted: false };
    let at = 0;
    const { trajectory } = await run(
      {
        beta,
        initial: tokensInSpan(tokens, dimension, seed + i),
        mask,
        normalization,
        integrator: 'dopri5',
        rtol: 1e-5,
        atol: 1e-6,
        until,
        saveAt: times,
        observe: 'none',
      },
      {
        store: false,
        signal: all,
        onSample(_t, x) {
          const share = shareMet(x, tokens);
          sums[at++] += share;
          all.aborted = share === 1;
        },
      },
    );
    if (trajectory.status !== 'completed' && !all.aborted) {
      throw new Error(`a run at β = ${beta}, d = ${dimension} ended as ${trajectory.status}`);
    }
    while (at < samples) sums[at++]++;
  }
  const shares = sums.map((sum) => sum / runs);
  return { ...setting, met: shares.filter((_, i) => (i + 1) % FINER === FINER / 2), front: frontOf(times, shares) };
}

/** When the shares first reach one half. */
function frontOf(times: readonly number[], shares: readonly number[]): number | null {
  const at = shares.findIndex((share) => share >= 0.5);
  if (at < 0) return null;
  const [t, share] = at === 0 ? [0, 0] : [times[at - 1], shares[at - 1]];
  return t + ((0.5 - share) / (shares[at] - share)) * (times[at] - t);
}

/** All β of one map, ascending. */
export interface Panel {
  readonly mask: Cell['mask'];
  readonly normalization: Normalization;
  readonly dimension: number;
  readonly rows: readonly Value[];
}

/** By dimension, then as their first cells come. */
export function panelsOf(values: readonly Value[]): Panel[] {
  const panels = new Map<string, Value[]>();
  for (const value of values) {
    const key = `${value.dimension} ${value.normalization} ${value.mask}`;
    panels.set(key, [...(panels.get(key) ?? []), value]);
  }
  return [...panels.values()]
    .map((rows) => ({ ...rows[0], rows: [...rows].sort((a, b) => a.beta - b.beta) }))
    .sort((a, b) => a.dimension - b.dimension);
}

/** @param curve a time for each β, drawn on top; β where there is none are left out */
export function mapOf({ rows }: Panel, title: string, curve: (value: Value) => number | null): HeatMap {
  const { until } = rows[0];
  const step = rows.length > 1 ? rows[1].beta - rows[0].beta : 1;
  return {
    title,
    x: { domain: [0, until] },
    y: { domain: [rows[0].beta - step / 2, rows[rows.length - 1].beta + step / 2] },
    columns: COLUMNS,
    values: rows.flatMap(({ met }) => met),
    curve: rows.flatMap((value) => {
      const t = curve(value);
      return t === null ? [] : [[t, value.beta] as const];
    }),
  };
}
