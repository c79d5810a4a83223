/**
 * The bytes that the SHA-256 of a trajectory is over: the same in Node, in a browser and on a machine of either byte
 * order.
 */
import type { Trajectory } from '../simulation/trajectory.ts';

/** Numbers are turned into bytes so many at a time. */
const CHUNK = 65_536;
const LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The bytes of a trajectory, in order: the saved times, then the tokens, each number as a little-endian double. The
 * chunks may share memory with the trajectory, so they are to be read, not kept.
 *
 * @example for (const chunk of trajectoryBytes(trajectory)) hash.update(chunk);
 */
export function trajectoryBytes({ ts, xs }: Pick<Trajectory, 'ts' | 'xs'>): Uint8Array[] {
  return [...littleEndian([ts, xs])];
}

/** Lists of numbers one after another, each number as a little-endian double: 8 bytes a number. */
export function* littleEndian(arrays: Iterable<Float64Array | Int32Array>): Generator<Uint8Array, void> {
  for (const array of arrays) {
    if (array instanceof Float64Array && LITTLE) yield new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    else for (let from = 0; from < array.length; from += CHUNK) yield converted(array.subarray(from, from + CHUNK));
  }
}

function converted(numbers: Float64Array | Int32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8 * numbers.length));
  for (let i = 0; i < numbers.length; i++) bytes.setFloat64(8 * i, numbers[i], true);
  return new Uint8Array(bytes.buffer);
}
