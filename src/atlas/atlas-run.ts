/** A run of the atlas: everything of it drawn from its row and its seed. */
import type { RunSpec } from '../run/spec.ts';
import { drawsOf } from './draws.ts';
import { type QueryKeyLaw, queryKeyLaws } from './query-key.ts';
import type { AtlasRow } from './rows.ts';
import { drawValueMatrix, type ValueMatrix } from './value-matrix.ts';

export interface AtlasProblem {
  readonly spec: RunSpec;
  readonly value: ValueMatrix;
  readonly law: QueryKeyLaw;
}

const BETAS = [0.5, 1, 2, 4] as const;
const [FEWEST, MOST] = [6, 12];
const TOLERANCE = { rtol: 1e-6, atol: 1e-9 } as const;

export function drawProblem(row: AtlasRow, seed: number): AtlasProblem {
  const draws = drawsOf(seed);
  const { d, top } = draws.oneOf(row.choices);
  const law = draws.oneOf(Object.keys(queryKeyLaws) as QueryKeyLaw[]);
  const beta = draws.oneOf(BETAS);
  const tokens = draws.whole(FEWEST, MOST);
  const matrices = queryKeyLaws[law](draws, d);
  const value = drawValueMatrix(draws, d, row.lambda, top, row.setting);
  return { spec: { tokens, dimension: d, seed, beta, ...matrices, value: value.rows, ...TOLERANCE }, value, law };
}
