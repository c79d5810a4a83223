/** Rows and sums for implicit steps, in WebAssembly memory (assembly/row-sums.ts). */
import type { Shape } from '../../core/state.ts';
import type { RowSums } from '../../dynamics/attention-jacobian.ts';
import type { Rows } from '../attention-rows.ts';
import type { Common } from './common.ts';
import type { Kernels } from './kernels.ts';
import type { Plan, WebAssemblyMemory } from './memory.ts';

export interface PlacedRowSums {
  open(memory: WebAssemblyMemory, kernels: Kernels): Rows;
}

/** @param prefixCounts how often each of the first `seen` rows counts; by default once */
export function placeRowSums(
  plan: Plan,
  { n, d }: Shape,
  common: Common,
  prefixCounts?: (seen: number) => Float64Array,
): PlacedRowSums {
  const work = plan.place(20);
  const token = plan.place(8 * d);
  const results = plan.place(8 * (2 + d + d * d));
  const lanes = plan.place(16 * (d + d * d));
  const differences = plan.place(16 * d);
  const counts = prefixCounts ? plan.place(8 * (n + 1)) : 0; // loaded by pairs
  return {
    open(memory, kernels) {
      new Uint32Array(memory.buffer, work, 5).set([token, results, lanes, differences, counts]);
      const numbers = new Float64Array(memory.buffer);
      const tokenAt = token / 8;
      const rowsAt = common.tokens / 8;
      const stride = common.tokenStride / 8;
      let counted = -1; // the prefix whose counts are in memory
      const heads = new Float64Array(memory.buffer, results, 2);
      const sums: RowSums = {
        largest: 0,
        others: 0,
        shift: new Float64Array(memory.buffer, results + 16, d),
        spread: new Float64Array(memory.buffer, results + 16 + 8 * d, d * d),
      };

      function sum(u: Float64Array, seen: number, withSpread: boolean): RowSums {
        if (prefixCounts && seen !== counted) numbers.set(prefixCounts((counted = seen)), counts / 8);
        for (let i = 0; i < d; i++) numbers[tokenAt + i] = u[i];
        kernels.rowSums(common.parameters, work, seen, withSpread);
        sums.largest = heads[0];
        sums.others = heads[1];
        return sums;
      }

      return {
        place(k, u) {
          for (let i = 0; i < d; i++) numbers[rowsAt + i * stride + k] = u[i];
        },
        placeAll: (x) => kernels.normalize(common.parameters, x.byteOffset),
        sums: (u, seen) => sum(u, seen, true),
        firstSums: (u, seen) => sum(u, seen, false),
      };
    },
  };
}
