/**
 * The harmonic path on the sphere S²: prefix sums of spherical harmonics (assembly/sphere-harmonics.ts). Accuracy is
 * absolute.
 *
 * A row errs by at most ‖V‖ (δ/Z)(1 + |Σ w (x_j − x_k)|/Z) with δ = u (8 Z + 4 gauge), u = 2^−53, or e^{|κ|}/n for 1/Z
 * where weights are not normalised. The gauge adds, in quadrature, what each degree of the sums could contribute at
 * most: C_lm hold as many tokens as point the same way, so it is Z-like for one cluster and like √k for k spread
 * tokens. The two numbers are calibrated: of errors against rows in double-double arithmetic, clusters near, far and at
 * poles, rings and spread tokens, |β| to 1024, the largest is 0.54 of its bound.
 */

import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { exp } from '../../numerics/elementary.ts';
import { frobeniusNorm, splitIdentity } from '../../numerics/matrix.ts';
import { UNIT_ROUNDOFF } from '../backend.ts';
import { prefixCuts } from './cuts.ts';
import { directBound } from './direct-bound.ts';
import { type Plan, putNumbers, type WebAssemblyMemory } from './memory.ts';
import type { PathDefinition, PathSetting, PlacedPath } from './path.ts';
import { modesFor, type SphereTables, sphereTables } from './sphere-tables.ts';

/** |κ| = |βb| up to which the path is tested. There its 41,000 modes pay from 45,000 tokens on. */
const LARGEST_KAPPA = 1024;
/** e^{|κ|} is to be a number where weights are not normalised. */
const LARGEST_EXPONENT = 700;

/** Bytes of a SphereHarmonics and, generously, of the Lots of a block and of a Degree (assembly/sphere-block.ts). */
const SETTINGS = 256;
const LOTS = 16_384;
const DEGREE = 80;

/**
 * Errors of Z and of Σ w (x_j − x_k), in units of UNIT_ROUNDOFF: for each unit of Z, and for each unit of the gauge.
 */
const OWN_ERROR = 7;
const SUMS_ERROR = 4;

/** What adding a token to the sums costs, as a share of a row. */
const SUM_SHARE = 0.5;

export const sphereHarmonics: PathDefinition = {
  name: 'harmonic',
  dimension: 3,
  refusal(attention, { d }) {
    const { rest } = splitIdentity(attention.queryKey, d);
    if (rest) return 'it needs QᵀK to be a multiple of the identity';
    const kappa = Math.abs(kappaOf(attention));
    if (kappa > LARGEST_KAPPA) return `it needs |β QᵀK| to be at most ${LARGEST_KAPPA}`;
    const counts = attention.normalization === 'count';
    return counts && kappa > LARGEST_EXPONENT
      ? `it needs |β QᵀK| to be at most ${LARGEST_EXPONENT} to divide by n`
      : null;
  },
  leastBound: (attention) => OWN_ERROR * UNIT_ROUNDOFF * normOf(attention),
  sumShare: SUM_SHARE,
  cost(attention, _shape, costs) {
    const modes = modesFor(kappaOf(attention));
    const row = costs.sphereRow + modes * costs.sphereMode;
    return () => (1 - SUM_SHARE) * row; // a row that goes another way is added to the sums all the same
  },
  cuts: (from, to, threads, mask) => prefixCuts(from, to, threads, mask, SUM_SHARE),
  place: placeSphere,
};

/** κ = βb, for B = bI. */
function kappaOf({ beta, queryKey }: AttentionFieldParameters): number {
  return beta * splitIdentity(queryKey, 3).scale;
}

function placeSphere(plan: Plan, setting: PathSetting): PlacedPath {
  const { attention } = setting;
  const tables = sphereTables(kappaOf(attention));
  const { degrees } = tables;
  const modes = tables.weights.length;
  const centers = 4 * Math.floor((attention.weights.length + 3) / 4);
  const settings = plan.place(SETTINGS);
  // In the order of the fields of SphereHarmonics.
  const addresses = {
    lots: plan.place(LOTS),
    records: plan.place(DEGREE * (degrees + 4)),
    polynomials: plan.place(32 * (degrees + 3)),
    power: plan.place(16 * degrees),
    weights: plan.place(8 * modes),
    recurrence: plan.place(8 * modes),
    slopes: plan.place(8 * degrees),
    gauge: plan.place(8 * degrees),
    floors: plan.place(8 * (degrees + 1)),
    high: plan.place(16 * modes),
    low: plan.place(16 * modes),
    initialHigh: plan.place(centers ? 16 * modes : 0),
    initialLow: plan.place(centers ? 16 * modes : 0),
    centerRows: plan.place(32 * centers),
  };
  const directly = directBound(setting, UNIT_ROUNDOFF);
  return {
    fill(memory) {
      fillSettings(memory, settings, setting, tables, centers, Object.values(addresses));
      for (const name of ['weights', 'recurrence', 'slopes', 'gauge', 'floors'] as const)
        putNumbers(memory, addresses[name], tables[name]);
      putNumbers(memory, addresses.centerRows, centerRows(attention, centers));
    },
    kernel: 'sphereHarmonics',
    block: settings,
    report(memory) {
      const [errorBound, directRows] = new Float64Array(memory.buffer, settings + REPORT, 2);
      return { errorBound: directRows > 0 && directly > errorBound ? directly : errorBound, directRows };
    },
  };
}

/** Offsets in SphereHarmonics: of κ, of the largest bound, of the first address. */
const NUMBERS = 16;
const REPORT = NUMBERS + 64;
const ADDRESSES = REPORT + 24;

function fillSettings(
  memory: WebAssemblyMemory,
  at: number,
  { shape, attention, accuracy, common }: PathSetting,
  tables: SphereTables,
  centers: number,
  addresses: readonly number[],
): void {
  const kappa = kappaOf(attention);
  new Uint32Array(memory.buffer, at, 4).set([common.parameters, tables.degrees, 0, centers]);
  putNumbers(memory, at + NUMBERS, [
    ...[kappa, tables.mean, tables.meanSlope, accuracy],
    ...[UNIT_ROUNDOFF * (OWN_ERROR + exponentOf(attention)), UNIT_ROUNDOFF * SUMS_ERROR],
    ...[normOf(attention), exp(Math.abs(kappa)) / shape.n],
  ]);
  new Uint32Array(memory.buffer, at + ADDRESSES, addresses.length).set(addresses);
}

/**
 * The size of exponents known to so many roundoffs: e^{|κ|} of the division by n, and 2|κ| from which those of κ < 0
 * are subtracted.
 */
function exponentOf(attention: AttentionFieldParameters): number {
  const kappa = kappaOf(attention);
  return (attention.normalization === 'count' ? Math.abs(kappa) : 0) + (kappa < 0 ? -2 * kappa : 0);
}

/** Of V = λI + W: |λ| + 2|W|, since W also turns the token itself. */
function normOf({ value }: AttentionFieldParameters): number {
  const { scale, rest } = splitIdentity(value, 3);
  return Math.abs(scale) + (rest ? 2 * frobeniusNorm(rest) : 0);
}

/** The centers by coordinate, then their weights, each padded to `length`: the last center again, with weight 0. */
function centerRows({ centers, weights }: AttentionFieldParameters, length: number): Float64Array {
  const rows = new Float64Array(4 * length);
  for (let j = 0; j < length; j++) {
    const from = j < weights.length ? j : weights.length - 1;
    for (let i = 0; i < 3; i++) rows[i * length + j] = centers[3 * from + i];
    rows[3 * length + j] = j < weights.length ? weights[j] : 0;
  }
  return rows;
}
