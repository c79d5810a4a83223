/**
 * Infinitely many tokens: the density that they have, followed in time, and its stationary states.
 *
 * @example const { states } = await densityCourse({ d: 2, mask: 'full', attention: { beta: 4, value: 1,
 *   normalization: 'softmax', kappa: 5 }, start: { law: 'von-mises-fisher', directions: [Float64Array.of(1, 0)],
 *   concentration: 1, modes: [], turn: 0 }, times: [0, 1, 10] });
 */

export { discontinuousFrom, initialBend, noiseThreshold } from './bend.ts';
export { type Branch, type BranchPoint, type BranchSpec, followBranch } from './branch.ts';
export {
  type CourseOptions,
  type DensityCourse,
  type DensityProblem,
  type DensityState,
  densityAt,
  densityCourse,
  wholeDensity,
} from './course.ts';
export { energyOf } from './energy.ts';
export type { AttentionOfMany } from './equation.ts';
export type { Along } from './family.ts';
export { type HarmonicSpace, strengths } from './harmonics.ts';
export { linearRates } from './linear.ts';
export { type Profile, profileOf } from './profile.ts';
export { densityAround, heightsOf } from './shown.ts';
export { type Spectrum, spectrumAt } from './stability.ts';
export type { DensityStart } from './start.ts';
export { momentsOf, stationaryNear } from './stationary.ts';
