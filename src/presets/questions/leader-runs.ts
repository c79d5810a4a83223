/** Which tokens were told to lead a cluster, and which clusters are there later? */
import { clusters } from '../../analysis/clusters.ts';
import { run } from '../../run/run.ts';
import { separationAt } from './cluster-runs.ts';
import { type Kind, kinds, predicted } from './leader-kinds.ts';
import { type Scored, scoreOf } from './leader-score.ts';

/** Times at which clusters are looked at. */
export const TIMES = [10, 100, 10_000] as const;

export interface LeaderCell {
  readonly dimension: number;
  readonly beta: number;
  readonly tokens: number;
  /** QᵀK = diag(1 + s, 1 − s, 1, …); 0 is the identity. */
  readonly skew: number;
  readonly seeds: readonly number[];
}

/** Of a run, by time. */
export interface Led {
  readonly clusters: readonly number[];
  readonly kinds: Readonly<Record<Kind, readonly Scored[]>>;
}

export interface LeaderValue extends Omit<LeaderCell, 'seeds'> {
  readonly runs: readonly Led[];
}

export async function ledClusters({ seeds, ...setting }: LeaderCell): Promise<LeaderValue> {
  const runs: Led[] = [];
  for (const seed of seeds) runs.push(await led(setting, seed));
  return { ...setting, runs };
}

async function led({ dimension, beta, tokens, skew }: Omit<LeaderCell, 'seeds'>, seed: number): Promise<Led> {
  const queryKey = Array.from({ length: dimension }, (_, i) => (i === 0 ? 1 + skew : i === 1 ? 1 - skew : 1));
  const states: Float64Array[] = [];
  const { trajectory } = await run(
    {
      ...{ tokens, dimension, beta, seed, key: skew === 0 ? 'identity' : queryKey, observe: 'none' },
      ...{ saveAt: [0, ...TIMES], rtol: 1e-4, atol: 1e-6 },
    },
    { store: false, onSample: (_t, x) => states.push(Float64Array.from(x)) },
  );
  if (trajectory.status !== 'completed')
    throw new Error(`the run of β = ${beta}, d = ${dimension}, seed ${seed} failed`);
  const [initial, ...later] = states;
  const { shape } = trajectory;
  const told = predicted(initial, shape, { beta, queryKey, separation: separationAt(beta) });
  const found = later.map((x) => clusters(x, shape, 1 / Math.sqrt(beta)));
  const scores = (kind: Kind) => found.map(({ labels, sizes }) => scoreOf(labels, sizes, told[kind]));
  return {
    clusters: found.map(({ count }) => count),
    kinds: Object.fromEntries(kinds.map((kind) => [kind, scores(kind)])) as Record<Kind, Scored[]>,
  };
}
