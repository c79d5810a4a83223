/** What a prediction is, and the contract of an entry of the registry that makes some. */
import type { Moment } from './moment.ts';
import type { Setting } from './setting.ts';

/** Of a hypothesis: whether the setting meets it, or whether that cannot be told. */
export type Holds = boolean | 'unknown';

export interface Hypothesis {
  /** What is supposed. */
  readonly says: string;
  readonly holds: Holds;
  /** What the setting has instead, or why it is not known. */
  readonly why: string;
}

/**
 * What is claimed of the quantity:
 * - number: its expected value, with the standard deviation of one run where that is known;
 * - path: a value at every time, which `compare` tells; `value` is that of the end of the run;
 * - at most: a bound at all times, or for as long as the sentence says;
 * - limit: what it tends to as t → ∞, and how near counts as there.
 */
export type Claim =
  | { readonly form: 'number'; readonly value: number; readonly standardDeviation: number | null }
  | { readonly form: 'path'; readonly value: number }
  | { readonly form: 'at most'; readonly value: number }
  | { readonly form: 'limit'; readonly value: number; readonly near: number };

/** How sure it is. */
export type Standing = 'theorem' | 'exact' | 'conjecture' | 'asymptote' | 'heuristic';

/** What is said of one setting. */
export interface Statement {
  /** One sentence. */
  readonly says: string;
  /** Null where nothing is claimed: the sentence then says why. */
  readonly claim: Claim | null;
  readonly hypotheses: readonly Hypothesis[];
  readonly standing: Standing;
  readonly source: string;
}

/** Plain data: it can be sent to another thread. */
export interface Prediction extends Statement {
  readonly id: string;
  /** A few words, for a table. */
  readonly title: string;
  /** The quantity in TeX. */
  readonly symbol: string;
  /** The quantity in words. */
  readonly quantity: string;
  readonly unit: string;
  /** Whether it may be relied on: false where a hypothesis fails, unknown where one is not decided. */
  readonly valid: Holds;
}

/** What a quantity is now. */
export interface Measured {
  /** Null where it cannot be measured, or means nothing at this time; the sentence says why. */
  readonly value: number | null;
  readonly says: string;
  /** What is predicted for this time, where that changes with time. */
  readonly expected?: number;
}

/**
 * agrees and differs: of a valid prediction. not yet: a limit that tokens are still on their way to. undecided: the
 * numbers fit neither. no claim: a hypothesis fails, or nothing is predicted.
 */
export type Verdict = 'agrees' | 'differs' | 'not yet' | 'undecided' | 'no claim';

export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence. */
  readonly why: string;
  /** Measured minus expected; null where either is none. */
  readonly difference: number | null;
  /** The difference in standard deviations where one is known, else in units of what is allowed; or null. */
  readonly inUnits: number | null;
}

/** An entry of the registry: one subject of the papers. */
export interface PredictionDefinition {
  readonly id: string;
  readonly title: string;
  readonly symbol: string;
  readonly quantity: string;
  readonly unit: string;
  /** Whether the quantity means something also where nothing is claimed of it. */
  readonly always?: true;
  /** Null where the subject does not occur in the setting, such as frozen centers where there are none. */
  predict(setting: Setting): Statement | null;
  measure(moment: Moment, setting: Setting): Measured;
  /** Asked for valid predictions with a claim only. */
  judge(claim: Claim, measured: Measured, moment: Moment, setting: Setting): Judgement;
}

/** False where one fails, else unknown where one is not known. */
export function allHold(hypotheses: readonly Hypothesis[]): Holds {
  if (hypotheses.some(({ holds }) => holds === false)) return false;
  return hypotheses.every(({ holds }) => holds === true) ? true : 'unknown';
}
