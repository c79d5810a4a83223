/** Where a transformer normalises: how fast tokens begin to cluster, and how fast they end. */
import { exp, log } from '../core/elementary.ts';
import { dot, normalizeRows } from '../core/sphere.ts';
import { curves } from '../figures/index.ts';
import { run } from '../run.ts';
import type { RunSpec } from '../spec.ts';
import {
  type NormalizationSchemeName,
  normalizationSchemes,
  type SchemeParameters,
} from '../theory/normalization-schemes.ts';
import { tokensAt } from '../trajectory.ts';
import { identity } from './comparison.ts';
import { equiangularRows, firstCosineRate, firstGap } from './equal-angles.ts';
import * as p from './parameters.ts';
import { predictedAndMeasured } from './predicted-and-measured.ts';
import { type Setting, settingOf } from './setting.ts';
import { statement } from './statement.ts';

const RADIUS = 1.5;
const ALPHA = 0.5;
const SWITCH = 1;

/** Each scheme as a run has it. */
const SCHEMES = {
  'post-ln': { scheme: 'post' },
  'pre-ln': { scheme: 'pre', initialRadius: RADIUS },
  'mix-ln': { scheme: 'mix', initialRadius: RADIUS, switchTime: SWITCH },
  'peri-ln': { scheme: 'peri', initialRadius: RADIUS },
  ngpt: { scheme: 'ngpt', alpha: ALPHA },
  'ln-scaling': { scheme: 'ln-scaling' },
} as const satisfies Record<NormalizationSchemeName, Partial<RunSpec>>;

const NAMES = Object.keys(SCHEMES) as NormalizationSchemeName[];

interface Cell {
  readonly name: NormalizationSchemeName;
  readonly beta: number;
  readonly tokens: number;
}

function specOf({ name, beta, tokens }: Cell) {
  const initial = equiangularRows(tokens, 0);
  return { dynamics: 'normalization', mask: 'full', beta, initial, ...SCHEMES[name] } as const;
}

/** Directions θ and their velocities θ̇ = P_θ ẋ/r. */
export function directionsOf({ shape, x, velocity }: Setting): Setting {
  const { n, d } = shape;
  const theta = new Float64Array(n * d);
  normalizeRows(x, theta, shape);
  const turning = velocity.slice();
  for (let k = 0; k < n; k++) {
    const radius = dot(x, k * d, theta, k * d, d);
    const along = dot(velocity, k * d, theta, k * d, d);
    for (let i = k * d; i < (k + 1) * d; i++) turning[i] = (velocity[i] - along * theta[i]) / radius;
  }
  return { shape, x: theta, velocity: turning };
}

/** ρ̇(0) of orthonormal tokens, as tabulated. */
const INITIAL_SPEEDS: Record<NormalizationSchemeName, (given: { beta: number; tokens: number }) => number> = {
  'post-ln': plain,
  'pre-ln': (given) => plain(given) / RADIUS,
  'mix-ln': plain,
  'peri-ln': (given) => byOutput(given) / RADIUS,
  ngpt: (given) => ALPHA * byOutput(given),
  'ln-scaling': plain,
};

function plain({ beta, tokens }: { beta: number; tokens: number }): number {
  return 2 / (exp(beta) + tokens - 1);
}

function byOutput({ beta, tokens }: { beta: number; tokens: number }): number {
  return 2 / Math.sqrt(exp(2 * beta) + tokens - 1);
}

export const initialSpeeds = statement({
  id: 'normalization-initial-speed',
  says: 'From orthonormal tokens cosines begin to grow at ρ̇(0) = 2/(e^β + n − 1) under Post-LN, Mix-LN and LN-scaling, that over r₀ under Pre-LN, 2/(r₀√(e^{2β} + n − 1)) under Peri-LN, 2α₀/√(e^{2β} + n − 1) under nGPT.',
  source: 'arXiv:2510.22026, Table 2; Peri-LN and nGPT derived',
  test: 'velocities of the six equations at orthonormal tokens, r₀ = 1.5, α = ½',
  expected: 'holds',
  parameters: { beta: p.beta(2), tokens: p.tokens(8, 2) },
  hypotheses: ({ tokens }) => [{ says: 'n ≥ 2', met: tokens >= 2 }],
  cells: ({ beta, tokens }): Cell[] => NAMES.map((name) => ({ name, beta, tokens })),
  compute: (cell: Cell): { name: NormalizationSchemeName; rate: number } => ({
    name: cell.name,
    rate: firstCosineRate(directionsOf(settingOf(specOf(cell)))),
  }),
  judge: (values, given) =>
    values.map(({ name, rate }) => {
      const predicted = INITIAL_SPEEDS[name](given);
      return identity(normalizationSchemes[name].title, predicted, rate, 1e-13 * Math.max(1, predicted), 'rounding');
    }),
});

/** Two late times at which the law of large t is seen: far enough for its corrections of order 1/t, near enough for 1 − ρ to be seen. */
const LATE = {
  'post-ln': { times: [10, 14], dt: 0.125 },
  'pre-ln': { times: [2000, 8000], dt: null },
  'mix-ln': { times: [2000, 8000], dt: null },
  'peri-ln': { times: [2000, 8000], dt: null },
  ngpt: { times: [20, 28], dt: 0.25 },
  'ln-scaling': { times: [100, 144], dt: 0.25 },
} as const satisfies Record<NormalizationSchemeName, object>;

const TAIL_ALLOWED = 0.01;

/** Times before the first late one that are drawn, as shares of it. */
const EARLIER = [1 / 8, 1 / 4, 1 / 2] as const;

function tailTimes(name: NormalizationSchemeName): number[] {
  const [early, late] = LATE[name].times;
  return [...EARLIER.map((share) => share * early), early, late];
}

interface Tail {
  readonly name: NormalizationSchemeName;
  readonly exponent: number;
  /** 1 − ρ at the times drawn, of which the last two are the late ones. */
  readonly gaps: readonly number[];
}

export const tails = statement({
  id: 'normalization-tails',
  says: 'At last 1 − ρ falls like e^{−2t} under Post-LN, t^{−2} under Pre-LN, Mix-LN and Peri-LN, e^{−2αt} under nGPT, e^{−4√t} under LN-scaling.',
  source: 'arXiv:2510.22026, Table 2; LN-scaling derived',
  test: 'runs of the six equations from orthonormal tokens: exponent between two late times, over the predicted one, within 1 %',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(6, 2) },
  hypotheses: ({ beta, tokens }) => [
    { says: 'n ≥ 2, and e^β ≪ the late times, the first of which is 10', met: tokens >= 2 && beta <= 1.5 },
  ],
  cells: ({ beta, tokens }): Cell[] => NAMES.map((name) => ({ name, beta, tokens })),
  async compute(cell: Cell): Promise<Tail> {
    const { dt } = LATE[cell.name];
    const times = tailTimes(cell.name);
    // Where distances become small, fixed steps: tolerances do not see them.
    const steps = dt === null ? { rtol: 1e-9, atol: 1e-11 } : { integrator: 'dopri5' as const, dt };
    const { trajectory } = await run({ ...specOf(cell), ...steps, saveAt: times, observe: 'none' });
    const { shape } = trajectory.problem;
    const gaps = times.map((_, i) => {
      const theta = new Float64Array(shape.n * shape.d);
      normalizeRows(tokensAt(trajectory, i), theta, shape);
      return firstGap(theta, shape.d);
    });
    return { name: cell.name, exponent: log(gaps[EARLIER.length] / gaps[gaps.length - 1]), gaps };
  },
  judge: (values, { beta, tokens }) =>
    values.map(({ name, exponent }) => {
      const given: SchemeParameters = { beta, tokens, rate: ALPHA, switchAt: SWITCH };
      const { title, clock } = normalizationSchemes[name];
      const [early, late] = LATE[name].times;
      const predicted = 2 * (clock(late, given) - clock(early, given));
      return identity(
        `${title}: log of 1 − ρ at t = ${early} over that at ${late}`,
        predicted,
        exponent,
        TAIL_ALLOWED * predicted,
        'corrections of order 1/t',
      );
    }),
  draw: (values, { beta, tokens }) =>
    curves({
      title: 'How fast tokens cluster at last',
      caption: '1 − ρ over log t: dots by the runs, curves the law of large t, drawn through the last dot.',
      ts: [],
      logTime: true,
      panels: values.map(({ name, gaps }) => {
        const times = tailTimes(name);
        const { title, clock } = normalizationSchemes[name];
        const given: SchemeParameters = { beta, tokens, rate: ALPHA, switchAt: SWITCH };
        const [end, last] = [times[times.length - 1], gaps[gaps.length - 1]];
        return predictedAndMeasured({
          ...{ title, across: 'time t', log: true, logAcross: true },
          predicted: [{ name: '', at: (t) => last * exp(2 * (clock(end, given) - clock(t, given))) }],
          measured: [{ name: '', points: times.map((t, i) => [t, gaps[i]]) }],
        });
      }),
    }),
});
