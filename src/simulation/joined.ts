/** A run and what continues it, told as one. */
import { larger } from '../numerics/elementary.ts';
import type { Statistics, UndecidedToken } from './trajectory.ts';

export function joinedArrays(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** Counts are added; what is told of the end is told of the second. */
export function joinedStatistics(a: Statistics, b: Statistics): Statistics {
  const smallest = [a, b].filter(({ steps }) => steps > 0).map(({ smallestStep }) => smallestStep);
  return {
    ...b,
    steps: a.steps + b.steps,
    rejected: a.rejected + b.rejected,
    fieldEvaluations: a.fieldEvaluations + b.fieldEvaluations,
    smallestStep: smallest.length === 2 && smallest[1] > smallest[0] ? smallest[0] : (smallest.at(-1) ?? 0),
    largestStep: a.largestStep > b.largestStep ? a.largestStep : b.largestStep,
    implicitFrom: a.implicitFrom ?? b.implicitFrom,
    ...(b.steepness !== undefined && { steepness: larger(a.steepness ?? 0, b.steepness) }),
  };
}

/** Each token once, since when it was first undecided. */
export function joinedUndecided(a: readonly UndecidedToken[], b: readonly UndecidedToken[]): UndecidedToken[] {
  const more = b.filter(({ token }) => !a.some((known) => known.token === token));
  return [...a, ...more].sort((p, q) => p.token - q.token);
}
