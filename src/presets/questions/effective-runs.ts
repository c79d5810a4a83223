/** How many clusters and centers have tokens on or near a set of lower dimension? */
import { clusters } from '../../analysis/clusters.ts';
import { centersOf, renyiCenters } from '../../analysis/renyi-centers.ts';
import { run } from '../../run/run.ts';
import { separationAt } from './cluster-runs.ts';
import { projected, type ThinSet, tokensNear, valueDiagonal } from './thin-tokens.ts';

export interface EffectiveCell extends ThinSet {
  readonly beta: number;
  readonly tokens: number;
  readonly seeds: readonly number[];
}

/** Times at which clusters are counted. */
export const TIMES = [20, 60] as const;

/** Of a run. */
export interface EffectiveCount {
  /** Rényi centers of the initial tokens, strong ones, and Rényi centers of their projections to the set. */
  readonly renyi: number;
  readonly strong: number;
  /** Of points there are none: the number of points that have a token. */
  readonly projected: number;
  /** By time. */
  readonly clusters: readonly number[];
  readonly shared: readonly number[];
}

export interface EffectiveValue extends Omit<EffectiveCell, 'seeds'> {
  readonly runs: readonly EffectiveCount[];
}

export async function effectiveCounts({ seeds, ...setting }: EffectiveCell): Promise<EffectiveValue> {
  const runs: EffectiveCount[] = [];
  for (const seed of seeds) runs.push(await counted(setting, seed));
  return { ...setting, runs };
}

async function counted(setting: Omit<EffectiveCell, 'seeds'>, seed: number): Promise<EffectiveCount> {
  const { beta, tokens: n, dimension: d } = setting;
  const shape = { n, d };
  const initial = tokensNear(setting, n, seed);
  const rows = Array.from({ length: n }, (_, k) => [...initial.subarray(k * d, (k + 1) * d)]);
  const sizes: (readonly number[])[] = [];
  const { trajectory } = await run(
    {
      ...{ beta, initial: rows, value: valueDiagonal(setting), observe: 'none', saveAt: [...TIMES] },
      // Where all pairs are looked at, single precision is several times faster, with errors below the tolerance.
      ...{ rtol: 1e-4, atol: 1e-6, precision: 'single' },
    },
    { store: false, onSample: (_t, x) => sizes.push(clusters(x, shape, 1 / Math.sqrt(beta)).sizes) },
  );
  if (trajectory.status !== 'completed') throw new Error(`the run of β = ${beta}, seed ${seed} failed`);
  const { renyi, strong } = centersOf(initial, shape, separationAt(beta));
  return {
    renyi: renyi.length,
    strong: strong.length,
    projected: projectedCenters(initial, setting),
    clusters: sizes.map((all) => all.length),
    shared: sizes.map((all) => all.filter((size) => size > 1).length),
  };
}

function projectedCenters(x: Float64Array, setting: Omit<EffectiveCell, 'seeds'>): number {
  const { tokens: n, dimension: d, effective, beta } = setting;
  if (effective === 1) return pointsSeen(x, n, d);
  return renyiCenters(projected(x, n, setting), { n, d: effective }, separationAt(beta)).length;
}

/** How many of ±e_i are the nearest of these to some token. */
function pointsSeen(x: Float64Array, n: number, d: number): number {
  const seen = new Set<number>();
  for (let k = 0; k < n; k++) {
    let most = 0;
    for (let i = 1; i < d; i++) if (Math.abs(x[k * d + i]) > Math.abs(x[k * d + most])) most = i;
    seen.add(2 * most + (x[k * d + most] < 0 ? 1 : 0));
  }
  return seen.size;
}
