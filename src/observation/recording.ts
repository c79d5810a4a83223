/** Tokens recorded elsewhere, an array [time or layer, token, d], made a recording. */
import { type ParkadeError, unreadable } from '../core/errors.ts';
import { inFull } from '../core/number-text.ts';
import type { NumberArray, RecordedArrays, Recording } from '../core/recording.ts';
import type { Shape, Space } from '../core/state.ts';
import { makeUnit } from '../numerics/points.ts';

/** Squared lengths within this of 1 are those of unit vectors: single precision rounds each of them by about 10^−7. */
const UNIT = 2e-6;

/**
 * A recording of arrays: on the sphere where all rows are of unit length to single precision, and then exactly of unit
 * length, else in R^d.
 *
 * @param file what the arrays are called in sentences
 * @throws ParkadeError FileProblem for another shape, a NaN, an infinity, a zero row, times that do not ascend
 */
export function recordingOf({ tokens, times, initial, present, beta }: RecordedArrays, file: string): Recording {
  const [samples, shape] = shapeOf(tokens, file);
  const ts = timesOf(times, samples, file);
  const start = startOf(initial, shape, tokens.data, file);
  const farthest = Math.max(farthestFromUnit(tokens.data, shape, file), farthestFromUnit(start, shape, file));
  const space: Space = farthest <= UNIT ? 'sphere' : 'euclidean';
  const placed = (rows: Float64Array) => (space === 'sphere' ? unit(rows, shape.d) : rows);
  return {
    ...{ shape, space, ts, xs: placed(tokens.data), initial: placed(start) },
    ...(present && { present: presenceOf(present, samples, shape, file) }),
    ...(beta !== undefined && { beta }),
  };
}

function shapeOf({ shape }: NumberArray, file: string): [samples: number, shape: Shape] {
  const [samples, n, d] = shape.length === 2 ? [1, ...shape] : shape;
  const fits = (shape.length === 3 || shape.length === 2) && samples >= 1 && n >= 1 && d >= 2;
  if (fits) return [samples, { n, d }];
  throw unreadable(
    file,
    'hold tokens as an array [time or layer, token, d], or [token, d], with d ≥ 2',
    `its array has the shape (${shape.join(', ')})`,
    'save it with its axes in that order',
  );
}

function timesOf(times: NumberArray | undefined, samples: number, file: string): Float64Array {
  if (times === undefined) return Float64Array.from({ length: samples }, (_, i) => i);
  const ts = times.data;
  if (ts.length !== samples) {
    const came = `its times are ${ts.length}`;
    throw unreadable(file, `hold a time for each of its ${samples} states`, came, 'save as many of both');
  }
  const wrong = ts.findIndex((t, i) => !Number.isFinite(t) || (i > 0 && t <= ts[i - 1]));
  if (wrong < 0) return ts;
  const came = `time number ${wrong} is ${inFull(ts[wrong])}`;
  throw unreadable(file, 'hold finite times that ascend', came, 'sort the states by time');
}

function presenceOf({ data }: NumberArray, samples: number, { n }: Shape, file: string): Int32Array {
  const isCount = (count: number) => Number.isInteger(count) && count >= 1 && count <= n;
  if (data.length === samples && data.every(isCount)) return Int32Array.from(data);
  const expected = `tell how many of its ${n} tokens are present at each of its ${samples} times`;
  throw unreadable(file, expected, 'its array "present" does not', 'leave that out, and all are');
}

function startOf(initial: NumberArray | undefined, { n, d }: Shape, xs: Float64Array, file: string): Float64Array {
  if (initial === undefined) return xs.subarray(0, n * d);
  if (initial.data.length === n * d) return initial.data;
  const came = `its initial tokens are of shape (${initial.shape.join(', ')})`;
  throw unreadable(file, `begin with ${n} tokens of dimension ${d}`, came, 'leave them out');
}

/**
 * How far a squared length is from 1 at most.
 * @throws ParkadeError FileProblem for a row without a direction
 */
function farthestFromUnit(rows: Float64Array, { n, d }: Shape, file: string): number {
  let farthest = 0;
  for (let at = 0; at < rows.length; at += d) {
    let square = 0;
    for (let i = 0; i < d; i++) square += rows[at + i] * rows[at + i];
    if (!(square > 0 && square < Infinity)) throw noDirection(rows, at, { n, d }, file);
    farthest = Math.max(farthest, Math.abs(square - 1));
  }
  return farthest;
}

function noDirection(rows: Float64Array, at: number, { n, d }: Shape, file: string): ParkadeError {
  const [time, token] = [Math.floor(at / (n * d)), (at / d) % n];
  const odd = rows.subarray(at, at + d).find((entry) => !Number.isFinite(entry));
  const came =
    odd === undefined ? 'has no direction that numbers tell: its length is 0 or overflows' : `holds ${inFull(odd)}`;
  const where = `token ${token} (from 0) at time number ${time}`;
  return unreadable(file, 'hold tokens that have a direction', `${where} ${came}`, 'leave it out');
}

/** Rows of unit length to double precision; those that are keep their bits. */
function unit(rows: Float64Array, d: number): Float64Array {
  const out = rows.slice();
  for (let k = 0; k < out.length / d; k++) makeUnit(out, k, d);
  return out;
}
