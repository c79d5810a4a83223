/**
 * Rests and rotating waves near given tokens, the eigenvalues of the Jacobian there, whether they are stable, and what
 * they look like. What runs know of rests is in the other files of this folder, and has no door.
 *
 * @example import { findEquilibrium } from 'parkade/equilibria';
 */
export {
  type Equilibrium,
  type EquilibriumOptions,
  findEquilibrium,
  type NoEquilibrium,
  type Spectrum,
  type Stability,
} from './find-equilibrium.ts';
export { type Configuration, type ConfigurationKind, configurationOf } from './kind.ts';
export type { Eigenvalue, Neutral } from './spectrum.ts';
