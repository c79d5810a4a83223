/** What was said of the fields of one piece of a run and of the next, as one. */
import type { FieldReport } from '../core/engine.ts';
import { larger } from '../numerics/elementary.ts';

/** What is said of the path of an edited run whose pieces took different ones. */
export const BY_PIECE = 'different by piece';

/** @param otherwise what is said of the path where the two took different ones */
export function joinedReports(a: FieldReport, b: FieldReport, otherwise: string): FieldReport {
  return {
    ...b,
    path: a.path === b.path ? b.path : otherwise,
    errorBound: larger(a.errorBound, b.errorBound),
    directRows: a.directRows + b.directRows,
    rows: a.rows + b.rows,
  };
}
