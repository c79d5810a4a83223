/** Runs of the question of the least successful center: what each center has captured at a few times. */
import { centersOf } from '../../analysis/renyi-centers.ts';
import { run } from '../../run/run.ts';
import { gatheredBy } from './center-shares.ts';

export const BETA = 64;
export const DELTA = 0.5; // 4β^{−1/2}
export const RADIUS = 0.125; // β^{−1/2}
export const TIMES = [1, 2, 5, 10, 20];
/** Runge and Kutta's steps: rates are at most 1. */
const STEP = 0.5;

export const kinds = ['renyi', 'strong'] as const;
export type Kind = (typeof kinds)[number];

export interface CaptureCell {
  readonly tokens: number;
  readonly seeds: readonly number[];
}

/** Of the centers of a kind; lists over the times. */
interface Course {
  readonly centers: number;
  readonly lost: readonly number[];
  /** The least number of tokens that a center has captured, and holds. */
  readonly captured: readonly number[];
  readonly held: readonly number[];
}

export type Courses = Readonly<Record<Kind, Course>>;

export interface CaptureValue {
  readonly tokens: number;
  readonly runs: readonly Courses[];
}

export async function captures({ tokens, seeds }: CaptureCell): Promise<CaptureValue> {
  const runs: Courses[] = [];
  for (const seed of seeds) runs.push(await courses(tokens, seed));
  return { tokens, runs };
}

const least = (list: readonly number[]) => list.reduce((a, b) => (b < a ? b : a));

async function courses(tokens: number, seed: number): Promise<Courses> {
  const spec = { tokens, dimension: 2, beta: BETA, seed, integrator: 'rk4', dt: STEP, observe: 'none' } as const;
  const states: Float64Array[] = [];
  const { trajectory } = await run(
    { ...spec, saveAt: [0, ...TIMES] },
    { store: false, onSample: (_t, x) => states.push(Float64Array.from(x)) },
  );
  if (trajectory.status !== 'completed') throw new Error(`the run of ${tokens} tokens and seed ${seed} failed`);
  const [initial, ...later] = states;
  const { shape } = trajectory;
  const centers = centersOf(initial, shape, DELTA);
  const course = (kind: Kind): Course => {
    const at = later.map((x) => gatheredBy(x, initial, shape, centers[kind], RADIUS));
    return {
      centers: centers[kind].length,
      lost: at.map(({ lost }) => lost.filter(Boolean).length),
      captured: at.map(({ captured }) => least(captured)),
      held: at.map(({ held }) => least(held)),
    };
  };
  return { renyi: course('renyi'), strong: course('strong') };
}
