/** Lines of other languages that open a sweep's files, printed under what was written. */
import { pointKeys, quantityColumns } from '../../sweeps/means.ts';
import type { SweepPlan } from '../../sweeps/plan.ts';
import type { SweepTable } from '../../sweeps/table.ts';
import { type SweepFiles, snippetsFor } from '../store/snippets.ts';
import colors from './colors.ts';
import { print } from './context.ts';

/** Nothing where there is no axis or no quantity to show. */
export function printSnippets(plan: SweepPlan, table: SweepTable, files: SweepFiles): void {
  const axis = pointKeys(plan)[0] ?? plan.axes[0]?.keys[0];
  const quantity = quantityColumns(table)[0];
  if (axis === undefined || quantity === undefined) return;
  const variable = quantity.split('@')[0];
  for (const { tool, code } of snippetsFor(files, { axis, quantity, variable })) {
    print('', colors.dim(`In ${tool}:`), code.trimEnd());
  }
}
