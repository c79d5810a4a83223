/** What a block sees of a token, and how what it answers moves the token: the schemes of arXiv:2510.22026, Table 2. */
import * as z from 'zod/mini';
import { invalid } from '../../core/errors.ts';
import type { Shape, Space, State } from '../../core/state.ts';
import { norm, normalizeRows } from '../../numerics/sphere.ts';

const schemeNames = ['post', 'pre', 'mix', 'peri', 'ngpt', 'ln-scaling', 'none'] as const;
export type Scheme = (typeof schemeNames)[number];
const normNames = ['sphere', 'rms', 'layer'] as const;
type NormName = (typeof normNames)[number];

interface NormKeys {
  readonly scheme?: Scheme | undefined;
  readonly by?: NormName | undefined;
  readonly gain?: number | readonly number[] | undefined;
  readonly shift?: number | readonly number[] | undefined;
  readonly radius?: number | undefined;
  readonly switchTime?: number | undefined;
  readonly alpha?: number | undefined;
}
export type NormPart = Scheme | NormKeys;

const scalarOrList = z.union([z.number(), z.array(z.number()).check(z.minLength(1))]);

export const normPart = z.union([
  z.enum(schemeNames),
  z.strictObject({
    scheme: z.optional(z.enum(schemeNames)),
    by: z.optional(z.enum(normNames)),
    gain: z.optional(scalarOrList),
    shift: z.optional(scalarOrList),
    radius: z.optional(z.number().check(z.positive())),
    switchTime: z.optional(z.number().check(z.minimum(0))),
    alpha: z.optional(z.number().check(z.positive())),
  }),
]);

/** How tokens are moved by what a block answers. */
interface Moving {
  readonly scheme: Scheme;
  /** τ of mix. */
  readonly switchTime: number;
  /** α of ngpt. */
  readonly alpha: number;
}

/** u ← what a block sees of the tokens x, row by row. */
type Seeing = (x: State, u: State) => void;

/** What is seen of one token, and how that turns with it. */
interface SeeingRow {
  see(u: Float64Array, s: Float64Array): void;
  /** slope ← ∂s/∂u, d×d; null where s is u. */
  readonly slope: ((u: Float64Array, slope: Float64Array) => void) | null;
}

export interface Norm extends Moving {
  /** Whether u_k is x_k/|x_k|, or a positive multiple of it: then what is along u_k does not move a token. */
  readonly along: boolean;
  seeing(shape: Shape): Seeing;
  /** Of unit vectors. */
  seeingRow(d: number): SeeingRow;
}

const asItIs = (): SeeingRow => ({ see: (u, s) => s.set(u), slope: null });

export const post: Norm = {
  ...{ scheme: 'post', switchTime: 0, alpha: 1, along: true },
  ...{ seeing: directions, seeingRow: asItIs },
};

export function spaceOfScheme(scheme: Scheme): Space {
  return scheme === 'post' || scheme === 'ngpt' || scheme === 'ln-scaling' ? 'sphere' : 'euclidean';
}

export function keysOfNorm(part: NormPart): NormKeys & { readonly scheme: Scheme } {
  return typeof part === 'string' ? { scheme: part } : { ...part, scheme: part.scheme ?? 'post' };
}

/** @throws ParkadeError InvalidParameter for keys of another scheme, which would silently do nothing */
export function normOf(part: NormPart, { d }: Pick<Shape, 'd'>): Norm {
  const keys = keysOfNorm(part);
  refuseWithoutEffect(keys, d);
  const { scheme, by = 'sphere', gain = 1, shift = 0, switchTime = 0, alpha = 1 } = keys;
  const moving = { scheme, switchTime, alpha };
  if (scheme === 'none') return { ...moving, along: false, seeing: () => (x, u) => u.set(x), seeingRow: asItIs };
  if (by === 'sphere' && gain === 1 && shift === 0) return { ...post, ...moving };
  const gains = listOf('gain', gain, d);
  const shifts = listOf('shift', shift, d);
  const along = by !== 'layer' && gain === 1 && shift === 0;
  return {
    ...{ ...moving, along },
    seeing: (shape) => affine(by, gains, shifts, shape),
    seeingRow: () => ({
      see: affine(by, gains, shifts, { n: 1, d }),
      slope: by === 'layer' ? layerSlope(gains) : scaling(gains, by === 'rms' ? Math.sqrt(d) : 1),
    }),
  };
}

function refuseWithoutEffect(keys: NormKeys & { readonly scheme: Scheme }, d: number): void {
  const { scheme, by, gain, shift, radius, switchTime, alpha } = keys;
  const refused = (key: string, owners: string) =>
    invalid(
      'norm',
      `have ${key} with scheme ${owners}`,
      `has it with scheme ${scheme}`,
      'drop it or change the scheme',
    );
  if (scheme === 'mix' && switchTime === undefined) {
    throw invalid('norm', 'say when scheme mix goes over from post to pre', 'its switchTime is missing', 'give it');
  }
  if (scheme !== 'mix' && switchTime !== undefined) throw refused('switchTime', 'mix');
  if (scheme !== 'ngpt' && alpha !== undefined) throw refused('alpha', 'ngpt');
  if (spaceOfScheme(scheme) === 'sphere' && radius !== undefined) throw refused('radius', 'pre, mix, peri or none');
  const normalises = by ?? gain ?? shift;
  if (scheme === 'none' && normalises !== undefined) throw refused('by, gain and shift', 'other than none');
  if (by === 'layer' && d < 3) {
    const came = `came with dimension ${d}, where all tokens would be seen as one of two`;
    throw invalid('norm', 'be by layer in dimensions from 3 on', came, 'take rms, or more dimensions');
  }
}

function listOf(name: string, given: number | readonly number[], d: number): Float64Array {
  if (typeof given === 'number') return new Float64Array(d).fill(given);
  if (given.length === d) return Float64Array.from(given);
  throw invalid('norm', `have one ${name}, or ${d}`, `${given.length} came`, 'give one for each coordinate');
}

function directions(shape: Shape): Seeing {
  return (x, u) => normalizeRows(x, u, shape);
}

/** u = gain ⊙ N(x) + shift. */
function affine(by: NormName, gain: Float64Array, shift: Float64Array, { n, d }: Shape): Seeing {
  const row = new Float64Array(d);
  const length = by === 'sphere' ? 1 : Math.sqrt(d);
  return (x, u) => {
    for (let k = 0; k < n; k++) {
      const mean = by === 'layer' ? meanOf(x, k * d, d) : 0;
      for (let i = 0; i < d; i++) row[i] = x[k * d + i] - mean;
      const size = norm(row, 0, d);
      for (let i = 0; i < d; i++) u[k * d + i] = gain[i] * ((length * row[i]) / size) + shift[i];
    }
  };
}

function meanOf(x: State, offset: number, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += x[offset + i];
  return sum / d;
}

/** At unit vectors, along the sphere: a multiple of every coordinate. */
function scaling(gain: Float64Array, length: number): NonNullable<SeeingRow['slope']> {
  const d = gain.length;
  return (_u, slope) => {
    slope.fill(0);
    for (let i = 0; i < d; i++) slope[i * d + i] = length * gain[i];
  };
}

/** With r = u − mean: gain_i √d ((δ_ij − 1/d) − r̂_i r̂_j)/|r|. */
function layerSlope(gain: Float64Array): NonNullable<SeeingRow['slope']> {
  const d = gain.length;
  const row = new Float64Array(d);
  return (u, slope) => {
    const mean = meanOf(u, 0, d);
    for (let i = 0; i < d; i++) row[i] = u[i] - mean;
    const size = norm(row, 0, d);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        const within = (i === j ? 1 : 0) - 1 / d - (row[i] / size) * (row[j] / size);
        slope[i * d + j] = (gain[i] * Math.sqrt(d) * within) / size;
      }
    }
  };
}
