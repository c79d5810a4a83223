/**
 * What the papers predict, as functions: each docstring has the formula, its range and its source.
 *
 * @example import { circleCenters, meanParked } from 'parkade/theory';
 */

export * from '../numerics/ode.ts';
export * from '../numerics/special/bessel.ts';
export * from '../numerics/special/exponential-integral.ts';
export { logBeta, logGamma } from '../numerics/special/gamma.ts';
export * from '../numerics/special/incomplete-beta.ts';
export * from './cap-measure.ts';
export * from './circle-centers.ts';
export * from './coarsening.ts';
export * from './equiangular.ts';
export * from './finite-circle-centers.ts';
export * from './first-clusters.ts';
export * from './first-token.ts';
export * from './full-attention-rests.ts';
export * from './hemisphere.ts';
export * from './interaction.ts';
export * from './kinetic.ts';
export * from './leading-eigenvalue.ts';
export * from './lemma-5-1.ts';
export * from './long-context.ts';
export * from './metastability.ts';
export * from './normalization-schemes.ts';
export * from './parking.ts';
export * from './random-sequential-adsorption.ts';
export * from './real-gaussian-matrices.ts';
export * from './stability.ts';
export * from './strong-center-variance.ts';
export * from './strong-centers.ts';
export * from './strong-centers-of-laws.ts';
export * from './table-1.ts';
export * from './theorem-5-2.ts';
export * from './two-token-equilibria.ts';
export * from './two-tokens.ts';
