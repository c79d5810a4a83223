/** The simplest executor: cells one after another, here. What it does, every executor does. */
import type { Executor, Work } from '../../src/core/executor.ts';
import type { Awaitable } from '../../src/core/state.ts';

export function oneByOne<Some extends Work>(compute: (work: Some) => Awaitable<unknown>): Executor<Some> {
  return {
    async run(work, { ended, signal }) {
      for (let index = 0; index < work.length; index++) {
        if (signal?.aborted) return;
        const value = await compute(work.at(index) as Some);
        if (signal?.aborted) return;
        ended(index, value);
      }
    },
  };
}
