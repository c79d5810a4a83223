/**
 * Branches of stationary densities followed in κ or β by pseudo-arclength continuation (Keller 1977): through folds,
 * where the parameter turns back.
 */
import { log } from '../numerics/elementary.ts';
import { noiseThreshold } from './bend.ts';
import type { AttentionOfMany } from './equation.ts';
import { type Along, family, type Place, product } from './family.ts';
import { type Profile, profileOf } from './profile.ts';
import { type Spectrum, spectrumAt } from './stability.ts';
import { nextDegree } from './start.ts';
import { atNodes } from './stationary.ts';

/** A stationary density on a branch. */
export interface BranchPoint {
  readonly attention: AttentionOfMany;
  readonly profile: Profile;
  /** E φ_l for l = 1 … K: E cos lθ or E P_l(cos θ). */
  readonly coefficients: Float64Array;
  /** Free energy, 0 for the uniform density; null under SA, where there is none. */
  readonly energy: number | null;
  readonly spectrum: Spectrum;
}

export interface BranchSpec {
  readonly d: 2 | 3;
  /** With the parameter at any value. */
  readonly attention: AttentionOfMany;
  readonly along: Along;
  /** Of the harmonic that leaves the uniform density. */
  readonly degree: number;
  /** Whether its coefficient begins above 0 or below; the same but for a turn where the degree is odd. */
  readonly sign: 1 | -1;
  /** The parameter is followed between these. */
  readonly range: readonly [number, number];
  /** Points at most, by default 400. */
  readonly points?: number;
}

export interface Branch {
  /** Where it leaves the uniform density. */
  readonly threshold: number;
  readonly points: readonly BranchPoint[];
  /** Where the parameter turns back. */
  readonly folds: readonly BranchPoint[];
  /** Where its free energy is that of the uniform density: the first such place, or null. */
  readonly equal: BranchPoint | null;
  /** `range`: the parameter left its range. `uniform`: it came back to the uniform density. */
  readonly ended: 'range' | 'uniform' | 'points' | 'unresolved';
}

const FIRST_DEGREE = 16;
const MOST_DEGREES = 400;
const TAIL = 1e-13;
/** Of the coefficient at the first point. */
const FIRST_AMPLITUDE = 0.01;
const LONGEST = 0.12;
const SHORTEST = 1e-6;

/** The parameter at which the branch of a degree leaves the uniform density; null where there is none in the range. */
function thresholdOf({ d, attention, along, degree, range }: BranchSpec): number | null {
  if (along === 'kappa') {
    const kappa = noiseThreshold(d, attention, degree);
    return kappa > 0 && kappa < Infinity ? kappa : null;
  }
  const LOOKS = 400;
  const excess = (beta: number) => attention.kappa / noiseThreshold(d, { ...attention, beta }, degree) - 1;
  const at = (i: number) => range[0] + ((range[1] - range[0]) * i) / LOOKS;
  for (let i = 0; i < LOOKS; i++) {
    let [low, high] = [at(i), at(i + 1)];
    const below = excess(low) < 0;
    if (below === excess(high) < 0) continue;
    for (let round = 0; round < 60; round++) {
      const middle = (low + high) / 2;
      if (excess(middle) < 0 === below) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }
  return null;
}

/** The same with more degrees. */
function widened({ profile, x }: Place, degree: number): Place {
  const wider = new Float64Array(degree + 1);
  wider.set(x.subarray(0, profile.degree));
  wider[degree] = x[profile.degree];
  return { profile: profileOf(profile.d, degree), x: wider };
}

function resolves({ profile: { degree }, x }: Place): boolean {
  for (let l = Math.floor((7 * degree) / 8) + 1; l <= degree; l++) if (!(Math.abs(x[l - 1]) <= TAIL)) return false;
  return true;
}

/**
 * The branch of stationary densities that leaves the uniform one where a degree loses stability.
 * @returns null where no threshold lies in the range
 */
export function* followBranch(spec: BranchSpec): Generator<number, Branch | null> {
  const threshold = thresholdOf(spec);
  if (threshold === null) return null;
  const equations = family(spec.attention, spec.along, threshold);
  const [low, high] = spec.range;
  const points: BranchPoint[] = [];
  const folds: BranchPoint[] = [];
  let equal: BranchPoint | null = null;
  const over = (ended: Branch['ended']): Branch => ({ threshold, points, folds, equal, ended });
  const first = firstPlace(spec, equations.corrected);
  if (first === null) return over('unresolved');
  let { place, tangent } = first;
  points.push(pointAt(place, equations.attentionAt));
  let length = FIRST_AMPLITUDE;
  while (points.length < (spec.points ?? 400)) {
    const from: Place = place;
    const direction: Float64Array = tangent;
    const ahead = (by: number): Place | null => resolved(moved(from, direction, by), direction, equations.corrected);
    const next = ahead(length);
    if (next === null) {
      if (length < SHORTEST) return over('unresolved');
      length /= 2;
      continue;
    }
    const turned = equations.tangent(next, padded(direction, next.x.length));
    if (product(turned, padded(direction, next.x.length)) < 0.97 && length > SHORTEST) {
      length /= 2;
      continue;
    }
    const p = turned.length - 1;
    if (turned[p] < 0 !== direction[direction.length - 1] < 0) {
      const slope = (at: Place) => equations.tangent(at, padded(direction, at.x.length)).at(-1) ?? 0;
      const fold = rootAhead(ahead, length, slope);
      if (fold) folds.push(pointAt(fold, equations.attentionAt));
    }
    const point = pointAt(next, equations.attentionAt);
    const before = points[points.length - 1].energy;
    if (equal === null && before !== null && before > 0 && (point.energy ?? 0) <= 0) {
      const crossing = rootAhead(ahead, length, (at) => energyAt(at, equations.attentionAt(at.x)) ?? 0);
      if (crossing) equal = pointAt(crossing, equations.attentionAt);
    }
    points.push(point);
    place = next;
    tangent = turned;
    yield threshold * place.x[place.x.length - 1];
    const now = point.attention[spec.along];
    if (now < low || now > high) return over('range');
    if (Math.abs(point.coefficients[spec.degree - 1]) < FIRST_AMPLITUDE / 2) return over('uniform');
    length = length * 1.4 < LONGEST ? length * 1.4 : LONGEST;
  }
  return over('points');
}

/** The solution near a guess that has the same product with a border. */
type Correct = (guess: Place, border: Float64Array) => Place | null;

/** On the branch at a small amplitude of its degree, and where it goes. */
function firstPlace({ d, degree, sign }: BranchSpec, correct: Correct): { place: Place; tangent: Float64Array } | null {
  const start = FIRST_DEGREE > 2 * degree ? FIRST_DEGREE : 2 * degree;
  const x = new Float64Array(start + 1);
  x[start] = 1;
  x[degree - 1] = sign * FIRST_AMPLITUDE;
  const border = new Float64Array(start + 1);
  border[degree - 1] = 1;
  const place = correct({ profile: profileOf(d, start), x }, border);
  if (place === null) return null;
  const tangent = place.x.slice();
  tangent[start] -= 1;
  const length = Math.sqrt(product(tangent, tangent));
  return { place, tangent: tangent.map((entry) => entry / length) };
}

function padded(tangent: Float64Array, size: number): Float64Array {
  if (tangent.length === size) return tangent;
  const wider = new Float64Array(size);
  wider.set(tangent.subarray(0, tangent.length - 1));
  wider[size - 1] = tangent[tangent.length - 1];
  return wider;
}

function moved({ profile, x }: Place, direction: Float64Array, by: number): Place {
  return { profile, x: x.map((entry, i) => entry + by * direction[i]) };
}

/** Corrected with as many degrees as its tail asks for. */
function resolved(guess: Place, direction: Float64Array, correct: Correct): Place | null {
  let place = correct(guess, direction);
  while (place && !resolves(place)) {
    const degree = nextDegree(place.profile.degree);
    if (degree > MOST_DEGREES) return null;
    place = correct(widened(place, degree), padded(direction, degree + 1));
  }
  return place;
}

/** The place between here and `length` ahead where a quantity changes its sign, by false position (Illinois). */
function rootAhead(ahead: (by: number) => Place | null, length: number, quantity: (at: Place) => number): Place | null {
  let [low, high] = [0, length];
  const [start, end] = [ahead(low), ahead(high)];
  if (!start || !end) return null;
  let [atLow, atHigh] = [quantity(start), quantity(end)];
  let best: Place = end;
  for (let round = 0; round < 60 && high - low > 1e-13 * length; round++) {
    const by = (low * atHigh - high * atLow) / (atHigh - atLow);
    const place = ahead(by);
    if (!place) return null;
    best = place;
    const value = quantity(place);
    if (value === 0) break;
    if (value < 0 === atHigh < 0) {
      [high, atHigh] = [by, value];
      atLow /= 2;
    } else {
      [low, atLow] = [by, value];
      atHigh /= 2;
    }
    if (Math.abs(value) < 1e-14) break;
  }
  return best;
}

function pointAt(place: Place, attentionAt: (x: Float64Array) => AttentionOfMany): BranchPoint {
  const { profile, x } = place;
  const attention = attentionAt(x);
  const coefficients = x.slice(0, profile.degree);
  return {
    ...{ attention, profile, coefficients },
    energy: energyAt(place, attention),
    spectrum: spectrumAt(profile, attention, coefficients),
  };
}

/** As `energyOf`, of a stationary density. */
function energyAt({ profile, x }: Place, attention: AttentionOfMany): number | null {
  if (attention.normalization === 'softmax') return null;
  const { density, pulls } = atNodes(profile, attention, x.subarray(0, profile.degree));
  let [pairs, entropy] = [0, 0];
  for (let l = 1; l <= profile.degree; l++) pairs += profile.norms[l] * pulls[l] * x[l - 1] * x[l - 1];
  for (let j = 0; j < density.length; j++) {
    if (density[j] > 0) entropy += profile.shares[j] * density[j] * log(density[j]);
  }
  return entropy / attention.kappa - pairs / 2;
}
