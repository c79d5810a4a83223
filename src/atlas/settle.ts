/** Follows a run of the atlas until what becomes of it is certified, or not: rest, endless motion, undecided. */

import { tokensAt } from '../core/recording.ts';
import type { Shape, State } from '../core/state.ts';
import { larger } from '../numerics/elementary.ts';
import { geodesicDistance } from '../numerics/sphere.ts';
import { run } from '../run/run.ts';
import type { RunSpec } from '../run/spec.ts';
import type { Trajectory } from '../simulation/trajectory.ts';
import type { AtlasProblem } from './atlas-run.ts';
import { type Found, farthestFrom, finalShape, NEAR } from './final-state.ts';
import { isEndless, type Motion, motionOf } from './motion.ts';
import { isSlowing, kindOfRest, type Rest, type RestKind, restIn } from './rest.ts';

export interface Settled {
  readonly found: Found;
  /** The specification with its times: made again, it shows the same end. */
  readonly spec: RunSpec;
  readonly rest: RestKind;
  /** Of tokens at rest: the largest distance of one from the limit of the first, radians; null in motion. */
  readonly fromLimit: number | null;
  /** What the certificate rests on, or fails on. */
  readonly evidence: Rest | Motion | null;
}

/**
 * When rest is looked for. A slow approach is seen between the first two times, while it is far above the tolerance;
 * rest for good between the last two. Rounding splits a multiple eigenvalue by about 1e-16 and a defective one by 1e-8:
 * beyond 1e10 and 1e7 it would be seen that V is only nearly what it was meant to be.
 */
const RESTING = { real: [1e3, 1e4, 1e7, 1e10], defective: [1e3, 1e4, 1e5, 1e6] } as const;
/** What comes to rest does so within a few hundred steps. */
const MOST_STEPS = 800;
/** Motion is watched at equal times; what has not settled by the first watch may have by the second. */
const WATCHES = [
  { from: 100, to: 200, every: 0.05 },
  { from: 1000, to: 2000, every: 0.1 },
] as const;

export async function settle(problem: AtlasProblem): Promise<Settled> {
  const atRest = await resting(problem);
  if (atRest) return atRest;
  for (const watch of WATCHES) {
    const moving = await watched(problem, watch);
    if (moving) return moving;
  }
  return { found: 'undecided', spec: problem.spec, rest: 'none', fromLimit: null, evidence: null };
}

/** Null unless rest is certified, with the first token where it must end. */
async function resting({ spec: given, value }: AtlasProblem): Promise<Settled | null> {
  if (value.top.kind === 'complex') return null;
  const times = RESTING[value.top.kind];
  const spec: RunSpec = { ...given, saveAt: times, maxSteps: MOST_STEPS };
  const { trajectory } = await run({ ...spec, observe: 'none' });
  const { shape, initial } = trajectory.problem;
  const at = Array.from(trajectory.ts, (_, i) => tokensAt(trajectory, i));
  const judged = lasting(at, trajectory) ?? slow(at, times, trajectory);
  const limit = value.limit(initial.subarray(0, shape.d)) as number[];
  if (!judged || farthestFrom(limit, judged.x, { n: 1, d: shape.d }) > NEAR) return null;
  const { x, rest, evidence } = judged;
  return {
    found: finalShape(x, shape, value.eigenspace),
    spec,
    rest,
    fromLimit: farthestFrom(limit, x, shape),
    evidence,
  };
}

interface Judged {
  readonly x: State;
  readonly rest: RestKind;
  readonly evidence: Rest;
}

/** Rest at the last saved time, from which the one before does not differ. */
function lasting(at: readonly State[], trajectory: Trajectory): Judged | null {
  if (trajectory.status !== 'completed') return null;
  const [before, x] = at.slice(-2);
  const evidence = restIn(trajectory, x);
  const rest = kindOfRest(evidence, NEAR, largestMove(before, x, trajectory.problem.shape));
  return rest === 'none' ? null : { x, rest, evidence };
}

/** Rates of an approach like a power of time are a few over the time. */
const SLOW_RATE = 10;

/** A slow approach between the first two saved times. */
function slow(at: readonly State[], times: readonly number[], trajectory: Trajectory): Judged | null {
  if (at.length < 2) return null;
  const [before, evidence] = at.slice(0, 2).map((x, i) => restIn(trajectory, x, SLOW_RATE / times[i]));
  return isSlowing(before, times[0], evidence, times[1]) ? { x: at[1], rest: 'slow', evidence } : null;
}

function largestMove(before: State, after: State, { n, d }: Shape): number {
  let largest = 0;
  for (let k = 0; k < n; k++) largest = larger(largest, geodesicDistance(before, k * d, after, k * d, d));
  return largest;
}

async function watched({ spec: given }: AtlasProblem, { from, to, every }: (typeof WATCHES)[number]) {
  const count = Math.floor((to - from) / every + 0.5) + 1;
  const spec: RunSpec = { ...given, saveAt: `lin:${from}:${to}:${count}` };
  const { trajectory } = await run({ ...spec, observe: 'none' });
  if (trajectory.status !== 'completed') return null;
  const evidence = motionOf(trajectory.xs, count, trajectory.problem.shape, every);
  if (!isEndless(evidence)) return null;
  return { found: 'endless motion', spec, rest: 'none', fromLimit: null, evidence } satisfies Settled;
}
