/** How fast tokens move, and how fast one more token would at other places. */
import { type Dynamics, resolveEquation } from 'parkade';
import type { Frame } from './frames.ts';
import { directionsOf, placesOf } from './projection.ts';
import type { Arrows } from './protocol.ts';
import { equationAt, frozenTokens, type Running } from './running.ts';

/** Places of one more token: on the circle, and on the sphere. */
const ON_CIRCLE = 90;
const ON_SPHERE = 260;
/** Tokens up to which an equation that is no attention is asked anew for every place. */
const MOST_ASKED = 250;

/** Of all tokens of a frame; those that are frozen stand still. */
export function velocitiesAt(running: Running, frame: Frame): Arrows {
  const { t, x } = frame;
  const velocity = new Float64Array(x.length);
  equationAt(running, frame).field()(t, x, velocity);
  const { d } = running;
  for (const token of frozenTokens(running, frame)) velocity.fill(0, token * d, (token + 1) * d);
  return arrowsOf(running, x, velocity);
}

/** As they are shown: in R^d the direction turns by P v/|x|. */
function arrowsOf({ d, space, directions }: Running, x: Float64Array, velocity: Float64Array): Arrows {
  const shape = { n: x.length / d, d };
  const shown = d === 2 ? 2 : 3;
  const places = new Float32Array(shape.n * shown);
  const velocities = new Float32Array(shape.n * shown);
  const unit = directionsOf(x, d, space);
  placesOf(unit, shape, directions, places, 0);
  placesOf(space === 'sphere' ? velocity : turning(unit, x, velocity, d), shape, directions, velocities, 0);
  return { places, velocities };
}

function turning(unit: Float64Array, x: Float64Array, velocity: Float64Array, d: number): Float64Array {
  const out = velocity.slice();
  for (let at = 0; at < out.length; at += d) {
    let along = 0;
    let square = 0;
    for (let i = at; i < at + d; i++) {
      along += unit[i] * velocity[i];
      square += x[i] * x[i];
    }
    for (let i = at; i < at + d; i++) out[i] = (velocity[i] - along * unit[i]) / (Math.sqrt(square) || 1);
  }
  return out;
}

/** Of one more token, which sees all others; null in more than three dimensions, in R^d, and where it takes too long. */
export function fieldAt(running: Running, frame: Frame): Arrows | null {
  const { d } = running;
  if (d > 3 || running.space !== 'sphere') return null;
  const probe = probeOf(running, frame);
  if (probe === null) return null;
  const x = d === 2 ? circlePlaces() : spherePlaces();
  const velocity = new Float64Array(x.length);
  for (let at = 0; at < x.length; at += d) velocity.set(probe(x.subarray(at, at + d)), at);
  return arrowsOf(running, x, velocity);
}

type Probe = (y: Float64Array) => Float64Array;

function probeOf(running: Running, frame: Frame): Probe | null {
  const { t, x } = frame;
  const { d } = running;
  const n = x.length / d;
  const equation = equationAt(running, frame);
  const { pieces } = equation;
  const now = pieces === null ? equation : pieces.equation(pieces.indexAt(t));
  const fast = now.attention && probeOfAttention(now.dynamics, x, d);
  if (fast) return fast;
  if (n > MOST_ASKED) return null;
  const field = resolveEquation(equation.dynamics, { n: n + 1, d }).field();
  const whole = new Float64Array(x.length + d);
  whole.set(x);
  const out = new Float64Array(whole.length);
  return (y) => {
    whole.set(y, x.length);
    field(t, whole, out);
    return out.subarray(x.length);
  };
}

/** One token among frozen centers, which are the tokens of the frame and the centers that the equation has. */
function probeOfAttention({ kind, parameters }: Dynamics, x: Float64Array, d: number): Probe | null {
  if (kind !== 'attention' && kind !== 'frozen-centers') return null;
  const n = x.length / d;
  const rows = Array.from({ length: n }, (_, k) => [...x.subarray(k * d, (k + 1) * d)]);
  const own = kind === 'frozen-centers' ? (parameters.centers as readonly (readonly number[])[]) : [];
  const weights = kind === 'frozen-centers' ? own.map((_, j) => weightOf(parameters.weights, j)) : [];
  const centers = [...rows, ...own];
  const all = { ...parameters, centers, weights: [...rows.map(() => 1), ...weights] };
  const field = resolveEquation({ kind: 'frozen-centers', parameters: all } as Dynamics, { n: 1, d }).field();
  const factor = parameters.normalization === 'count' ? 1 / (n + 1) : 1;
  const out = new Float64Array(d);
  return (y) => {
    field(0, y, out);
    for (let i = 0; i < d; i++) out[i] *= factor;
    return out;
  };
}

function weightOf(weights: number | readonly number[], j: number): number {
  return typeof weights === 'number' ? weights : weights[j];
}

function circlePlaces(): Float64Array {
  const x = new Float64Array(2 * ON_CIRCLE);
  for (let i = 0; i < ON_CIRCLE; i++) {
    const angle = (2 * Math.PI * i) / ON_CIRCLE;
    x[2 * i] = Math.cos(angle);
    x[2 * i + 1] = Math.sin(angle);
  }
  return x;
}

/** Evenly, on a spiral that turns by the golden angle. */
function spherePlaces(): Float64Array {
  const golden = Math.PI * (3 - Math.sqrt(5));
  const x = new Float64Array(3 * ON_SPHERE);
  for (let i = 0; i < ON_SPHERE; i++) {
    const z = 1 - (2 * i + 1) / ON_SPHERE;
    const r = Math.sqrt(1 - z * z);
    x.set([r * Math.cos(i * golden), r * Math.sin(i * golden), z], 3 * i);
  }
  return x;
}
