/** Follows a run of the atlas until what becomes of it is certified, or not: rest, endless motion, undecided. */
import { larger } from '../core/elementary.ts';
import { geodesicDistance } from '../core/sphere.ts';
import type { Shape, State } from '../core/state.ts';
import { run } from '../run.ts';
import type { RunSpec } from '../spec.ts';
import { tokensAt } from '../trajectory.ts';
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
 * Until when. Rounding splits a multiple eigenvalue by about 1e-16 and a defective one by 1e-8: beyond 1e10 and 1e7 it would be seen that
 * V is only nearly what it was meant to be. A first token nears ξ like 1/t where V is defective, exponentially elsewhere.
 */
const RESTING = { real: { from: 1e7, to: 1e10 }, defective: { from: 1e5, to: 1e6 } } as const;
/** What comes to rest does so within a few hundred steps. */
const MOST_STEPS = 1500;
/** Slow approaches are looked at while they are still far above the tolerance. */
const SLOW = { from: 1e3, to: 1e4 } as const;
/** Motion is watched at equal times; what has not settled by the first watch may have by the second. */
const WATCHES = [
  { from: 200, to: 400, every: 0.05 },
  { from: 1000, to: 3000, every: 0.1 },
] as const;

export async function settle(problem: AtlasProblem): Promise<Settled> {
  const { top } = problem.value;
  if (top.kind !== 'complex') {
    const atRest = (await resting(problem, RESTING[top.kind], lastingRest)) ?? (await resting(problem, SLOW, slowRest));
    if (atRest) return atRest;
  }
  for (const watch of WATCHES) {
    const moving = await watched(problem, watch);
    if (moving) return moving;
  }
  return { found: 'undecided', spec: problem.spec, rest: 'none', fromLimit: null, evidence: null };
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/** Two states of a run, and a judgement on them. */
type Judgement = (before: State, after: State, window: Window, at: (x: State) => Rest, shape: Shape) => RestKind;

const lastingRest: Judgement = (before, after, _, at, shape) =>
  kindOfRest(at(after), NEAR, largestMove(before, after, shape));

const slowRest: Judgement = (before, after, { from, to }, at) =>
  isSlowing(at(before), from, at(after), to) ? 'slow' : 'none';

/** Null unless rest is certified, with the first token where it must end. */
async function resting(
  { spec: given, value }: AtlasProblem,
  window: Window,
  judge: Judgement,
): Promise<Settled | null> {
  const spec: RunSpec = { ...given, saveAt: [window.from, window.to], maxSteps: MOST_STEPS };
  const { trajectory } = await run({ ...spec, observe: 'none' });
  if (trajectory.status !== 'completed') return null;
  const { shape, initial } = trajectory.problem;
  const [before, after] = [tokensAt(trajectory, 0), tokensAt(trajectory, 1)];
  const at = (x: State) => restIn(trajectory, x);
  const rest = judge(before, after, window, at, shape);
  const limit = value.limit(initial.subarray(0, shape.d)) as number[];
  const missed = farthestFrom(limit, after, { n: 1, d: shape.d }) > NEAR;
  if (rest === 'none' || missed) return null;
  const fromLimit = farthestFrom(limit, after, shape);
  return { found: finalShape(after, shape, value.eigenspace), spec, rest, fromLimit, evidence: at(after) };
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
