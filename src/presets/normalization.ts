/** Six ways to normalise tokens, and how fast they let them cluster. */

import { type CurvePanel, curves } from '../figures/index.ts';
import { log } from '../numerics/elementary.ts';
import { largestOf } from '../numerics/extremes.ts';
import { normalizeRows } from '../numerics/sphere.ts';
import { run } from '../run/run.ts';
import type { RunSpec } from '../run/spec.ts';
import { geometricTimes } from '../run/times.ts';
import { type NormalizationSchemeName, normalizationSchemes, schemeStates } from '../theory/normalization-schemes.ts';
import { equiangularTokens, gapsOf } from './kit/equal-angles.ts';
import type { ExperimentPreset } from './kit/preset.ts';
import { tokensInSpan } from './kit/tokens-in-span.ts';

interface Cell {
  readonly scheme: NormalizationSchemeName;
  /** Uniform tokens of this seed in high dimension; null for orthonormal ones. */
  readonly seed: number | null;
  readonly times: readonly number[];
}

interface Value extends Cell {
  /** 1 minus the mean of ⟨θ_i, θ_j⟩ over pairs of directions. */
  readonly gaps: readonly number[];
}

/** What a scheme is called as an equation, and between which times its law of large t is looked for. */
interface Measured {
  readonly spec: Pick<RunSpec, 'scheme' | 'switchTime'>;
  readonly law: string;
  readonly tail: readonly [number, number];
}

const SWITCH = 1;
const MEASURED: Readonly<Record<NormalizationSchemeName, Measured>> = {
  'post-ln': { spec: { scheme: 'post' }, law: 'exp(−2t)', tail: [9, 12] },
  'pre-ln': { spec: { scheme: 'pre' }, law: 't⁻²', tail: [400, 1000] },
  'mix-ln': { spec: { scheme: 'mix', switchTime: SWITCH }, law: 't⁻²', tail: [400, 1000] },
  'peri-ln': { spec: { scheme: 'peri' }, law: 't⁻²', tail: [400, 1000] },
  ngpt: { spec: { scheme: 'ngpt' }, law: 'exp(−2t)', tail: [9, 12] },
  'ln-scaling': { spec: { scheme: 'ln-scaling' }, law: 'exp(−4√t)', tail: [30, 50] },
};
const SCHEMES = Object.keys(MEASURED) as NormalizationSchemeName[];
const TOKENS = 16;
const BETA = 3;
const DIMENSION = 1024;
const RUNS = 4;
const GIVEN = { tokens: TOKENS, beta: BETA, switchAt: SWITCH } as const;
const UNTIL = 1000;
/** Of 1 − ρ of orthonormal tokens, relative, at times where it is above LEAST; integrated at rtol = 1e-9. */
const ALLOWED = 1e-5;
const LEAST = 1e-6;
/** Of the exponent at large t. */
const ALLOWED_EXPONENT = 0.02;

/** Common to all schemes. */
const TIMES = [
  ...new Set([...geometricTimes(0.01, UNTIL, 76), ...Object.values(MEASURED).flatMap(({ tail }) => tail)]),
].sort((a, b) => a - b);

async function compute(cell: Cell): Promise<Value> {
  const { scheme, seed, times } = cell;
  const shape = { n: TOKENS, d: TOKENS };
  const directions = new Float64Array(TOKENS * TOKENS);
  const gaps: number[] = [];
  const { trajectory } = await run(
    {
      dynamics: 'normalization',
      ...MEASURED[scheme].spec,
      beta: BETA,
      mask: 'full',
      initial: seed === null ? equiangularTokens(TOKENS, 0) : tokensInSpan(TOKENS, DIMENSION, seed),
      integrator: 'dopri5',
      rtol: 1e-9,
      atol: 1e-12,
      saveAt: times,
      observe: 'none',
    },
    {
      store: false,
      onSample(_t, x) {
        normalizeRows(x, directions, shape);
        gaps.push(gapsOf(directions, TOKENS).mean);
      },
    },
  );
  if (trajectory.status !== 'completed') throw new Error(`the run of ${scheme} ended as ${trajectory.status}`);
  return { ...cell, gaps };
}

/** All that is known of a scheme. */
interface Compared {
  readonly scheme: NormalizationSchemeName;
  readonly times: readonly number[];
  readonly equation: readonly number[];
  /** Of orthonormal tokens, and mean over runs of uniform ones. */
  readonly orthonormal: readonly number[];
  readonly uniform: readonly number[];
  /** Largest |orthonormal/equation − 1| where the latter is above LEAST. */
  readonly error: number;
  /** Δ log(1 − ρ) of uniform tokens between the times of the tail, over −2 Δ clock: 1 if the law of large t holds. */
  readonly exponent: number;
}

function comparedOf(values: readonly Value[]): Compared[] {
  return SCHEMES.filter((scheme) => values.some((value) => value.scheme === scheme)).map((scheme) => {
    const own = values.filter((value) => value.scheme === scheme);
    const { times } = own[0];
    const equation = schemeStates(scheme, times, { rho: 0, r: 1 }, GIVEN).map(({ gap }) => gap);
    const meanOf = (some: readonly Value[]) =>
      times.map((_, i) => some.reduce((sum, { gaps }) => sum + gaps[i], 0) / some.length);
    const orthonormal = meanOf(own.filter(({ seed }) => seed === null));
    const uniform = meanOf(own.filter(({ seed }) => seed !== null));
    const [from, to] = MEASURED[scheme].tail.map((t) => times.indexOf(t));
    const clock = (i: number) => normalizationSchemes[scheme].clock(times[i], GIVEN);
    return {
      scheme,
      times,
      equation,
      orthonormal,
      uniform,
      error: largestOf(equation.map((gap, i) => (gap > LEAST ? Math.abs(orthonormal[i] / gap - 1) : 0))),
      exponent: log(uniform[to] / uniform[from]) / (-2 * (clock(to) - clock(from))),
    };
  });
}

export const normalization: ExperimentPreset<Cell, Value> = {
  id: 'normalization',
  seconds: 5,
  title: 'Six normalisation schemes: exponential clustering, or a power of time',
  checks: [
    'normalization-initial-speed',
    'normalization-tails',
    'normalization-lengths',
    'normalization-cone',
    'ngpt-scale',
  ],
  source: `arXiv:2510.22026, Table 2; n = ${TOKENS}, β = ${BETA}, starts of radius 1, τ = ${SWITCH} of Mix-LN and α = 1 of nGPT are our choice`,
  cells: () =>
    SCHEMES.flatMap((scheme) =>
      [null, ...Array.from({ length: RUNS }, (_, i) => i + 1)].map((seed) => ({ scheme, seed, times: TIMES })),
    ),
  compute,
  report(values) {
    const compared = comparedOf(values);
    const error = largestOf(compared.map((one) => one.error));
    const off = largestOf(compared.map(({ exponent }) => Math.abs(exponent - 1)));
    const asPredicted = error <= ALLOWED && off <= ALLOWED_EXPONENT;
    const at = (one: Compared, t: number) => one.times.findIndex((time) => time >= t);
    return {
      table: {
        columns: [
          'scheme',
          'law of 1 − ρ',
          'exponent/law, uniform',
          'between t =',
          '1 − ρ at t = 10, equation',
          'orthonormal',
          `uniform, d = ${DIMENSION}`,
          'largest error, orthonormal',
        ],
        rows: compared.map((one) => [
          normalizationSchemes[one.scheme].title,
          MEASURED[one.scheme].law,
          one.exponent.toFixed(4),
          MEASURED[one.scheme].tail.join(', '),
          ...[one.equation, one.orthonormal, one.uniform].map((gaps) => gaps[at(one, 10)].toExponential(3)),
          one.error.toExponential(1),
        ]),
      },
      says: `Of orthonormal tokens 1 − ρ follows the equation of its scheme within ${error.toExponential(1)} (${ALLOWED.toExponential(0)} is allowed); of uniform ones it falls at last by the law of the scheme, with exponents within ${(100 * off).toFixed(1)} % (${100 * ALLOWED_EXPONENT} % is allowed)${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(values) {
    const compared = comparedOf(values);
    return curves({
      title: 'Normalisation regulates the speed of clustering',
      subtitle: `1 − ρ, ρ the mean cosine of ${TOKENS} tokens, β = ${BETA}`,
      caption: `Above: lines, the equation of each scheme for equal angles, from ρ = 0; dots, runs of orthonormal tokens. Below: 1 − ρ of uniform tokens in dimension ${DIMENSION}, mean of ${RUNS} runs, over that of the equation. Radii begin at 1; Mix-LN changes over at t = ${SWITCH}.`,
      ts: compared[0].times,
      logTime: true,
      panels: [decayPanel(compared), ratioPanel(compared)],
    });
  },
};

/** Of 1 − ρ. */
const LOWEST_SHOWN = 1e-8;
/** Of the samples, one in so many is a dot. */
const DOTS = 4;

function nameOf({ scheme }: Compared): string {
  return normalizationSchemes[scheme].title.split(',')[0];
}

function decayPanel(compared: readonly Compared[]): CurvePanel {
  const shown = (gap: number) => (gap >= LOWEST_SHOWN ? gap : null);
  return {
    title: 'Equation and orthonormal tokens',
    unit: '1 − ρ',
    domain: [LOWEST_SHOWN, 1.2],
    log: true,
    wide: true,
    series: [
      ...compared.map((one) => ({ name: nameOf(one), values: one.equation.map(shown) })),
      ...compared.map(({ orthonormal }) => ({
        name: '',
        values: orthonormal.map((gap, i) => (i % DOTS === 0 ? shown(gap) : null)),
        points: true,
      })),
    ],
  };
}

function ratioPanel(compared: readonly Compared[]): CurvePanel {
  return {
    title: 'Uniform tokens',
    unit: '1 − ρ over that of the equation',
    domain: [0.9, 1.1],
    wide: true,
    series: compared.map((one) => ({
      name: nameOf(one),
      values: one.uniform.map((gap, i) => (one.equation[i] >= LOWEST_SHOWN ? gap / one.equation[i] : null)),
    })),
  };
}
