/**
 * A block from its parts, as numbers, and its field: the definition of correct for every composition.
 *
 *   y_k = A_k + M_k,   A_k = Σ_h (O_hV_h) Σ_j P_kj u_j,   M_k = g·(W₂ a(W₁u_k + b₁) + b₂),
 *
 * where u_k is what the block sees of x_k (norm.ts), and the scheme says how y_k moves the token.
 */
import type { AttentionShares, Shape, State, VectorField } from '../../core/state.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { norm as lengthOf, projectTangent } from '../../numerics/sphere.ts';
import { attentionHead, type Head, linearProjections, type Projections, sharesOf } from '../attention-head.ts';
import { type Perceptron, perceptronOf } from '../perceptron.ts';
import { type MaskPart, maskOf } from './mask.ts';
import { type Norm, post, type Scheme } from './norm.ts';
import { type Positions, rowTurner } from './positions.ts';
import { softmax, type Weighing } from './weighing.ts';

export interface HeadMatrices {
  /** [w, d] */
  readonly query: Matrix;
  readonly key: Matrix;
  /** O_hV_h, [d, d] */
  readonly value: Matrix;
}

export interface Composition {
  readonly beta: number;
  readonly heads: readonly HeadMatrices[];
  /** Rows of queries and keys, w; d by default. */
  readonly width?: number;
  /** What the outputs of heads are multiplied by; 1 by default. */
  readonly share?: number;
  readonly mask: MaskPart;
  readonly weighing?: Weighing;
  readonly positions?: Positions;
  readonly norm?: Norm;
  readonly mlp?: { readonly perceptron: Perceptron; readonly gain: number } | null;
  /** Which sublayer acts, twice as fast; both by default. */
  readonly only?: 'attention' | 'mlp';
}

/** What a block answers at one token after another. */
interface Sublayers {
  place(t: number, u: State): void;
  /** y ← A_k; tangential parts alone are right where `pull` is asked for. */
  attention: ((k: number, y: Float64Array, pull: boolean) => void) | null;
  /** y ← M_k. */
  mlp: ((k: number, y: Float64Array) => void) | null;
}

function sublayersOf(composition: Composition, shape: Shape): Sublayers {
  const { mlp = null, only } = composition;
  const heads = only === 'mlp' ? [] : headsOf(composition, shape);
  const share = (composition.share ?? 1) * (only === 'attention' ? 2 : 1);
  const { d } = shape;
  const single = new Float64Array(d);
  let u: State = new Float64Array(0);
  return {
    place(t, seen) {
      u = seen;
      for (const head of heads) head.place(t, u);
    },
    attention:
      only === 'mlp'
        ? null
        : (k, y, pull) => {
            y.fill(0);
            for (const head of heads) {
              head.attend(k);
              if (pull) head.pull(single);
              else head.output(single);
              for (let i = 0; i < d; i++) y[i] += share * single[i];
            }
          },
    mlp: mlp && only !== 'attention' ? answerOf(mlp, only === 'mlp' ? 2 : 1, d, () => u) : null,
  };
}

function answerOf(
  { perceptron, gain }: NonNullable<Composition['mlp']>,
  speed: number,
  d: number,
  seen: () => State,
): (k: number, y: Float64Array) => void {
  const map = perceptronOf(perceptron);
  return (k, y) => {
    map(seen(), k * d, y);
    for (let i = 0; i < d; i++) y[i] *= gain * speed;
  };
}

function headsOf({ beta, heads, width, mask, weighing = softmax, positions }: Composition, shape: Shape): Head[] {
  const { n, d } = shape;
  const w = width ?? d;
  const visible = maskOf(mask, n);
  const turn = positions?.frequencies ? rowTurner(positions.frequencies, n) : null;
  return heads.map(({ query, key, value }, h) => {
    const linear = linearProjections(beta, query, key, shape, w);
    const bias = positions?.bias(h, n) ?? null;
    const project = turn ? turned(linear, turn, n, w) : linear;
    return attentionHead(project, { value, mask: visible, weighing, width: w, bias }, shape);
  });
}

function turned(project: Projections, turn: ReturnType<typeof rowTurner>, n: number, width: number): Projections {
  return (t, x, queries, keys) => {
    project(t, x, queries, keys);
    for (let k = 0; k < n; k++) {
      turn(queries, k, k * width);
      turn(keys, k, k * width);
    }
  };
}

/** y as it is: what a layer with a residual connection adds. */
export function outputOf(composition: Composition, shape: Shape): VectorField {
  const { norm = post } = composition;
  const { n, d } = shape;
  const see = norm.seeing(shape);
  const sublayers = sublayersOf(composition, shape);
  const u = new Float64Array(n * d);
  const y = new Float64Array(d);
  const part = new Float64Array(d);
  return (t, x, out) => {
    see(x, u);
    sublayers.place(t, u);
    for (let k = 0; k < n; k++) {
      answer(sublayers, k, y, part, false);
      out.set(y, k * d);
    }
  };
}

/** y ← A_k + M_k, or with `pull` the tangential parts of it. */
function answer({ attention, mlp }: Sublayers, k: number, y: Float64Array, part: Float64Array, pull: boolean): void {
  if (attention) attention(k, y, pull);
  else y.fill(0);
  if (!mlp) return;
  mlp(k, part);
  for (let i = 0; i < y.length; i++) y[i] += part[i];
}

/** Schemes whose tokens move along the sphere, at the speed of the factor. */
const tangential: Readonly<Record<Scheme, boolean>> = {
  ...{ post: true, 'ln-scaling': true, ngpt: true, mix: true },
  ...{ pre: false, peri: false, none: false },
};

/** What y is multiplied by along the sphere. */
function speedOf(scheme: Scheme, t: number, radius: number): number {
  if (scheme === 'mix') return radius;
  return scheme === 'ln-scaling' ? 1 / Math.sqrt(t + 1) : 1;
}

/** ẋ. */
export function fieldOf(composition: Composition, shape: Shape): VectorField {
  const { norm = post } = composition;
  const { scheme, switchTime, alpha, along } = norm;
  const { n, d } = shape;
  const see = norm.seeing(shape);
  const sublayers = sublayersOf(composition, shape);
  const u = new Float64Array(n * d);
  const direction = new Float64Array(n * d);
  const toDirections = post.seeing(shape);
  const y = new Float64Array(d);
  const part = new Float64Array(d);
  const eachByItself = scheme === 'peri' || scheme === 'ngpt';

  /** y ← y + part·speed/|part|, of one sublayer by itself, projected where tokens move along the sphere. */
  function addUnit(k: number, speed: number, answer: (out: Float64Array, pull: boolean) => void): void {
    answer(part, false);
    const factor = speed / lengthOf(part, 0, d);
    if (scheme === 'ngpt') {
      if (along) answer(part, true);
      projectTangent(direction, k * d, part, 0, d);
    }
    for (let i = 0; i < d; i++) y[i] += factor * part[i];
  }

  return (t, x, out) => {
    see(x, u);
    const onward = scheme === 'mix' && t > switchTime;
    const alongSphere = tangential[scheme] && !onward;
    if (alongSphere) toDirections(x, direction);
    sublayers.place(t, u);
    for (let k = 0; k < n; k++) {
      if (eachByItself) {
        const { attention, mlp } = sublayers;
        const speed = (scheme === 'ngpt' ? alpha : 1) * (composition.only ? 2 : 1);
        y.fill(0);
        if (attention) addUnit(k, speed, (row, pull) => attention(k, row, pull));
        if (mlp) addUnit(k, speed, (row) => mlp(k, row));
        out.set(y, k * d);
        continue;
      }
      answer(sublayers, k, y, part, alongSphere && along);
      if (alongSphere) projectTangent(direction, k * d, y, 0, d);
      const factor = alongSphere ? speedOf(scheme, t, lengthOf(x, k * d, d)) : 1;
      for (let i = 0; i < d; i++) out[k * d + i] = factor * y[i];
    }
  };
}

/** The mean over heads. */
export function sharesOfBlock(composition: Composition, shape: Shape): AttentionShares {
  const { norm = post } = composition;
  const see = norm.seeing(shape);
  const u = new Float64Array(shape.n * shape.d);
  const heads = headsOf(composition, shape).map(sharesOf);
  const single = new Float64Array(shape.n);
  return (t, x, k, out) => {
    see(x, u);
    out.fill(0);
    for (const shares of heads) {
      shares(t, u, k, single);
      for (let j = 0; j < out.length; j++) out[j] += single[j] / heads.length;
    }
  };
}
