/**
 * The direct field for d ≤ 3 where scores fall with distance and there are no centers (everything else: blocked.ts),
 * and one row alone in any case. The same mathematics, by differences and relative scores, as
 * src/dynamics/attention-field.ts.
 */
import { circle, sphere } from './direct-low';
import { Parameters } from './parameters';

export { directRow } from './direct-row';

/** out_k for the rows from `from` (a multiple of four) to `to`. */
export function directRows(p: Parameters, from: i32, to: i32, out: usize): void {
  if (p.d == 2) circle(p, from, to, out);
  else sphere(p, from, to, out);
}
