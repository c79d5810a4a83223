/** Where the tokens at the saved times are kept. */
import type { Engine, Slot } from '../core/engine.ts';
import { invalid } from '../core/errors.ts';
import type { Shape } from '../core/state.ts';
import type { SimulateOptions } from './options.ts';

/** Numbers in the stored samples: 4 GB. */
const LARGEST_STORE = 500_000_000;

type Keeping = Pick<SimulateOptions, 'saveAt' | 'onSample' | 'store'>;

/** Keeps the samples, and hands them on. */
export function recorder(shape: Shape, { saveAt, onSample, store = true }: Keeping, engine: Engine) {
  const size = shape.n * shape.d;
  if (store) checkStore(saveAt.length, size);
  const xs = new Float64Array(store ? saveAt.length * size : 0);
  const scratch = new Float64Array(size);
  let taken = 0;
  return {
    async take(t: number, slot: Slot): Promise<void> {
      const into = store ? xs.subarray(taken * size, (taken + 1) * size) : scratch;
      await engine.read(slot, into);
      taken++;
      onSample?.(t, into);
    },
    result: () => ({ ts: Float64Array.from(saveAt.slice(0, taken)), xs: store ? xs.slice(0, taken * size) : xs }),
  };
}

/** @throws ParkadeError InvalidParameter for more numbers than a result should hold */
export function checkStore(times: number, size: number): void {
  if (times * size <= LARGEST_STORE) return;
  const came = `${times} times of ${size} numbers came`;
  throw invalid('saveAt', `ask for at most ${LARGEST_STORE} numbers in all`, came, 'save fewer times');
}
