/** One prediction beside one measurement, and the test between them. Every test here can fail, and says what it allows. */
import { larger } from '../core/elementary.ts';
import { brief } from '../report.ts';
import type { Sample } from './sample.ts';

export type Verdict = 'holds' | 'fails as printed, holds corrected' | 'fails' | 'undecided';

export interface Comparison {
  /** Which form of the statement it belongs to: the printed one, the corrected one, or both where nothing is wrong with it. */
  readonly form: 'printed' | 'corrected' | 'both';
  readonly what: string;
  /** As they are shown. */
  readonly prediction: string;
  readonly measurement: string;
  /** Of the measurement; null where it is exact or has no spread. */
  readonly standardError: number | null;
  /** The test in words and numbers: `within 4 standard errors (1.3)`. */
  readonly test: string;
  readonly outcome: 'holds' | 'fails' | 'undecided';
}

type Form = Comparison['form'];

/** Deviations beyond this many standard errors are no chance: 1 in 16,000 for a normal law. */
export const SIGMAS = 4;

/** With fewer draws a standard error is itself uncertain (four of them are one chance in a thousand at ten draws, one in six at two): they can agree, not refute. */
const FEWEST_TO_REFUTE = 30;

/** Of fewer draws nothing is said at all. */
export const FEWEST_DRAWS = 10;

/** A spread below this share of the mean is rounding of equal numbers. */
const ROUNDING = 1e-12;

/** What a prediction leaves out, beside chance: the next term of an expansion, steps of an integrator. */
export interface Bias {
  readonly allowed: number;
  readonly because: string;
}

/**
 * A mean of random runs against a number: within four standard errors, and a bias where the prediction has one. Undecided where the draws say nothing about chance: fewer than
 * `FEWEST_DRAWS`, or all alike and not the prediction (a rarer value may just not have come).
 */
export function withinErrors(
  what: string,
  prediction: number,
  sample: Sample,
  form: Form = 'both',
  bias: Bias | null = null,
): Comparison {
  return {
    form,
    what,
    prediction: brief(prediction),
    measurement: brief(sample.mean),
    standardError: sample.standardError,
    ...judgedByErrors(prediction, sample, bias),
  };
}

function judgedByErrors(prediction: number, sample: Sample, bias: Bias | null): Pick<Comparison, 'test' | 'outcome'> {
  const { mean, standardError, count, lawful = false } = sample;
  const difference = larger(0, Math.abs(mean - prediction) - (bias?.allowed ?? 0));
  const beside = bias === null ? '' : ` and ${brief(bias.allowed)} for ${bias.because}`;
  const told = (found: string) => `within ${SIGMAS} standard errors${beside} (${found})`;
  if (Number.isNaN(difference)) return { test: told(`no number in ${count} draws`), outcome: 'undecided' };
  const alike = standardError <= ROUNDING * Math.abs(mean);
  if (alike) {
    const equal = difference <= ROUNDING * Math.abs(prediction);
    const test = told(`all ${count} draws alike`);
    if (lawful) return { test, outcome: equal ? 'holds' : 'fails' };
    return { test, outcome: equal && count >= FEWEST_DRAWS ? 'holds' : 'undecided' };
  }
  if (count < FEWEST_DRAWS) return { test: told(`${count} draws are too few`), outcome: 'undecided' };
  const sigmas = difference / standardError;
  const outside = count < FEWEST_TO_REFUTE ? 'undecided' : 'fails';
  return { test: told(`${sigmas.toFixed(1)} in ${count} draws`), outcome: sigmas <= SIGMAS ? 'holds' : outside };
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
  const measurement = measured ?? Number.NaN;
  const difference = Math.abs(measurement - prediction);
  return {
    form,
    what,
    prediction: digits(prediction, allowed),
    measurement: digits(measurement, allowed),
    standardError: null,
    test: `difference ${Number.isNaN(difference) ? '' : `${brief(difference)} `}≤ ${brief(allowed)} (${because})`,
    outcome: Number.isNaN(difference) ? 'undecided' : difference <= allowed ? 'holds' : 'fails',
  };
}

/**
 * An inequality over many cases: how often it is violated.
 * @param worst the largest ratio of the two sides, ≤ 1 where it holds; null where there is no such number; NaN if it could not be had of
 *   some case, and then nothing is decided
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
  const undecided = cases === 0 || open > 0;
  const ratio = worst === null || cases === 0 || Number.isNaN(worst) ? null : brief(worst);
  return {
    form,
    what,
    prediction: 'no violation',
    measurement: Number.isNaN(worst)
      ? `no number in some of ${cases}`
      : `${violations} of ${cases}${ratio === null ? '' : `, at worst ${ratio} of what is allowed`}`,
    standardError: null,
    test: `none of ${cases} cases${open > 0 ? `, ${open} of them undecided` : ''}`,
    outcome: Number.isNaN(worst) ? 'undecided' : violations > 0 ? 'fails' : undecided ? 'undecided' : 'holds',
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
 */
export function exists(what: string, found: boolean | null, shown: string, form: Form = 'both'): Comparison {
  return {
    form,
    what,
    prediction: 'there is one',
    measurement: shown,
    standardError: null,
    test: 'one is found and is what it is said to be',
    outcome: found === null ? 'undecided' : found ? 'holds' : 'fails',
  };
}

/** As many digits as the allowance leaves sure, at least four. */
function digits(value: number, allowed: number): string {
  if (Number.isNaN(value)) return 'no number';
  if (!(allowed > 0) || !Number.isFinite(value) || value === 0) return String(value);
  const sure = Math.ceil(Math.log10(Math.abs(value) / allowed));
  return String(Number(value.toPrecision(Math.min(15, Math.max(4, sure + 1)))));
}

/** The verdict of all comparisons: on the printed form, and where that fails, on the corrected one. */
export function verdictOf(comparisons: readonly Comparison[]): Verdict {
  const outcomeOf = (form: Form) => {
    const outcomes = comparisons.filter((c) => c.form === form || c.form === 'both').map(({ outcome }) => outcome);
    if (outcomes.includes('fails')) return 'fails';
    return outcomes.length === 0 || outcomes.includes('undecided') ? 'undecided' : 'holds';
  };
  const printed = outcomeOf('printed');
  if (printed !== 'fails' || !comparisons.some(({ form }) => form === 'corrected')) return printed;
  const corrected = outcomeOf('corrected');
  return corrected === 'holds' ? 'fails as printed, holds corrected' : corrected;
}
