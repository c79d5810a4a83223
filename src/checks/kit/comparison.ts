/**
 * One prediction beside one measurement, and the test between them. Every test here can fail, and says what it allows.
 */
import { larger, log } from '../../numerics/elementary.ts';
import { type Sample, shareOf } from '../../numerics/sample.ts';
import { brief } from '../../report/run.ts';
import { allowedErrors, CHANCE, chanceOfHits } from './chance.ts';

/** In numbers for programs, and in words for people. */
export interface Comparison {
  readonly kind: 'mean' | 'share' | 'number' | 'inequality' | 'existence';
  /**
   * Which form of the statement it belongs to: the printed one, the corrected one, or both where nothing is wrong with
   * it. The digits of a printed number are apart: a wrong one is a misprint.
   */
  readonly form: 'printed' | 'printed digits' | 'corrected' | 'both';
  readonly what: string;
  /** Of an inequality the number of violations, 0; of an existence none. */
  readonly prediction: number | null;
  /** Of an existence what shows it. Null where there is no number. */
  readonly measurement: number | null;
  /** Of the measurement; null where it is exact or has no spread. */
  readonly standardError: number | null;
  /** Draws of a mean or a share, cases of an inequality; null where there is but one. */
  readonly cases: number | null;
  /** How far off it is over how far off it may be: above 1 the comparison fails. Null where there is no such number. */
  readonly deviation: number | null;
  /** Prediction and measurement as people read them. */
  readonly shown: { readonly prediction: string; readonly measurement: string };
  /** The test in words and numbers: `within 4 standard errors (1.3 in 2000 draws)`. */
  readonly test: string;
  readonly outcome: 'holds' | 'fails' | 'undecided';
}

type Form = Comparison['form'];
type Judgement = Pick<Comparison, 'test' | 'outcome' | 'deviation'>;

/** Student's law is that of normal draws: of fewer than these, which may be skewed, a mean can agree, not refute. */
const FEWEST_TO_REFUTE = 30;

/** Of fewer draws nothing is said at all. */
export const FEWEST_DRAWS = 10;

/** A spread below this share of the mean is rounding of equal numbers. */
const ROUNDING = 1e-12;

/** What a prediction leaves out, beside chance: the next term of an expansion, steps of an integrator. */
interface Bias {
  readonly allowed: number;
  readonly because: string;
}

/**
 * A mean of random runs against a number: within the standard errors that chance explains (`allowedErrors`), and a bias
 * where the prediction has one. Undecided where the draws say nothing about chance: fewer than `FEWEST_DRAWS`, or all
 * alike and not the prediction (a rarer value may just not have come).
 */
export function withinErrors(
  what: string,
  prediction: number,
  sample: Sample,
  form: Form = 'both',
  bias: Bias | null = null,
): Comparison {
  const { mean, standardError, count } = sample;
  return {
    ...{ kind: 'mean', form, what, prediction, cases: count },
    measurement: numberOrNull(mean),
    standardError: numberOrNull(standardError),
    shown: { prediction: brief(prediction), measurement: Number.isNaN(mean) ? NO_NUMBER : brief(mean) },
    ...judgedByErrors(prediction, sample, bias),
  };
}

function judgedByErrors(prediction: number, { mean, standardError, count }: Sample, bias: Bias | null): Judgement {
  const difference = larger(0, Math.abs(mean - prediction) - (bias?.allowed ?? 0));
  const beside = bias === null ? '' : ` and ${brief(bias.allowed)} for ${bias.because}`;
  const limit = count < FEWEST_DRAWS ? Number.NaN : allowedErrors(count);
  const told = (found: string) =>
    `within ${Number.isNaN(limit) ? '' : `${Number(limit.toPrecision(2))} `}standard errors${beside} (${found})`;
  const open = { deviation: null, outcome: 'undecided' } as const;
  if (Number.isNaN(difference)) return { test: told(`no number in ${count} draws`), ...open };
  if (standardError <= ROUNDING * Math.abs(mean)) {
    const equal = difference <= ROUNDING * Math.abs(prediction) && count >= FEWEST_DRAWS;
    return { test: told(`all ${count} draws alike`), ...(equal ? { deviation: 0, outcome: 'holds' } : open) };
  }
  if (count < FEWEST_DRAWS) return { test: told(`${count} draws are too few`), ...open };
  const sigmas = difference / standardError;
  const outside = count < FEWEST_TO_REFUTE ? 'undecided' : 'fails';
  return {
    test: told(`${sigmas.toFixed(1)} in ${count} draws`),
    deviation: sigmas / limit,
    outcome: sigmas <= limit ? 'holds' : outside,
  };
}

/**
 * A share of independent trials against its probability: as far off with a chance of at least 6e-5, by the binomial law
 * itself, which for rare hits is far from a normal one. Few trials cannot confirm, unless the probability is 0 or 1;
 * improbable hits refute, however few trials.
 */
export function shareWithin(
  what: string,
  prediction: number,
  hits: number,
  trials: number,
  form: Form = 'both',
): Comparison {
  const chance = trials === 0 ? 1 : chanceOfHits(hits, trials, prediction);
  const fewest = prediction === 0 || prediction === 1 ? 1 : FEWEST_DRAWS;
  const { mean, standardError } = shareOf(hits, trials, prediction);
  return {
    ...{ kind: 'share', form, what, prediction, cases: trials, standardError },
    measurement: numberOrNull(mean),
    deviation: Math.abs(log(chance) / log(CHANCE)),
    shown: { prediction: brief(prediction), measurement: trials === 0 ? NO_NUMBER : brief(mean) },
    test: `chance of a share so far off ${brief(chance)} ≥ ${brief(CHANCE)} (${trials} draws)`,
    outcome: chance < CHANCE ? 'fails' : trials < fewest ? 'undecided' : 'holds',
  };
}

/**
 * A number against a number: |measured − predicted| ≤ allowed.
 * @param measured null or NaN where there is none: then nothing is decided
 * @param because what the allowance is: rounding, the tolerance of the integrator, the next term of an expansion
 */
export function identity(
  what: string,
  prediction: number,
  measured: number | null,
  allowed: number,
  because: string,
  form: Form = 'both',
): Comparison {
  const difference = Math.abs((measured ?? Number.NaN) - prediction);
  const known = !Number.isNaN(difference);
  return {
    ...{ kind: 'number', form, what, standardError: null, cases: null },
    prediction: numberOrNull(prediction),
    measurement: numberOrNull(measured ?? Number.NaN),
    deviation: known ? (difference === 0 ? 0 : difference / allowed) : null,
    shown: { prediction: digits(prediction, allowed), measurement: digits(measured ?? Number.NaN, allowed) },
    test: `difference ${known ? `${brief(difference)} ` : ''}≤ ${brief(allowed)} (${because})`,
    outcome: known ? (difference <= allowed ? 'holds' : 'fails') : 'undecided',
  };
}

/**
 * An inequality over many cases: how often it is violated.
 * @param worst the largest ratio of the two sides, ≤ 1 where it holds; null where there is no such number; NaN if it
 *   could not be had of some case, and then nothing is decided
 * @param open cases that could not be decided; with any of them and no violation, the outcome is undecided
 */
export function noViolation(
  what: string,
  counts: {
    readonly cases: number;
    readonly violations: number;
    readonly worst?: number | null;
    readonly open?: number;
  },
  form: Form = 'both',
): Comparison {
  const { cases, violations, worst = null, open = 0 } = counts;
  const lost = Number.isNaN(worst);
  const ratio = worst === null || cases === 0 || lost ? null : worst;
  const found = `${violations} of ${cases}${ratio === null ? '' : `, at worst ${brief(ratio)} of what is allowed`}`;
  return {
    ...{ kind: 'inequality', form, what, prediction: 0, standardError: null, cases, deviation: ratio },
    measurement: lost ? null : violations,
    shown: { prediction: 'no violation', measurement: lost ? `no number in some of ${cases}` : found },
    test: `none of ${cases} cases${open > 0 ? `, ${open} of them undecided` : ''}`,
    outcome: lost ? 'undecided' : violations > 0 ? 'fails' : cases === 0 || open > 0 ? 'undecided' : 'holds',
  };
}

/**
 * An inequality over many cases, each given by the ratio of its two sides: above 1 it is violated.
 * @param ratios one a case; NaN where a case could not be decided
 * @param open further cases that could not be decided
 */
export function noneAbove(what: string, ratios: readonly number[], open = 0, form: Form = 'both'): Comparison {
  const decided = ratios.filter((ratio) => !Number.isNaN(ratio));
  const counts = {
    cases: decided.length,
    violations: decided.filter((ratio) => ratio > 1).length,
    worst: decided.length === 0 ? null : decided.reduce(larger),
    open: open + ratios.length - decided.length,
  };
  return noViolation(what, counts, form);
}

/**
 * That there is a case at all: a counterexample, a crossing, an energy that decreases.
 * @param found null where not finding one says nothing: too few were tried, or there is nothing to try
 * @param measured the number that shows it, null where there is none
 * @param shown the same for people
 */
export function exists(
  what: string,
  found: boolean | null,
  measured: number | null,
  shown: string,
  form: Form = 'both',
): Comparison {
  return {
    ...{ kind: 'existence', form, what, prediction: null, standardError: null, cases: null, deviation: null },
    measurement: numberOrNull(measured ?? Number.NaN),
    shown: { prediction: 'there is one', measurement: shown },
    test: 'one is found and is what it is said to be',
    outcome: found === null ? 'undecided' : found ? 'holds' : 'fails',
  };
}

const NO_NUMBER = 'no number';

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** As many digits as the allowance leaves sure, at least four. */
function digits(value: number, allowed: number): string {
  if (Number.isNaN(value)) return NO_NUMBER;
  if (!(allowed > 0) || !Number.isFinite(value) || value === 0) return String(value);
  const sure = Math.ceil(Math.log10(Math.abs(value) / allowed));
  return String(Number(value.toPrecision(Math.min(15, Math.max(4, sure + 1)))));
}
