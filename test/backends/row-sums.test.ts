/** The sums of implicit steps in WebAssembly against the reference ones. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rows } from '../../src/backends/attention-rows.ts';
import { placeCommon } from '../../src/backends/wasm/common.ts';
import { kernelBytes } from '../../src/backends/wasm/kernels.generated.ts';
import type { Kernels } from '../../src/backends/wasm/kernels.ts';
import { PAGE, planMemory } from '../../src/backends/wasm/memory.ts';
import { placeRowSums } from '../../src/backends/wasm/row-sums.ts';
import type { AttentionFieldParameters } from '../../src/dynamics/attention-field.ts';
import type { RowSums } from '../../src/dynamics/attention-jacobian.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { referenceRows } from '../../src/dynamics/row-sums.ts';
import { multiplyVector, splitIdentity, transpose } from '../../src/numerics/matrix.ts';
import { forAllRuns, seeds } from '../support/arbitraries.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';
import { tokenSetNames, tokenSets } from '../support/token-sets.ts';

const ROUNDOFF = 2 ** -53;
/** No weight is so small that a subnormal score, or e^{−745}, decides: such terms are below this. */
const UNDERFLOW = 1e-300;

async function wasmRows(attention: AttentionFieldParameters, n: number, d: number): Promise<Rows> {
  const plan = planMemory();
  const [common] = placeCommon(plan, { n, d }, attention, 1);
  const placed = placeRowSums(plan, { n, d }, common);
  const memory = new WebAssembly.Memory({ initial: Math.floor(plan.end / PAGE) + 1 });
  const { instance } = await WebAssembly.instantiate(kernelBytes as BufferSource, { env: { memory } });
  common.fill(memory);
  return placed.open(memory, instance.exports as unknown as Kernels);
}

const numbersOf = ({ largest, others, shift, spread }: RowSums) => [largest, others, ...shift, ...spread];

interface Sources {
  readonly attention: AttentionFieldParameters;
  readonly n: number;
  readonly d: number;
  readonly x: Float64Array;
}

function sourcesOf(given: Equation, x: Float64Array, d: number): Sources {
  const n = x.length / d;
  return { attention: resolveEquation(equation(given), { n, d }).attention as AttentionFieldParameters, n, d, x };
}

function fill(rows: Rows, { n, d, x }: Sources): Rows {
  for (let k = 0; k < n; k++) rows.place(k, x.subarray(k * d, (k + 1) * d));
  return rows;
}

/**
 * By how many roundoffs each of the two may miss the sums at u over `seen` rows and the centers, in the order of numbersOf.
 *
 * With S_j = β(|Cᵀu| + |b||y_j − u|/2)|y_j − u| a score is wrong by (d + 4) S_j roundoffs, which is what its weight is wrong by,
 * and 6 more for the exponential and the products; a largest score passes its own error on to all weights. A sum of N terms
 * adds N at most, or fewer in two lanes.
 */
function allowances({ attention, d, x }: Sources, u: Float64Array, seen: number, largest: number): number[] {
  const { beta, queryKey, centers, weights } = attention;
  const { scale, rest } = splitIdentity(queryKey, d);
  const query = new Float64Array(d);
  if (rest) multiplyVector(transpose(rest, d), u, 0, query, d);
  const lean = Math.hypot(...query) * (1 + d * ROUNDOFF) + (rest ? d * Math.hypot(...rest) * ROUNDOFF : 0);
  const out = new Array<number>(2 + d + d * d).fill(0);
  const m = weights.length;
  const terms = Array.from({ length: seen + m }, (_, j) => {
    const row = j < seen ? x.subarray(j * d, (j + 1) * d) : centers.subarray((j - seen) * d, (j - seen + 1) * d);
    const apart = Array.from(row, (entry, i) => entry - u[i]);
    const distance = Math.hypot(...apart);
    const steep =
      beta * ((rest ? Math.hypot(...rest.map(Math.abs)) : 0) + lean + 0.5 * Math.abs(scale) * distance) * distance;
    const cross = query.reduce((sum, entry, i) => sum + entry * apart[i], 0);
    const score = beta * (cross - 0.5 * scale * distance * distance);
    return { apart, steep, score, weight: j < seen ? 1 : weights[j - seen] };
  });
  const top = terms.reduce((most, term) => (term.score >= most.score ? term : most), { score: 0, steep: 0 }).steep;
  out[0] = (d + 4) * top;
  for (const { apart, steep, score, weight } of terms) {
    const w = weight * Math.exp(score - largest);
    const wrong = (d + 4) * (steep + top) + 6 + seen + m;
    out[1] += wrong * w;
    for (let i = 0; i < d; i++) {
      out[2 + i] += wrong * w * Math.abs(apart[i]);
      for (let l = 0; l < d; l++) out[2 + d + i * d + l] += wrong * w * Math.abs(apart[i] * apart[l]);
    }
  }
  return out;
}

const centersOf = (d: number, count: number, seed: number) => {
  const rows = uniformTokens(seed, count, d);
  return {
    centers: Array.from({ length: count }, (_, j) => Array.from(rows.subarray(j * d, (j + 1) * d))),
    weights: Array.from({ length: count }, (_, j) => 0.5 + j),
  };
};

/** Every branch of the kernel: the circle, the sphere, matrices, scores that rise, centers in odd and even number. */
const kinds: Readonly<Record<string, { readonly d: number; given(seed: number): Omit<Equation, 'beta'> }>> = {
  'the circle': { d: 2, given: () => ({}) },
  'the sphere': { d: 3, given: () => ({ query: 0.8 }) },
  'four dimensions': { d: 4, given: () => ({}) },
  'the circle, b < 0': { d: 2, given: () => ({ query: -1 }) },
  'the circle, any Q, K': {
    d: 2,
    given: (seed) => ({ query: gaussianMatrix(seed, 2), key: gaussianMatrix(seed + 1, 2) }),
  },
  'the sphere, any Q, K': {
    d: 3,
    given: (seed) => ({ query: gaussianMatrix(seed, 3), key: gaussianMatrix(seed + 1, 3) }),
  },
  'seven dimensions, any Q, K': { d: 7, given: (seed) => ({ query: gaussianMatrix(seed, 7) }) },
  'the circle, three centers': { d: 2, given: (seed) => centersOf(2, 3, seed) },
  'the sphere, four centers': { d: 3, given: (seed) => centersOf(3, 4, seed) },
  'five dimensions, one center, any Q, K': {
    d: 5,
    given: (seed) => ({ ...centersOf(5, 1, seed), query: gaussianMatrix(seed, 5) }),
  },
};

const draws = fc.record({
  n: fc.integer({ min: 1, max: 40 }),
  beta: fc.constantFrom(0, 0.5, 9, 64, 300),
  set: fc.constantFrom(...tokenSetNames),
  seed: seeds,
});

describe.each(Object.entries(kinds))('%s', (_, { d, given }) => {
  test('the sums are the reference sums, up to the roundoffs that either may make', async () => {
    await forAllRuns(draws, 60, async ({ n, beta, set, seed }) => {
      const sources = sourcesOf({ ...given(seed), beta }, tokenSets[set](seed, n, d), d);
      const fast = fill(await wasmRows(sources.attention, n, d), sources);
      const plain = fill(referenceRows(sources.attention, { n, d }), sources);
      const elsewhere = uniformTokens(seed + 1, 1, d);
      for (const u of [elsewhere, sources.x.slice(-d)]) {
        for (const seen of new Set([0, 1, n - 1, n])) {
          const computed = numbersOf(fast.sums(u, seen));
          const wanted = numbersOf(plain.sums(u, seen));
          const allowed = allowances(sources, u, seen, wanted[0]);
          computed.forEach((entry, i) => {
            const wrong = Math.abs(entry - wanted[i]);
            expect(wrong, `entry ${i} of ${seen} rows`).toBeLessThanOrEqual(2 * ROUNDOFF * allowed[i] + UNDERFLOW);
          });
        }
      }
    });
  });

  test('their bits depend on the token and what it sees alone: later rows may be no numbers', async () => {
    await forAllRuns(draws, 20, async ({ n, beta, set, seed }) => {
      const sources = sourcesOf({ ...given(seed), beta }, tokenSets[set](seed, n, d), d);
      const u = uniformTokens(seed + 1, 1, d);
      for (const open of [wasmRows, async (a: AttentionFieldParameters, m: number) => referenceRows(a, { n: m, d })]) {
        const rows = fill(await open(sources.attention, n + 9, d), sources);
        const before = Array.from({ length: n + 1 }, (__, seen) => numbersOf(rows.sums(u, seen)));
        for (let k = n; k < n + 9; k++) rows.place(k, new Float64Array(d).fill(Number.NaN));
        for (let seen = n; seen >= 0; seen--) {
          expect(numbersOf(rows.sums(u, seen))).toEqual(before[seen]);
          if (seen > 0) rows.place(seen - 1, new Float64Array(d).fill(Number.NaN));
        }
        expect(before.flat().every(Number.isFinite)).toBe(true);
      }
    });
  });
});

test('a row that sees nothing sums to nothing', async () => {
  const sources = sourcesOf({ beta: 4 }, uniformTokens(1, 4, 2), 2);
  for (const rows of [await wasmRows(sources.attention, 4, 2), referenceRows(sources.attention, { n: 4, d: 2 })]) {
    expect(numbersOf(rows.sums(uniformTokens(2, 1, 2), 0)).every((entry) => entry === 0)).toBe(true);
  }
});
