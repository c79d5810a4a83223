/** What computing a field costs, by the models that choose its paths. */
import type { Equation } from '../dynamics/equation.ts';
import { chooseRows, costOf } from './wasm/schedule.ts';

/** Of an equation that is no attention: its pairs on the reference backend, at the least. */
const PAIR = 10;
const PAIR_COORDINATE = 3;

/** About how many nanoseconds one evaluation of the field takes on one thread, a lower bound rather than a mean. */
export function fieldCost({ attention, shape }: Equation): number {
  const { n, d } = shape;
  if (attention === null) return 0.5 * n * n * (PAIR + PAIR_COORDINATE * d);
  const setting = { shape, attention, accuracy: Infinity };
  return costOf(chooseRows(setting, {}), setting, {});
}
