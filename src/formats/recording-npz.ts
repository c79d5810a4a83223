/** Recorded tokens as arrays of NumPy. */
import type { Recording } from '../core/recording.ts';
import { writeNpz } from './npz.ts';

/**
 * Arrays times [T], tokens [T, n, d], initial [n, d], where edits change how many are there present [T], and the number
 * beta.
 */
export function recordingNpz({ ts, xs, shape, initial, present, beta }: Recording): Uint8Array {
  return writeNpz({
    times: { shape: [ts.length], data: ts },
    tokens: { shape: [ts.length, shape.n, shape.d], data: xs },
    initial: { shape: [shape.n, shape.d], data: initial },
    ...(present && { present: { shape: [ts.length], data: Float64Array.from(present) } }),
    ...(beta !== undefined && { beta: { shape: [], data: Float64Array.of(beta) } }),
  });
}
