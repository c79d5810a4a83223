/** What is measured of the tokens at one time: each quantity once, when first asked for. */
import { capturedShare } from '../analysis/capture.ts';
import { clusters } from '../analysis/clusters.ts';
import { distancesToFirst } from '../analysis/first-token.ts';
import type { MeasurementParameters } from '../analysis/observable.ts';
import type { CenterIndices } from '../analysis/parked.ts';
import { centersOf } from '../analysis/renyi-centers.ts';
import { invalid } from '../core/errors.ts';
import { hasTokens, type Recording, shapeAt, tokensAt } from '../core/recording.ts';
import type { Shape, State } from '../core/state.ts';
import { largestOf } from '../numerics/extremes.ts';
import { geodesicDistance, normalizeRows } from '../numerics/sphere.ts';
import { energiesOf } from './energies.ts';
import { clustersByPlace, type TokenCluster } from './token-clusters.ts';
import type { View } from './view.ts';

export interface Moment {
  readonly view: View;
  readonly t: number;
  readonly shape: Shape;
  readonly lengths: MeasurementParameters;
  /** The directions of the tokens now, [n, d]. */
  readonly x: State;
  /** Their directions in the beginning. */
  readonly initial: State;
  /** The clusters, the largest first. */
  clusters(): readonly TokenCluster[];
  /** Centers of the tokens in the beginning, at the separation δ of the view or another one. */
  centers(delta?: number): CenterIndices;
  /** How many tokens are within the (first) radius of where a Rényi center is now. */
  captured(): number;
  /** The largest angle between a token and the first one. */
  fromFirst(): number;
  /** The largest angle by which a token has moved since another time of the recording, by number. */
  largestMove(since: number): number;
  /** The ensemble energy at this time and those before, or null where it costs too much to compute here. */
  energies(): ArrayLike<number> | null;
}

/** The tokens that are there at a time: all of them, in one place that knows. */
export function tokensPresent(recording: Recording, index: number): { readonly x: State; readonly shape: Shape } {
  return { x: tokensAt(recording, index), shape: shapeAt(recording, index) };
}

/** The last moment of each recording: explaining, describing and comparing look at the same one. */
const last = new WeakMap<Recording, Moment>();

/**
 * What is measured of a view.
 * @throws ParkadeError InvalidParameter where the recording has no such time, or kept no tokens
 */
export function momentOf(view: View): Moment {
  const { recording, index, lengths, measurements } = view;
  const known = last.get(recording);
  if (known && known.view.index === index && sameLengths(known.lengths, lengths)) {
    if (known.view.measurements === measurements) return known;
  }
  const moment = madeMoment(view);
  last.set(recording, moment);
  return moment;
}

function sameLengths(a: MeasurementParameters, b: MeasurementParameters): boolean {
  return a.delta === b.delta && a.threshold === b.threshold && String(a.radius) === String(b.radius);
}

function madeMoment(view: View): Moment {
  const { recording, index, lengths } = view;
  checkIndex(recording, index);
  const { x: state, shape } = tokensPresent(recording, index);
  const x = directionsOf(recording, state, shape);
  const initial = directionsOf(recording, recording.initial, recording.shape);
  const at = (i: number) => {
    const then = tokensPresent(recording, i);
    return directionsOf(recording, then.x, then.shape);
  };
  const there = (k: number) => k < shape.n; // edits may add a center later, or have taken it away
  const centers = (delta = lengths.delta) => {
    const { renyi, strong } = centersInBeginning(recording, initial, recording.shape, delta);
    return { renyi: renyi.filter(there), strong: strong.filter(there) };
  };
  return {
    ...{ view, t: recording.ts[index], shape, lengths, x, initial, centers },
    clusters: once(() => clustersByPlace(x, shape, clusters(x, shape, lengths.threshold))),
    captured: once(() => Math.round(shape.n * capturedShare(x, shape, x, centers().renyi, lengths.radius[0]))),
    fromFirst: once(() => largestOf(distancesToFirst(x, shape))),
    largestMove(since) {
      const before = since < 0 ? initial : at(since);
      let largest = 0;
      for (let k = 0; k < shape.n; k++) {
        const moved = geodesicDistance(x, k * shape.d, before, k * shape.d, shape.d);
        if (moved > largest) largest = moved;
      }
      return largest;
    },
    energies: once(() => energiesOf(view)),
  };
}

function checkIndex(recording: Recording, index: number): void {
  const { ts } = recording;
  if (!hasTokens(recording)) {
    const advice = 'simulate with store, which is usual';
    throw invalid('recording', 'hold the tokens at its times', 'has none', advice);
  }
  if (Number.isInteger(index) && index >= 0 && index < ts.length) return;
  const expected = `be the number of a time of the recording, from 0 to ${ts.length - 1}`;
  throw invalid('index', expected, `came as ${String(index)}`, `${ts.length - 1} is the last one`);
}

function directionsOf({ space }: Recording, state: State, shape: Shape): State {
  if (space === 'sphere') return state;
  const directions = new Float64Array(shape.n * shape.d);
  normalizeRows(state, directions, shape);
  return directions;
}

/** Centers do not change along a recording. */
const centersKnown = new WeakMap<State, Map<number, CenterIndices>>();

function centersInBeginning({ initial }: Recording, directions: State, shape: Shape, delta: number): CenterIndices {
  const known = centersKnown.get(initial) ?? new Map<number, CenterIndices>();
  const found = known.get(delta) ?? centersOf(directions, shape, delta);
  known.set(delta, found);
  centersKnown.set(initial, known);
  return found;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
