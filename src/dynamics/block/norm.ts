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

export interface Norm extends Moving {
  /** Whether u_k is x_k/|x_k|, or a positive multiple of it: then what is along u_k does not move a token. */
  readonly along: boolean;
  seeing(shape: Shape): Seeing;
}

export const post: Norm = { scheme: 'post', switchTime: 0, alpha: 1, along: true, seeing: directions };

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
  if (scheme === 'none') return { ...moving, along: false, seeing: () => (x, u) => u.set(x) };
  if (by === 'sphere' && gain === 1 && shift === 0) return { ...moving, along: true, seeing: directions };
  const gains = listOf('gain', gain, d);
  const shifts = listOf('shift', shift, d);
  const along = by !== 'layer' && gain === 1 && shift === 0;
  return { ...moving, along, seeing: (shape) => affine(by, gains, shifts, shape) };
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
