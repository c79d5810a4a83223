/**
 * From tokens that have nearly come to rest to the rest itself, its spectrum and its kind; or to the rotating wave that
 * they have nearly become, ẋ = Ωx with a skew Ω that leaves the equation as it is. Theory: docs/equilibria.md.
 */

import { invalid } from '../core/errors.ts';
import type { State } from '../core/state.ts';
import type { Equation } from '../dynamics/equation.ts';
import { eigenvalues } from '../numerics/eigenvalues.ts';
import { larger } from '../numerics/elementary.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { geodesicDistance, normalizeRows, squaredChord } from '../numerics/sphere.ts';
import { isBalanced } from './balance.ts';
import { longestRow, rowsTimes } from './frame.ts';
import { type Configuration, configurationOf } from './kind.ts';
import { causalAttention, type Reached, type Sought, search } from './search.ts';
import type { Eigenvalue } from './spectrum.ts';
import { type Spectral, sureEigenvalues } from './stability.ts';
import { fastest, symmetriesOf } from './symmetries.ts';
import { forceOf } from './systems.ts';

/** All that decides, on the left of the imaginary axis; something on its right; or nothing is sure of either. */
export type Stability = 'stable' | 'unstable' | 'undecided';

export interface Spectrum {
  /** All eigenvalues of the tangential Jacobian, n(d − 1) on the sphere, by falling real parts. */
  readonly eigenvalues: readonly Eigenvalue[];
  readonly stability: Stability;
  /** How many eigenvalues are surely on the right of the imaginary axis. */
  readonly growing: number;
  /** How many that are not neutral may be on either side, for all that is known. */
  readonly undecided: number;
  /** A bound of the norm of what is wrong with the Jacobian, or with the worst of its blocks. */
  readonly error: number;
}

interface Found {
  /** [n, d]: the tokens there; where nothing was found, the tokens as they came. */
  readonly x: State;
  /**
   * How far the token was moved that was moved most: an angle, in R^d a distance. Where nothing was found near, how far
   * it would have been moved to what is beyond, 0 where there is nothing.
   */
  readonly moved: number;
  /** |ẋ_k|, or |ẋ_k − Ωx_k|, of the fastest token: what is left of it, and where nothing was found, what it was. */
  readonly speed: number;
  /** A velocity of usual size in this equation, which `speed` is to be compared with. */
  readonly usualSpeed: number;
}

/** A rest, or a rotating wave: a rest in the frame that turns with it. */
export interface Equilibrium extends Found {
  readonly status: 'rest' | 'rotating wave';
  /** Ω, d × d and skew; null at rest. */
  readonly rotation: Matrix | null;
  /** The angular frequencies of Ω, by falling size; none at rest. */
  readonly frequencies: readonly number[];
  /** How many independent infinitesimal rotations leave the equation as it is. */
  readonly symmetries: number;
  readonly spectrum: Spectrum;
  /** Null in R^d. */
  readonly configuration: Configuration | null;
}

export interface NoEquilibrium extends Found {
  readonly status: 'not found';
}

export interface EquilibriumOptions {
  /** Of an equation that changes with time: when it is looked at (0). */
  readonly at?: number;
  /** Farther than this from its tokens a rest is not near them (0.5): an angle, in R^d a distance. */
  readonly within?: number;
  /** Is called now and then, with what is done and the share of it that is; a promise is waited for. */
  readonly onProgress?: (share: number, doing: 'search' | 'spectrum') => Promise<void> | void;
}

/** Coordinates of a state whose Jacobian is one dense matrix. */
const LARGEST_DENSE = 1500;
/** Of rests, in radians. */
const NEAR = 0.5;
/** Turning more slowly than this share of the usual velocity is rest. */
const STILL = 1e-11;

/**
 * Refines tokens to the rest, or rotating wave, that is near, by Newton's method, and finds its spectrum.
 *
 * @param x [n, d]; on the sphere rows are divided by their lengths
 * @example await findEquilibrium(resolveEquation(dynamics, shape), trajectory.last)
 * @throws ParkadeError InvalidParameter for more coordinates than a dense Jacobian holds, 1,500, causal attention
 *   excepted
 */
export async function findEquilibrium(
  equation: Equation,
  x: State,
  options: EquilibriumOptions = {},
): Promise<Equilibrium | NoEquilibrium> {
  const { shape, space } = equation;
  checkSize(equation, x);
  const start = x.slice();
  if (space === 'sphere') normalizeRows(x, start, shape);
  const { at: t = 0, within = NEAR, onProgress } = options;
  const force = forceOf(equation, t);
  const scale = larger(fastest(equation, force), Number.MIN_VALUE);
  const symmetries = symmetriesOf(equation, force);
  const breathe = (doing: 'search' | 'spectrum') => (share: number) => onProgress?.(share, doing) ?? undefined;
  const sought: Sought = { equation, t, symmetries, scale, breathe: breathe('search') };
  const { reached, rotates } = await settled(sought, start);
  const moved = reached.settled ? farthest(start, reached.x, equation) : 0;
  if (!(reached.settled && moved <= within)) {
    return { status: 'not found', x: start, moved, speed: longestRow(force(start), shape.d), usualSpeed: scale };
  }
  const found: Found = {
    x: reached.x,
    moved,
    speed: reached.residual,
    usualSpeed: scale,
  };
  const spectral = await sureEigenvalues({ ...sought, breathe: breathe('spectrum') }, reached, rotates);
  return {
    status: rotates ? 'rotating wave' : 'rest',
    ...found,
    rotation: rotates ? reached.rotation : null,
    frequencies: rotates ? frequenciesOf(reached.rotation, shape.d) : [],
    symmetries: symmetries.length,
    spectrum: summary(spectral),
    configuration: space === 'sphere' ? configurationOf(reached.x, shape) : null,
  };
}

function checkSize(equation: Equation, x: State): void {
  const { shape, space } = equation;
  const size = shape.n * (space === 'sphere' ? shape.d - 1 : shape.d);
  if (x.length !== shape.n * shape.d) {
    const came = `${x.length} numbers came`;
    throw invalid('x', `hold n·d = ${shape.n * shape.d} numbers`, came, 'give a row for each token');
  }
  if (size <= LARGEST_DENSE || causalAttention(equation)) return;
  throw invalid(
    'tokens',
    `have at most ${LARGEST_DENSE} coordinates in all, n(d − 1), for a Jacobian that is not block by block`,
    `there are ${size}`,
    'take fewer tokens, or causal attention, which has no such limit',
  );
}

/** What turns by less than rounding is at rest, and looked for again as such. */
async function settled(sought: Sought, start: State): Promise<{ reached: Reached; rotates: boolean }> {
  const { shape } = sought.equation;
  const reached = await search(sought, start);
  const turning = longestRow(rowsTimes(reached.rotation, reached.x, shape), shape.d);
  if (reached.settled && turning > STILL * sought.scale) return { reached, rotates: true };
  const still = reached.settled && turning === 0;
  const rest = still ? reached : await search(sought, reached.settled ? reached.x : start, false);
  const isRest = rest.settled && isBalanced(sought.equation, rest.x, forceOf(sought.equation, sought.t)(rest.x));
  return { reached: { ...rest, settled: isRest }, rotates: false };
}

function summary({ all, error }: Spectral): Spectrum {
  const deciding = all.filter(({ neutral }) => neutral === null);
  const growing = deciding.filter(({ re, sure }) => sure && re > 0).length;
  const undecided = deciding.filter(({ sure }) => !sure).length;
  return {
    eigenvalues: all,
    stability: growing > 0 ? 'unstable' : undecided > 0 ? 'undecided' : 'stable',
    ...{ growing, undecided, error },
  };
}

/** The positive imaginary parts of the eigenvalues of Ω. */
function frequenciesOf(rotation: Matrix, d: number): number[] {
  const { im } = eigenvalues(rotation.slice(), d);
  return [...im].filter((part) => part > 0).sort((a, b) => b - a);
}

function farthest(from: State, to: State, { shape: { n, d }, space }: Equation): number {
  let most = 0;
  for (let k = 0; k < n; k++) {
    const apart =
      space === 'sphere'
        ? geodesicDistance(from, k * d, to, k * d, d)
        : Math.sqrt(squaredChord(from, k * d, to, k * d, d));
    most = larger(most, apart);
  }
  return most;
}
