/** Errors of rows of the field against the oracle, and the cases that the suites of accuracy try. */

import type { Dynamics } from '../../src/dynamics/index.ts';
import { larger } from '../../src/numerics/elementary.ts';
import { attentionOf, type CompensatedRow, compensatedField } from './compensated-field.ts';
import { directBound } from './direct-bound.ts';
import { gaussianMatrix, uniformTokens } from './draw.ts';
import { type Coverage, evaluate, type FieldPath, wentThatWay } from './field-paths.ts';
import { type Equation, equation } from './problems.ts';
import { type TokenSetName, tokenSets } from './token-sets.ts';

export interface Case extends Coverage {
  readonly name: string;
  readonly dynamics: Dynamics;
  readonly x: Float64Array;
  /** The oracle's rows, by index: computed when first asked for, kept for the next path. */
  readonly expected: () => ReadonlyMap<number, CompensatedRow>;
}

export interface Verdict {
  readonly name: string;
  /** Largest |error of ẋ_k| over the sampled rows. */
  readonly error: number;
  /** The bound that the path states; for one that states none, the largest of directBound over the sampled rows. */
  readonly bound: number;
  /** Largest error of a row as a share of the bound stated, or of its own directBound: must not exceed 1. */
  readonly share: number;
  /** Largest |ẋ_k|, at least 1: what an ulp is an ulp of. */
  readonly scale: number;
}

/** Few errors come near their bound; of so many, some do. */
const ISOLATED = 8;

/**
 * About `count` rows of n, or all: ever more towards the end, the first two (a lone leader's follower is row 1) and the last
 * isolated tokens of the clustered sets, where errors and bounds are largest: they see much and share weight with nobody.
 */
export function sampledRows(n: number, count: number): number[] {
  if (count >= n) return Array.from({ length: n }, (_, k) => k);
  const spread = Array.from({ length: count }, (_, i) => Math.round((n - 1) * (i / (count - 1)) ** 0.5));
  const last = n > 50 ? Math.floor((n - 51) / 100) : -1;
  const isolated = Array.from({ length: Math.min(last + 1, count, ISOLATED) }, (_, i) => 100 * (last - i) + 50);
  return [...new Set([...spread, 1, ...isolated])];
}

export function caseOf(name: string, given: Equation, x: Float64Array, d: number, samples: number): Case {
  const dynamics = equation(given);
  const n = x.length / d;
  let rows: Map<number, CompensatedRow> | undefined;
  const expected = () => {
    const row = rows ? null : compensatedField(dynamics, x, { n, d });
    rows ??= new Map(sampledRows(n, samples).map((k) => [k, row!(k)]));
    return rows;
  };
  const { beta, query = 1, centers = [] } = given;
  return {
    name,
    dynamics,
    x,
    d,
    beta,
    scalar: typeof query === 'number',
    falling: beta > 0 && query === 1 && centers.length === 0,
    expected,
  };
}

export const BETAS = [0, 1e-3, 1, 9, 64, 1024, 1e4] as const;
export const MASKS = ['causal', 'full'] as const;

/** Attention with Q = K = V = I. */
export function plainCases(
  d: number,
  n: number,
  samples: number,
  sets: readonly TokenSetName[],
  betas: readonly number[],
): Case[] {
  return sets.flatMap((set) => {
    const x = tokenSets[set](11 + d, n, d);
    return MASKS.flatMap((mask) =>
      betas.map((beta) => caseOf(`d=${d} n=${n} ${set}, β=${beta}, ${mask}`, { beta, mask }, x, d, samples)),
    );
  });
}

/** What is more general than Q = K = V = I, each with the largest β that it is tried at. */
const generalisations: Readonly<Record<string, { readonly given: Omit<Equation, 'beta'>; readonly upTo: number }>> = {
  'any Q, K, V': {
    given: { query: gaussianMatrix(21, 2), key: gaussianMatrix(22, 2), value: gaussianMatrix(23, 2) },
    upTo: 1e4,
  },
  'V with a rotation': { given: { value: [[1, -0.7], [0.7, 1]] }, upTo: 1e4 }, // biome-ignore format: a matrix
  'b < 0': { given: { query: -1 }, upTo: 1e4 },
  'frozen centers': {
    given: { centers: [[1, 0], [-0.6, 0.8], [0, -1]], weights: [1, 2.5, 0.1] }, // biome-ignore format: rows
    upTo: 1e4,
  },
  'division by n': { given: { normalization: 'count' }, upTo: 64 }, // e^{1024} is no double
  'any Q, K, V, divided by n': {
    given: {
      ...{ query: gaussianMatrix(24, 2), key: gaussianMatrix(25, 2), value: gaussianMatrix(26, 2) },
      normalization: 'count',
    },
    upTo: 64,
  },
};

/** d = 2 with matrices, centers and division by n. */
export function generalCases(
  n: number,
  samples: number,
  sets: readonly TokenSetName[],
  betas: readonly number[],
): Case[] {
  return Object.entries(generalisations).flatMap(([name, { given, upTo }]) =>
    sets.flatMap((set) =>
      MASKS.flatMap((mask) =>
        betas
          .filter((beta) => beta <= upTo)
          .map((beta) =>
            caseOf(
              `${name}, n=${n} ${set}, β=${beta}, ${mask}`,
              { ...given, beta, mask },
              tokenSets[set](31, n, 2),
              2,
              samples,
            ),
          ),
      ),
    ),
  );
}

/** |computed − expected| of one row. */
export function rowError(computed: Float64Array, k: number, { high, low }: CompensatedRow): number {
  return Math.hypot(...high.map((entry, i) => computed[k * high.length + i] - entry - low[i]));
}

/** A path's errors on a case, on an engine of its own; null where the path does not cover it. */
export async function judge(path: FieldPath, given: Case, accuracy = Infinity): Promise<Verdict | null> {
  const { name, dynamics, x, d } = given;
  const evaluation = await evaluate(path, dynamics, x, d, { accuracy });
  if (!evaluation || !wentThatWay(path, evaluation)) return null;
  const attention = attentionOf(dynamics, { n: x.length / d, d });
  const stated = path.stated ? (evaluation.report?.errorBound ?? NaN) : null;
  let [error, bound, share, scale] = [0, stated ?? 0, 0, 1];
  for (const [k, row] of given.expected()) {
    const wrong = Math.max(0, rowError(evaluation.velocities, k, row) - row.bound);
    const allowed = stated ?? directBound(attention, d, row.moments, row.moments.terms);
    error = larger(error, wrong);
    share = larger(share, wrong === 0 ? 0 : wrong / allowed);
    bound = larger(bound, allowed);
    scale = Math.max(scale, Math.hypot(...row.high));
  }
  return { name, error, bound, share, scale };
}

/** Tokens of two clusters at distance 2.5 that see one another with weights about e^{−1.8β}. */
export function farClusters(d: number, radius: number): Float64Array {
  const noise = uniformTokens(41, 12, d);
  return Float64Array.from({ length: 12 * d }, (_, at) => {
    const [k, i] = [Math.floor(at / d), at % d];
    const angle = k < 6 ? 0 : 2.5;
    const center = i === 0 ? Math.cos(angle) : i === 1 ? Math.sin(angle) : 0;
    return center + radius * noise[at];
  });
}
