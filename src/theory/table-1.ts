/** Table 1 of arXiv:2411.04990: what the spectrum of V says about where tokens end. Q and K should not matter. */
import type { LeadingEigenvalue } from './leading-eigenvalue.ts';

export interface Table1Row {
  readonly sign: 'positive' | 'negative';
  /** Of λ_max, that is, the dimension of its eigenspace L. */
  readonly multiplicity: 'd' | '≥ 2' | '1';
  readonly finalConfiguration: string;
  readonly status: 'Theorem 4.1' | 'conjecture';
}

/** ξ is the unit eigenvector of a simple λ_max. */
export const table1 = {
  multipleOfIdentity: {
    sign: 'positive',
    multiplicity: 'd',
    finalConfiguration: 'one point, where the first token began',
    status: 'Theorem 4.1',
  },
  positiveMultiple: {
    sign: 'positive',
    multiplicity: '≥ 2',
    finalConfiguration: 'one point in L',
    status: 'conjecture',
  },
  positiveSimple: {
    sign: 'positive',
    multiplicity: '1',
    finalConfiguration: 'two points, ξ and −ξ',
    status: 'conjecture',
  },
  negativeMultiple: {
    sign: 'negative',
    multiplicity: '≥ 2',
    finalConfiguration: 'a cloud around L',
    status: 'conjecture',
  },
  negativeSimple: {
    sign: 'negative',
    multiplicity: '1',
    finalConfiguration: 'two clouds, around ξ and −ξ',
    status: 'conjecture',
  },
} as const satisfies Record<string, Table1Row>;

/** Why no row speaks of a matrix. */
export type Outside = 'complex' | 'zero' | 'defective';

/**
 * The row that speaks of a matrix with this λ_max, or why none does: λ_max is complex, or zero, or has fewer
 * eigenvectors than its multiplicity (L is then not all that grows fastest, see Lemma 3.1). Of a blurred λ_max, as if
 * it were the single one that it may be: see `table1RowsFor`.
 *
 * @param d the dimension of V
 */
export function table1RowFor(
  { kind, sign, multiplicity, eigenspace }: LeadingEigenvalue,
  d: number,
): Table1Row | Outside {
  if (kind === 'complex') return 'complex';
  if (sign === 0) return 'zero';
  if (eigenspace !== multiplicity) return 'defective';
  if (sign < 0) return multiplicity === 1 ? table1.negativeSimple : table1.negativeMultiple;
  if (multiplicity === d) return table1.multipleOfIdentity;
  return multiplicity === 1 ? table1.positiveSimple : table1.positiveMultiple;
}

/**
 * The rows between which rounding does not decide: of a simple λ_max and of the multiple one; a single row where there
 * is nothing to decide.
 */
export function table1RowsFor(leading: LeadingEigenvalue, d: number): readonly (Table1Row | Outside)[] {
  const row = table1RowFor(leading, d);
  if (!leading.blurred || leading.kind === 'complex' || row === 'zero') return [row];
  return [leading.sign < 0 ? table1.negativeSimple : table1.positiveSimple, row];
}
