/**
 * Row 3 of Table 1 with two tokens on the circle, token 1 at ξ: where the second one may end. Only βb₁, βb₂ and μ/λ
 * enter, since (β, B) and (β/a, aB) are the same dynamics and λ is the unit of time.
 */

import { tokensAt } from '../core/recording.ts';
import { cos, PI, sin } from '../numerics/elementary.ts';
import { run } from '../run/run.ts';
import type { RunSpec } from '../run/spec.ts';
import {
  secondTokenSpeed,
  type TwoTokenEquilibrium,
  type TwoTokenModel,
  twoTokenEquilibria,
} from '../theory/stability.ts';

/**
 * Whether ±ξ are the only stable places and both are; whether −ξ is unstable and nothing else stable; or there is
 * another stable place.
 */
export const rowThreeKinds = ['±ξ', 'ξ only', 'another state'] as const;
type RowThreeKind = (typeof rowThreeKinds)[number];

/** In units of λ = 1, with β in b₁ and b₂. */
export function modelOf(b1: number, b2: number, share: number): TwoTokenModel {
  return { beta: 1, b1, b2, lambda: 1, mu: share };
}

export function kindOfModel(model: TwoTokenModel): RowThreeKind {
  return kindOfEnds(
    twoTokenEquilibria(model)
      .filter(({ stable }) => stable)
      .map(({ cosine }) => cosine),
  );
}

/** Cosines within this of ±1 are ±ξ. */
const AT_XI = 1e-4;

function kindOfEnds(cosines: readonly number[]): RowThreeKind {
  if (cosines.some((cosine) => Math.abs(cosine) < 1 - AT_XI)) return 'another state';
  return cosines.some((cosine) => cosine < 0) ? '±ξ' : 'ξ only';
}

/** A run of two tokens, the first at ξ, the second at angle θ of it. */
export function rowThreeSpec({ b1, b2, mu, beta }: TwoTokenModel, theta: number): RunSpec {
  return {
    beta,
    initial: [
      [1, 0],
      [cos(theta), sin(theta)],
    ],
    key: [b1, b2],
    value: [1, mu],
    rtol: 1e-6,
    atol: 1e-9,
  };
}

/** ⟨x₁, x₂⟩ at the end of a run of two tokens; null if it did not complete. */
export async function endCosine(spec: RunSpec, until: number): Promise<number | null> {
  const { trajectory } = await run({ ...spec, saveAt: [until], observe: 'none' });
  if (trajectory.status !== 'completed') return null;
  const x = tokensAt(trajectory, 0);
  return x[0] * x[2] + x[1] * x[3];
}

/** Where token 2 goes from θ: the next stable place in the direction of its speed. */
function predictedEnd(theta: number, model: TwoTokenModel, places: readonly TwoTokenEquilibrium[]): number {
  const forward = secondTokenSpeed(theta, model) > 0;
  const next = forward ? places.find((place) => place.theta > theta) : places.findLast((place) => place.theta < theta);
  return (next as TwoTokenEquilibrium).cosine;
}

/** Beside −ξ and beside each predicted stable place a run begins, radians. */
const BESIDE = 1e-3;
/** Long enough for rates down to 1e-6, nearer to a bifurcation than a random point comes. */
const UNTIL = 1e8;

export interface RowThreeCheck {
  readonly b1: number;
  readonly b2: number;
  /** What the runs show. */
  readonly found: RowThreeKind;
  readonly runs: number;
  /** Runs that did not end where the equation of the circle says. */
  readonly wrong: number;
}

/**
 * Runs from equal angles, from beside −ξ and from beside every predicted stable place, each beside its predicted end.
 */
export async function checkPoint(b1: number, b2: number, share: number, angles: number): Promise<RowThreeCheck> {
  const model = modelOf(b1, b2, share);
  const places = twoTokenEquilibria(model);
  const inside = places
    .filter(({ stable, cosine }) => stable && Math.abs(cosine) < 1)
    .map(({ theta }) => theta + BESIDE);
  const starts = [...Array.from({ length: angles }, (_, i) => ((i + 0.5) * PI) / angles), ...inside, PI - BESIDE];
  const ends: number[] = [];
  let wrong = 0;
  for (const theta of starts) {
    const end = await endCosine(rowThreeSpec(model, theta), UNTIL);
    if (end === null || !(Math.abs(end - predictedEnd(theta, model, places)) <= AT_XI)) wrong++;
    if (end !== null) ends.push(end);
  }
  return { b1, b2, found: kindOfEnds(ends), runs: starts.length, wrong };
}

/**
 * The β at which the state x₂ = −x₁ becomes stable for Q = K = I and V = diag(1, μ), by bisection: from beside it a run
 * comes back or leaves.
 *
 * @returns an interval that holds it: it leaves at the lower end and comes back at the upper
 */
export async function measuredThreshold(
  share: number,
  from: number,
  to: number,
  halvings: number,
): Promise<[number, number]> {
  let [low, high] = [from, to];
  for (let i = 0; i < halvings; i++) {
    const beta = (low + high) / 2;
    const end = await endCosine(rowThreeSpec({ beta, b1: 1, b2: 1, lambda: 1, mu: share }, PI - BESIDE), UNTIL);
    const start = -cos(BESIDE);
    if (end !== null && end < start) high = beta;
    else if (end !== null && end > 0) low = beta;
    else break; // neither yet: nearer to the threshold than this cannot be told
  }
  return [low, high];
}
