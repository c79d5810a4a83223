/**
 * Theory beside the picture: what the papers predict for a run and how far it is from what is measured, and sentences
 * about what is seen.
 *
 * @example import { compare, explain, predictionsFor } from 'parkade/commentary';
 */
export { type Comparison, compare, measuredFor, predictionsFor } from './compare.ts';
export { describe, oneLine } from './describe.ts';
export { explain } from './explain.ts';
export type { Claim, Holds, Hypothesis, Judgement, Measured, Prediction, Standing, Verdict } from './prediction.ts';
export type { Sentence } from './sentence.ts';
export type { View } from './view.ts';
