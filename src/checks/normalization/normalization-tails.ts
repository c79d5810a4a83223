/** Where a transformer normalises: how fast tokens cluster at last. */
import { exp, log } from '../../numerics/elementary.ts';
import { normalizeRows } from '../../numerics/sphere.ts';
import {
  type NormalizationSchemeName,
  normalizationSchemes,
  type SchemeParameters,
} from '../../theory/normalization-schemes.ts';
import { firstGap } from '../full-attention/equiangular-tokens.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { completedRun } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';
import { ALPHA, SCHEME_NAMES, type SchemeCell, SWITCH, specOf } from './normalization-schemes.ts';

/**
 * Two late times at which the law of large t is seen: far enough for its corrections of order 1/t, near enough for 1
 * − ρ to be seen.
 */
const LATE = {
  'post-ln': { times: [10, 14], dt: 0.125 },
  'pre-ln': { times: [2000, 8000], dt: null },
  'mix-ln': { times: [2000, 8000], dt: null },
  'peri-ln': { times: [2000, 8000], dt: null },
  ngpt: { times: [20, 28], dt: 0.25 },
  'ln-scaling': { times: [100, 144], dt: 0.25 },
} as const satisfies Record<NormalizationSchemeName, object>;

/** Relative. */
const TAIL_ALLOWED = 0.01;

/** Times before the first late one that are drawn, as shares of it. */
const EARLIER = [1 / 8, 1 / 4, 1 / 2] as const;

function tailTimes(name: NormalizationSchemeName): number[] {
  const [early, late] = LATE[name].times;
  return [...EARLIER.map((share) => share * early), early, late];
}

interface Tail {
  readonly name: NormalizationSchemeName;
  /** Null where the run came to no end. */
  readonly exponent: number | null;
  /** 1 − ρ at the times drawn, of which the last two are the late ones. */
  readonly gaps: readonly number[];
}

export const tails = statement({
  id: 'normalization-tails',
  says: 'At last 1 − ρ falls like e^{−2t} under Post-LN, t^{−2} under Pre-LN, Mix-LN and Peri-LN, e^{−2αt} under nGPT, e^{−4√t} under LN-scaling.',
  source: 'arXiv:2510.22026, Table 2; LN-scaling derived',
  test: 'runs of the six equations from orthonormal tokens: exponent between two late times, over the predicted one, within 1 %',
  expected: 'holds',
  parameters: { beta: p.beta(1), tokens: p.tokens(6) },
  hypotheses: ({ beta, tokens }) => [
    { says: 'n ≥ 2', met: tokens >= 2, essential: true },
    { says: 'e^β ≪ the late times, the first of which is 10', met: beta <= 1.5 },
  ],
  cells: ({ beta, tokens }): SchemeCell[] => SCHEME_NAMES.map((name) => ({ name, beta, tokens })),
  async compute(cell: SchemeCell): Promise<Tail> {
    const { name } = cell;
    const { dt } = LATE[name];
    const times = tailTimes(name);
    // Where distances become small, fixed steps: tolerances do not see them.
    const steps = dt === null ? { rtol: 1e-9, atol: 1e-11 } : { integrator: 'dopri5' as const, dt };
    const course = await completedRun({ ...specOf(cell), ...steps, saveAt: times });
    if (course === null) return { name, exponent: null, gaps: [] };
    const { shape } = course;
    const gaps = times.map((_, i) => {
      const theta = new Float64Array(shape.n * shape.d);
      normalizeRows(course.at(i), theta, shape);
      return firstGap(theta, shape.d);
    });
    return { name, exponent: log(gaps[EARLIER.length] / gaps[gaps.length - 1]), gaps };
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
    comparedIn({
      title: 'How fast tokens cluster at last',
      caption: '1 − ρ over log t: dots by the runs, curves the law of large t, drawn through the last dot.',
      logAcross: true,
      panels: values
        .filter(({ gaps }) => gaps.length > 0)
        .map(({ name, gaps }) => {
          const times = tailTimes(name);
          const { title, clock } = normalizationSchemes[name];
          const given: SchemeParameters = { beta, tokens, rate: ALPHA, switchAt: SWITCH };
          const [end, last] = [times[times.length - 1], gaps[gaps.length - 1]];
          return {
            ...{ title, across: 'time t', log: true },
            predicted: [{ name: '', at: (t) => last * exp(2 * (clock(end, given) - clock(t, given))) }],
            measured: [{ name: '', points: times.map((t, i) => [t, gaps[i]]) }],
          };
        }),
    }),
});
