/**
 * The plug-in contract of a measurement along a run: fed sample by sample, live or from a file, it ends in plain JSON.
 */

import { invalid } from '../core/errors.ts';
import type { Shape, State } from '../core/state.ts';
import { pairCosines } from '../numerics/cosines.ts';
import { anglesOf } from './circle.ts';
import type { CenterIndices } from './parked.ts';

/** What a measurement may know besides the samples. */
export interface RunContext {
  /** Where edits change how many tokens there are, the most that there are at once. */
  readonly shape: Shape;
  /** The directions of the tokens at the start, [n, d]: unit rows; of those that are added, where they first were. */
  readonly initial: State;
  /** Where it is known. */
  readonly beta?: number | undefined;
}

/**
 * β, for a measurement that depends on it.
 * @throws ParkadeError InvalidParameter where it is unknown
 */
export function knownBeta({ beta }: RunContext, measurement: string): number {
  if (beta !== undefined) return beta;
  throw invalid(
    'beta',
    `come with the measurement ${measurement}, which depends on it`,
    'is unknown for these tokens',
    'give it',
  );
}

/** The lengths that measurements share, in radians. */
export interface MeasurementParameters {
  /** Separation δ of Rényi centers, 0 < δ < π. */
  readonly delta: number;
  /** Geodesic distance up to which two tokens are linked into one cluster. */
  readonly threshold: number;
  /** Radii within which a token counts as captured by a center. */
  readonly radius: readonly number[];
}

/** What several measurements of the same tokens need, found once. */
export interface SampleView {
  /** How many tokens are there, which edits may change, and of which dimension. */
  readonly shape: Shape;
  /** On the circle: the angles of all tokens, in [0, 2π), by token. Not to be changed. */
  angles(): Float64Array;
  /** The same, ascending. */
  sortedAngles(): Float64Array;
  /**
   * In high dimension, of few tokens: the cosines of all pairs as in numerics/cosines.ts; else null. Not to be changed.
   */
  cosines(): Float64Array | null;
}

/**
 * Tokens whose pairs are few enough to be kept, and the dimension from which on nothing is quicker than looking at all.
 */
const FEW = 2049;
const HIGH = 6;

/** Whether a view has the cosines of all pairs. */
export function hasCosines({ n, d }: Shape): boolean {
  return d >= HIGH && n <= FEW;
}

export function sampleView(x: State, shape: Shape): SampleView {
  let angles: Float64Array | undefined;
  let sorted: Float64Array | undefined;
  let cosines: Float64Array | undefined;
  function anglesHere(): Float64Array {
    angles ??= anglesOf(x);
    return angles;
  }
  return {
    shape,
    angles: anglesHere,
    sortedAngles: () => (sorted ??= anglesHere().slice().sort()),
    cosines: () => (hasCosines(shape) ? (cosines ??= pairCosines(x, shape)) : null),
  };
}

/** What several measurements of one run need, found once. */
export interface RunView {
  /** The centers of the initial tokens. */
  centers(delta: number): CenterIndices;
}

export interface Measuring<R> {
  /**
   * @param x the directions of the tokens that are there: what measurements speak of
   * @param state the tokens as they are, with their lengths where they live in R^d; the same as x on the sphere
   * @param view what measurements of the same tokens share
   */
  sample(t: number, x: State, state: State, view: SampleView): void;
  result(): R;
}

/** A named measurement; results are lists over the saved times unless they say otherwise. */
export interface Observable<R> {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly source: string;
  /** Whether it depends on β, and so has no meaning for tokens of which none is known. */
  readonly needsBeta?: true;
  /**
   * About how many nanoseconds it takes at one time, on one thread of the machine that backends/wasm/costs.ts is of.
   */
  cost(shape: Shape, beta: number): number;
  start(context: RunContext, view: RunView): Measuring<R>;
}

/** A measurement that is a function of the tokens at one time; the context tells the shape of those. */
export function pointwise<R>(
  description: Omit<Observable<R[]>, 'start'>,
  measure: (x: State, context: RunContext, view: SampleView) => R,
): Observable<R[]> {
  return {
    ...description,
    start(context) {
      const values: R[] = [];
      return {
        sample(_t, x, _state, view) {
          const { shape } = view;
          values.push(measure(x, shape === context.shape ? context : { ...context, shape }, view));
        },
        result: () => values,
      };
    },
  };
}
