import * as z from 'zod/mini';
import { invalid } from '../core/errors.ts';
import { parameter, rowsOrFile } from '../core/parameter.ts';
import { log } from '../numerics/elementary.ts';
import { unitRows } from '../numerics/points.ts';
import { type Random, random, streams } from '../numerics/random.ts';
import { dot, norm, normalizeRow } from '../numerics/sphere.ts';
import { type InitialLaw, type TokenSequence, tokensOf } from './initial.ts';

export interface VonMisesFisherParameters {
  readonly directions?: string | readonly (readonly number[])[] | undefined;
  readonly concentration: number;
}

/**
 * A mixture of von Mises–Fisher laws: each token picks one of the directions μ at random and follows the density
 * ∝ e^{κ⟨μ, x⟩}. Rejection after Ulrich (1984) and Wood (1994); the Beta variable of the proposal comes from a
 * coordinate u of a uniform point of S^{d−1}, since (1 + u)/2 is Beta((d−1)/2, (d−1)/2).
 */
export const vonMisesFisher = {
  kind: 'von-mises-fisher',
  title: 'von Mises–Fisher around given directions',
  parameters: {
    directions: parameter(z.optional(rowsOrFile), {
      symbol: 'μ',
      description: 'mean directions, one row each (von-mises-fisher)',
      expects: 'a list of rows of d finite numbers, or a file',
      placeholder: 'rows',
      file: true,
    }),
    concentration: parameter(z._default(z.number().check(z.minimum(0)), 10), {
      symbol: 'κ',
      description: 'concentration κ of the von Mises–Fisher law',
      expects: 'a finite number ≥ 0',
      placeholder: 'number',
    }),
  },
  sample: (parameters, shape, seed) => tokensOf(mixtureSequence(parameters, shape.d, seed), shape),
  sequence: mixtureSequence,
} as const satisfies InitialLaw<VonMisesFisherParameters>;

function mixtureSequence(
  { directions, concentration }: VonMisesFisherParameters,
  d: number,
  seed: number,
): TokenSequence {
  if (directions === undefined || typeof directions === 'string') {
    throw invalid(
      'directions',
      'be a list of rows for initial von-mises-fisher',
      'none came',
      'give directions such as [[1, 0], [0, 1]]',
    );
  }
  const means = unitRows(directions, 'directions');
  if (means.d !== d) {
    throw invalid('directions', `have dimension ${d}`, `came with dimension ${means.d}`, `give rows of ${d} numbers`);
  }
  const source = random(seed, streams.tokens);
  const mixture = random(seed, streams.mixture);
  const propose = proposalFor(concentration, d);
  const pair = new Float64Array(2);
  return (k, row) => {
    mixture.uniforms(k, 0, pair);
    const mean = Math.floor(pair[0] * means.n);
    sampleAround(means.x.subarray(mean * d, (mean + 1) * d), propose, source, k, row);
  };
}

/**
 * A proposal from a coordinate u of a uniform point: ⟨μ, x⟩, the part at right angles to μ, and the logarithm of its
 * acceptance.
 */
type Proposal = (u: number) => { readonly along: number; readonly aside: number; readonly acceptance: number };

/** Beyond this many times d − 1, κ leaves ⟨μ, x⟩ itself less than half its digits of 1 − ⟨μ, x⟩. */
const CONCENTRATED = 1e6;

function proposalFor(kappa: number, d: number): Proposal {
  const b = (d - 1) / (norm([2 * kappa, d - 1], 0, 2) + 2 * kappa);
  return kappa > CONCENTRATED * (d - 1) ? nearMean(kappa, d, b) : anywhere(kappa, d, b);
}

function anywhere(kappa: number, d: number, b: number): Proposal {
  const centre = (1 - b) / (1 + b);
  const c = kappa * centre + (d - 1) * log(1 - centre * centre);
  return (u) => {
    const beta = (1 + u) / 2;
    const w = (1 - (1 + b) * beta) / (1 - (1 - b) * beta);
    const acceptance = kappa * w + (d - 1) * log(1 - centre * w) - c;
    return { along: w, aside: Math.sqrt((1 - w) * (1 + w)), acceptance };
  };
}

/** The same by 1 − w, which is some d/κ: what w itself leaves of it would be rounding. */
function nearMean(kappa: number, d: number, b: number): Proposal {
  const centre = (2 * b) / (1 + b); // 1 − that of `anywhere`
  return (u) => {
    const beta = (1 + u) / 2;
    const gap = (2 * b * beta) / ((1 - u) / 2 + b * beta);
    const acceptance = kappa * (centre - gap) + (d - 1) * log((centre + gap - centre * gap) / (centre * (2 - centre)));
    return { along: 1 - gap, aside: Math.sqrt(gap * (2 - gap)), acceptance };
  };
}

/** out ← one draw of the von Mises–Fisher law around `mean`. */
function sampleAround(mean: Float64Array, propose: Proposal, source: Random, item: number, out: Float64Array): void {
  const d = out.length;
  // Draws of one attempt: two blocks of normals, one pair of uniforms.
  const block = (d + 1) >> 1;
  const draws = 2 * block + 1;
  const pair = new Float64Array(2);
  for (let attempt = 0; ; attempt++) {
    source.normals(item, attempt * draws, out, d);
    normalizeRow(out, out, 0, d);
    const { along: w, aside, acceptance } = propose(out[0]);
    source.uniforms(item, attempt * draws + 2 * block, pair);
    if (acceptance < log(pair[0])) continue;
    // A direction at right angles to the mean, from draws of its own.
    source.normals(item, attempt * draws + block, out, d);
    const along = dot(out, 0, mean, 0, d);
    for (let i = 0; i < d; i++) out[i] -= along * mean[i];
    normalizeRow(out, out, 0, d);
    for (let i = 0; i < d; i++) out[i] = w * mean[i] + aside * out[i];
    normalizeRow(out, out, 0, d);
    return;
  }
}
