/**
 * The gallery: for every preset a state that tells something, with one sentence of what is seen and one thing to try.
 * Data alone, so that a page can list it without what presets compute and draw.
 */
import { finalConfigurations } from './final-configurations.ts';
import { firstSteps } from './first-steps.ts';
import { manyRuns } from './many-runs.ts';
import { metastability } from './metastability.ts';
import { openQuestions } from './open-questions.ts';
import { otherEquations } from './other-equations.ts';
import type { Group } from './telling-state.ts';

export { firstSight } from './first-steps.ts';
export type { Group, Guess, TellingState } from './telling-state.ts';

/** In the order in which they are shown. */
export const gallery: readonly Group[] = [
  { title: 'First steps', states: firstSteps },
  { title: 'Metastability and parking', states: metastability },
  { title: 'Final configurations by V', states: finalConfigurations },
  { title: 'Other equations', states: otherEquations },
  { title: 'Numbers over many runs', states: manyRuns },
  { title: 'Open questions', states: openQuestions },
];
