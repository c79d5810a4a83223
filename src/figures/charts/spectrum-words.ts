/** λ_max, and what Table 1 says of it, in words. */
import type { LeadingEigenvalue } from '../../theory/leading-eigenvalue.ts';
import { type Outside, type Table1Row, table1RowsFor } from '../../theory/table-1.ts';
import { formatNumber } from '../drawing/text.ts';

/** "−1", "1 (2 times)", "2 (3 times within rounding)", "0.5 ± 0.1i". */
export function lambdaInWords({ re, im, multiplicity, kind, blurred }: LeadingEigenvalue): string {
  const number = formatNumber(re);
  if (kind === 'complex') return `${number} ± ${formatNumber(im)}i${multiplicity > 2 ? ' and more' : ''}`;
  return multiplicity === 1 ? number : `${number} (${multiplicity} times${blurred ? ' within rounding' : ''})`;
}

const outside: Readonly<Record<Outside, string>> = {
  complex: 'no row for complex λ',
  zero: 'no row for λ = 0',
  defective: 'no row for too few eigenvectors',
};

/** The final configuration that Table 1 tells, or why it tells none; two of them where rounding does not decide. */
export function table1InWords(
  leading: LeadingEigenvalue,
  d: number,
): Pick<Table1Row, 'finalConfiguration'> & { status: string } {
  const rows = table1RowsFor(leading, d);
  const says = rows.map((row) => (typeof row === 'string' ? outside[row] : row.finalConfiguration));
  const [row] = rows;
  const status = typeof row === 'string' ? '' : row.status;
  return { finalConfiguration: says.join('; or '), status: rows.length > 1 ? 'multiple within rounding' : status };
}
