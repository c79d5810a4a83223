/** Which row of Table 1 speaks of a spectrum, in a sentence. Pure. */
import type { RunSpec } from 'parkade';
import type { LeadingEigenvalue, Table1Row } from 'parkade/theory';
import type { Top } from './spectrum.ts';

/** The leading eigenvalue of a block-diagonal matrix: its blocks have as many eigenvectors as eigenvalues. */
export function leadingOf({ kind, re, multiplicity }: Top): LeadingEigenvalue {
  const sign = Math.abs(re) < 1e-9 ? 0 : re > 0 ? 1 : -1;
  return { re, im: 0, kind, sign, multiplicity, eigenspace: kind === 'real' ? multiplicity : null, blurred: false };
}

/** @param row of `table1RowFor`, a word where no row speaks of the matrix */
export function rowSentence(row: Table1Row | string, { multiplicity }: Top): string {
  if (row === 'complex')
    return 'λ_{max} is complex, so no row of Table 1 speaks of V, and the first token turns for ever.';
  if (typeof row === 'string') return 'λ_{max} is 0, so no row of Table 1 speaks of V.';
  const times =
    row.multiplicity === '1'
      ? 'simple'
      : row.multiplicity === 'd'
        ? 'the only eigenvalue'
        : `of multiplicity ${multiplicity}`;
  return `Table 1: λ_{max} is ${row.sign} and ${times}, so tokens end at ${row.finalConfiguration} (${row.status}).`;
}

/** Whether Table 1 speaks of a setting at all: of causal attention on the sphere, and of no noise. */
export function isOfTable1({
  dynamics = 'attention',
  mask = 'causal',
  kappa = 0,
  commonKappa = 0,
}: Partial<RunSpec>): boolean {
  return dynamics === 'attention' && mask === 'causal' && kappa === 0 && commonKappa === 0;
}
