/** How many clusters are there in the metastable phase, and how many centers had the tokens that they are made of? */
import { clusters } from '../../analysis/clusters.ts';
import { centersOf } from '../../analysis/renyi-centers.ts';
import type { Shape } from '../../core/state.ts';
import { run } from '../../run/run.ts';

export interface ClusterCell {
  readonly dimension: number;
  readonly beta: number;
  /** n β^{−(d−1)/2}. */
  readonly density: number;
  readonly seeds: readonly number[];
}

/** Times at which clusters are counted. */
export const TIMES = [20, 60] as const;
/** Tokens are linked up to these many β^{−1/2}. */
export const LINKS = [1, 0.5] as const;
/** δ β^{1/2} of centers. */
const SEPARATION = 4;

/** Of a run; of clusters, by time and link. */
export interface Counted {
  readonly renyi: number;
  readonly strong: number;
  readonly clusters: readonly (readonly number[])[];
  /** Those of two tokens and more. */
  readonly shared: readonly (readonly number[])[];
  /** Tokens of the largest. */
  readonly largest: readonly (readonly number[])[];
}

export interface ClusterValue extends Omit<ClusterCell, 'seeds'> {
  readonly tokens: number;
  readonly runs: readonly Counted[];
}

export function tokensFor({ dimension, beta, density }: Omit<ClusterCell, 'seeds'>): number {
  return Math.ceil(density * beta ** ((dimension - 1) / 2));
}

export function separationAt(beta: number): number {
  return SEPARATION / Math.sqrt(beta);
}

export async function countedClusters({ seeds, ...setting }: ClusterCell): Promise<ClusterValue> {
  const tokens = tokensFor(setting);
  const runs: Counted[] = [];
  for (const seed of seeds) runs.push(await counted(tokens, setting, seed));
  return { ...setting, tokens, runs };
}

async function counted(
  tokens: number,
  { dimension, beta }: Omit<ClusterCell, 'seeds'>,
  seed: number,
): Promise<Counted> {
  const states: Float64Array[] = [];
  const { trajectory } = await run(
    {
      ...{ tokens, dimension, beta, seed, observe: 'none', saveAt: [0, ...TIMES], rtol: 1e-4, atol: 1e-6 },
      // Where all pairs are looked at, single precision is several times faster, with errors below the tolerance.
      precision: dimension > 2 ? 'single' : 'double',
    },
    { store: false, onSample: (_t, x) => states.push(Float64Array.from(x)) },
  );
  if (trajectory.status !== 'completed')
    throw new Error(`the run of β = ${beta}, d = ${dimension}, seed ${seed} failed`);
  const [initial, ...later] = states;
  const { shape } = trajectory;
  const { renyi, strong } = centersOf(initial, shape, separationAt(beta));
  const sizes = later.map((x) => LINKS.map((link) => sizesOf(x, shape, link / Math.sqrt(beta))));
  const each = (count: (sizes: readonly number[]) => number) => sizes.map((at) => at.map(count));
  return {
    renyi: renyi.length,
    strong: strong.length,
    clusters: each((all) => all.length),
    shared: each((all) => all.filter((size) => size > 1).length),
    largest: each((all) => all.reduce((a, b) => Math.max(a, b))),
  };
}

function sizesOf(x: Float64Array, shape: Shape, threshold: number): readonly number[] {
  return clusters(x, shape, threshold).sizes;
}
