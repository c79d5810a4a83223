/** Laws of Q and K: only B = QᵀK matters, and these give it every kind of symmetry and sign. */
import type { MatrixSpec } from '../dynamics/matrix-spec.ts';
import type { Draws } from './draws.ts';
import { gaussian, rowsOf } from './small-matrix.ts';

interface QueryKey {
  readonly query: MatrixSpec;
  readonly key: MatrixSpec;
}

/** Entries of B of order 1 in every law. */
export const queryKeyLaws = {
  identity: () => ({ query: 'identity', key: 'identity' }),
  gaussian: (draws, d) => ({ query: scaled(draws, d), key: scaled(draws, d) }),
  'positive semidefinite': (draws, d) => {
    const query = scaled(draws, d);
    return { query, key: query };
  },
  skew: (draws, d) => {
    const g = gaussian(draws, d, 1);
    return { query: 'identity', key: rowsOf(d, (i, j) => (g[i][j] - g[j][i]) / 2 + 0) };
  },
  'indefinite diagonal': (draws, d) => ({
    query: 'identity',
    key: Array.from({ length: d }, () => draws.uniform(-3, 3)),
  }),
} as const satisfies Record<string, (draws: Draws, d: number) => QueryKey>;

export type QueryKeyLaw = keyof typeof queryKeyLaws;

/** Entries N(0, 1/d), as in a specification's `gaussian`. */
function scaled(draws: Draws, d: number): number[][] {
  return gaussian(draws, d, 1 / Math.sqrt(d));
}
