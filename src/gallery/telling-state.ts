/** A state of the lab that tells something: a run, how to look at it, what is seen and what to try. Pure data. */
import type { RunSpec } from '../run/spec.ts';

/** A question before playing. Its answer is measured in the run at hand, never known beforehand. */
export type Guess =
  /** How many clusters are there when the run ends? */
  | { readonly kind: 'clusters'; readonly expects: 'centers' | 'first-mode' | 'table-1' }
  /** Which token is the first of the cluster in which this token (from 0) ends? */
  | { readonly kind: 'leader'; readonly token: number }
  /** Have all tokens met before a time? */
  | { readonly kind: 'collapse'; readonly before: number }
  /** Does the ensemble energy only rise? */
  | { readonly kind: 'energy' }
  /** What percentage of the tokens is captured by Rényi centers when the run ends? */
  | { readonly kind: 'captured' };

export interface TellingState {
  /** That of the preset of which this is a run. */
  readonly id: string;
  readonly title: string;
  /** The paper, and where in it. */
  readonly source: string;
  readonly spec: RunSpec;
  /** The time shown where nothing moves; the end of the run unless given. */
  readonly at?: number;
  /** Whether time goes by its logarithm; long runs do so of themselves. */
  readonly logTime?: boolean;
  /** Views that show it best, by their names in the lab. */
  readonly views?: readonly string[];
  /** From where to look at a sphere, in radians around the pole and above the equator. */
  readonly camera?: readonly [longitude: number, latitude: number];
  readonly colouring?: 'index' | 'cluster' | 'fate';
  /** What is seen: one sentence, or two. */
  readonly says: string;
  /** One thing to try. */
  readonly tryThis: string;
  readonly guess?: Guess;
}

export interface Group {
  readonly title: string;
  readonly states: readonly TellingState[];
}
