/**
 * Whether an answer of an engine is still to come. Devices answer later; the processor has answered when it returns,
 * and then nothing is awaited: six stages a step and a hundred steps a run would each suspend all who wait.
 */
import type { Awaitable } from '../core/state.ts';

export function isLater<T>(answer: Awaitable<T>): answer is Promise<T> {
  return answer instanceof Promise;
}
