/**
 * The appendix's study of value matrices: on which side of the imaginary axis is λ_max, and is it real? Here for random
 * V.
 */

import { seedGroups } from '../core/experiment.ts';
import { resolveMatrix } from '../dynamics/matrix-spec.ts';
import { spectraFigure } from '../figures/index.ts';
import { largestOf, smallestOf } from '../numerics/extremes.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { streams } from '../numerics/random.ts';
import { type LeadingEigenvalue, type Spectrum, spectrumOf } from '../theory/leading-eigenvalue.ts';
import { expectedRealEigenvalues, twoByTwo } from '../theory/real-gaussian-matrices.ts';
import type { ExperimentPreset } from './kit/preset.ts';

/** Matrices with independent N(0, 1/d) entries, by d. */
const sizes = [
  { d: 2, matrices: 4000 },
  { d: 4, matrices: 2000 },
  { d: 8, matrices: 2000 },
  { d: 16, matrices: 1000 },
  { d: 32, matrices: 1000 },
  { d: 64, matrices: 400 },
  { d: 128, matrices: 100 },
] as const;

/** Multiplications a cell is worth: some tenths of a second. */
const WORK = 4e8;
/** From this d on no λ_max of the sample should be in the left half-plane. */
const FAR_FROM = 16;
const ALLOWED_DEVIATION = 4;

function gaussian(seed: number, d: number): Matrix {
  return resolveMatrix({ gaussian: seed }, d, 'value', streams.value);
}

/** Spectra to look at; none of them is from a trained model. */
const examples: Readonly<Record<string, { readonly circle?: number; make(): Matrix }>> = {
  'Gaussian, d = 16': { circle: 1, make: () => gaussian(1, 16) },
  'Gaussian, d = 64': { circle: 1, make: () => gaussian(1, 64) },
  'Gaussian, d = 256': { circle: 1, make: () => gaussian(1, 256) },
  'Gaussian, symmetric part': {
    make: () => gaussian(1, 64).map((entry, at, g) => (entry + g[(at % 64) * 64 + Math.floor(at / 64)]) / 2),
  },
  'Gaussian − 1.2 I': { make: () => gaussian(1, 64).map((entry, at) => (at % 65 === 0 ? entry - 1.2 : entry)) },
  'Rank 16 of 64': { make: () => ofLowRank(gaussian(1, 64), gaussian(2, 64), 64, 16) },
};

/** The first `rank` columns of A times the first rows of B, with entries as large as theirs: W_O W_V of a head. */
function ofLowRank(a: Matrix, b: Matrix, d: number, rank: number): Matrix {
  const product = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let l = 0; l < rank; l++) for (let j = 0; j < d; j++) product[i * d + j] += a[i * d + l] * b[l * d + j];
  }
  return product.map((entry) => entry * Math.sqrt(d / rank));
}

type Cell = { readonly d: number; readonly seeds: readonly number[] } | { readonly example: string };

/** Of a group of matrices, in their order; or all of one spectrum. */
type Value =
  | {
      readonly d: number;
      /** Re λ_max. */
      readonly growth: readonly number[];
      /** 1 where λ_max is real, else 0. */
      readonly real: readonly number[];
      /** How many eigenvalues are real. */
      readonly realEigenvalues: readonly number[];
    }
  | { readonly example: string; readonly re: number[]; readonly im: number[]; readonly leading: LeadingEigenvalue };

function found(v: Matrix, d: number): Spectrum {
  const spectrum = spectrumOf(v, d);
  if (spectrum === null) throw new Error('the eigenvalues of a random matrix were not found');
  return spectrum;
}

function compute(cell: Cell): Value {
  if ('example' in cell) {
    const v = examples[cell.example].make();
    const { re, im, leading } = found(v, Math.sqrt(v.length));
    return { example: cell.example, re: [...re], im: [...im], leading };
  }
  const { d, seeds } = cell;
  const spectra = seeds.map((seed) => found(gaussian(seed, d), d));
  return {
    d,
    growth: spectra.map(({ leading }) => leading.re),
    real: spectra.map(({ leading }) => Number(leading.kind === 'real')),
    realEigenvalues: spectra.map(({ im }) => im.filter((part) => part === 0).length),
  };
}

interface Row {
  readonly d: number;
  /** Re λ_max of all matrices, ascending. */
  readonly growth: readonly number[];
  readonly mean: Sample;
  readonly negative: Sample;
  readonly real: Sample;
  readonly realEigenvalues: Sample;
  /** In standard errors, of what is known exactly. */
  readonly deviations: readonly number[];
}

interface Sample {
  readonly mean: number;
  readonly standardError: number;
}

function sampleOf(values: readonly number[]): Sample {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
  return { mean, standardError: Math.sqrt(variance / values.length) };
}

function rowsOf(values: readonly Value[]): Row[] {
  const groups = values.flatMap((value) => ('d' in value ? [value] : []));
  return [...new Set(groups.map(({ d }) => d))].map((d) => {
    const own = groups.filter((group) => group.d === d);
    const growth = own.flatMap((group) => group.growth).sort((a, b) => a - b);
    const negative = sampleOf(growth.map((value) => Number(value < 0)));
    const real = sampleOf(own.flatMap((group) => group.real));
    const realEigenvalues = sampleOf(own.flatMap((group) => group.realEigenvalues));
    const off = ({ mean, standardError }: Sample, exact: number) => Math.abs(mean - exact) / standardError;
    const laws = d === 2 ? [off(negative, twoByTwo.negative), off(real, twoByTwo.real)] : [];
    const deviations = [off(realEigenvalues, expectedRealEigenvalues(d)), ...laws];
    return { d, growth, mean: sampleOf(growth), negative, real, realEigenvalues, deviations };
  });
}

export const valueSpectra: ExperimentPreset<Cell, Value> = {
  id: 'value-spectra',
  seconds: 6,
  title: 'Gaussian value matrices stay far from the left half-plane',
  checks: ['first-token-exponential', 'first-token-jordan'],
  source:
    'after the appendix of arXiv:2411.04990 on spectra of value matrices; sizes, samples and examples are our choice. Its own matrices, the per-head V of albert-xlarge-v2, do not come with parkade: "parkade spectra" takes them from a file',
  cells: () => [
    ...sizes.flatMap(({ d, matrices }) =>
      seedGroups(1, matrices, Math.max(1, Math.floor(WORK / (20 * d * d * d + 2e5)))).map((seeds) => ({ d, seeds })),
    ),
    ...Object.keys(examples).map((example) => ({ example })),
  ],
  compute,
  report(values) {
    const rows = rowsOf(values);
    const far = rows.filter(({ d }) => d >= FAR_FROM);
    const negative = far.reduce((count, { growth }) => count + growth.filter((value) => value < 0).length, 0);
    const least = smallestOf(far.map(({ growth }) => growth[0]));
    const largest = largestOf(rows.flatMap(({ deviations }) => deviations));
    const count = far.reduce((sum, { growth }) => sum + growth.length, 0);
    const last = rows[rows.length - 1];
    const asPredicted = negative === 0 && largest <= ALLOWED_DEVIATION;
    const percent = ({ mean }: Sample) => `${(100 * mean).toFixed(1)} %`;
    const quantile = (growth: readonly number[], share: number) =>
      growth[Math.ceil(share * growth.length) - 1].toFixed(3);
    return {
      table: {
        columns: [
          'd',
          'matrices',
          'Re λ_max',
          '5 %',
          '95 %',
          'least',
          'negative',
          'λ_max real',
          'real eigenvalues',
          'exactly',
        ],
        rows: rows.map(({ d, growth, mean, negative, real, realEigenvalues }) => [
          String(d),
          String(growth.length),
          `${mean.mean.toFixed(3)} ± ${mean.standardError.toFixed(3)}`,
          quantile(growth, 0.05),
          quantile(growth, 0.95),
          growth[0].toFixed(3),
          percent(negative),
          percent(real),
          `${realEigenvalues.mean.toFixed(3)} ± ${realEigenvalues.standardError.toFixed(3)}`,
          expectedRealEigenvalues(d).toFixed(3),
        ]),
      },
      says: `Of ${count} matrices with N(0, 1/d) entries and d ≥ ${FAR_FROM}, ${negative === 0 ? 'none has' : `${negative} have`} a λ_max in the left half-plane, the least real part is ${least.toFixed(3)}; at d = ${last.d} it is ${last.mean.mean.toFixed(3)} on average, near the radius 1 of the circular law, and λ_max is real for ${percent(last.real)}. What is known exactly (at d = 2, negative for a quarter and real for 1/√2; the mean number of real eigenvalues) is met within ${largest.toFixed(2)} standard errors, ${ALLOWED_DEVIATION} are allowed${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(values) {
    const panels = values.flatMap((value) => {
      if (!('example' in value)) return [];
      const { example, re, im, leading } = value;
      const spectrum = { re: Float64Array.from(re), im: Float64Array.from(im), leading };
      return [{ title: example, spectrum, circle: examples[example].circle }];
    });
    return spectraFigure({
      title: 'Spectra of random value matrices',
      subtitle: 'entries N(0, 1/d); below, variations with d = 64',
      caption: 'None of them is from a trained model; parkade spectra draws those of a file.',
      panels,
    });
  },
};
