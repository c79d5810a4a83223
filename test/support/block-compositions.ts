/** The compositions of a covering design as specifications with every matrix listed, with tokens and times; seeded. */
import { blockDesign, type Levels, levelsOf } from './block-design.ts';
import { Chance } from './chance.ts';
import type { Covering } from './covering.ts';
import { draw } from './draw.ts';

export interface BlockCase {
  /** Keys as docs/blocks.md has them; query, key and value are lists of matrices, in `layers` too. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** n rows of d numbers: unit vectors, or of lengths 0.7 … 1.3 where tokens live in R^d. */
  readonly tokens: number[][];
  /** The first is 0. */
  readonly times: number[];
}

export interface Composition extends BlockCase {
  readonly levels: Levels;
}

/** A case for every row of a design. */
export function compositions(design: Covering = blockDesign()): Composition[] {
  return levelsOf(design).map((levels, i) => compositionOf(levels, i + 1));
}

/** One composition; another seed draws other matrices, tokens, windows, widths. */
export function compositionOf(levels: Levels, seed: number): Composition {
  const random = new Chance(draw(9000 + seed));
  const shape = shapeOf(levels, random);
  const spec = Object.fromEntries(
    Object.entries({
      ...{ dynamics: 'block', dimension: shape.d, ...matricesOf(levels, shape, random) },
      ...{ positions: positionsOf(levels, shape, random), mask: maskOf(levels, shape, random) },
      ...{ weighting: weightsOf(levels), heads: headsOf(levels, shape, random), norm: normOf(levels, shape, random) },
      ...{ mlp: mlpOf(levels, shape, random), ...timeOf(levels, shape, random) },
    }).filter(([, value]) => value !== undefined),
  );
  const times = [0, 0.6, 1.6].map((share) => share * layerTimeOf(levels));
  return { levels, spec, tokens: tokensOf(levels, shape, random), times };
}

interface Shape {
  readonly n: number;
  readonly d: number;
  /** Heads, different keys and values, rows of a head's matrices. */
  readonly count: number;
  readonly groups: number;
  readonly width: number;
}

/** Two heads stand side by side where d is even, and are added where it is not, or where halves were single numbers. */
function shapeOf({ dimension, heads }: Levels, random: Chance): Shape {
  const [n, d] = [random.whole(6, 9), Number(dimension)];
  const count = Number(heads[0]);
  const half = d % 2 === 0 && d > 2 ? d / 2 : d;
  const width = heads === '2' ? half : heads === '4 width output' ? random.whole(2, 3) : d;
  return { n, d, count, groups: heads === '4 grouped' ? 2 : count, width };
}

/** β such that scores are of order one; smaller where tokens are not seen as unit vectors. */
function betaOf({ beta, by, scheme }: Levels, { width, d }: Shape, random: Chance): number {
  const unit = by === 'sphere' && scheme !== 'none';
  const size = unit ? random.between(2, 4) : random.between(1, 2) / Math.sqrt(Math.max(width, d));
  return beta === 'negative' ? -size : size;
}

function matricesOf(levels: Levels, shape: Shape, random: Chance) {
  const { d, count, groups, width } = shape;
  const several = (length: number) => Array.from({ length }, () => random.matrix(width, d));
  return { beta: betaOf(levels, shape, random), query: several(count), key: several(groups), value: several(groups) };
}

function outputOf({ heads }: Levels, { d, count, width }: Shape, random: Chance): number[][] | undefined {
  return heads === '4 width output' ? random.matrix(d, count * width) : undefined;
}

function headsOf(levels: Levels, shape: Shape, random: Chance): object | undefined {
  const { d, count, groups, width } = shape;
  if (count === 1) return undefined;
  return {
    ...{ count, ...(width !== d && { width }), ...(groups !== count && { groups }) },
    ...(levels.heads === '4 width output' && { output: outputOf(levels, shape, random) }),
    ...(levels.heads === '3 mean' && { combine: 'mean' }),
  };
}

function positionsOf({ positions }: Levels, { n, count, width }: Shape, random: Chance): object | undefined {
  switch (positions) {
    case 'rotary':
      return { angle: random.between(0.4, 1.2), base: random.between(5, 100) };
    case 'rotary negative':
      return { angle: -random.between(0.4, 1.2), base: random.between(5, 100) };
    case 'frequencies':
      return { frequencies: random.list(Math.floor(width / 2), -1, 1) };
    case 'slope':
      return { slope: random.between(0.2, 0.6) };
    case 'slopes':
      return { slope: random.list(count, 0.05, 0.6) };
    case 'decay':
      return { decay: random.between(1, 3) };
    case 'bias':
      return { bias: Array.from({ length: n }, () => random.list(n, -1, 1)) };
    default:
      return undefined;
  }
}

function maskOf({ mask }: Levels, { n }: Shape, random: Chance): unknown {
  switch (mask) {
    case 'full':
      return 'full';
    case 'window':
      return { causal: random.oneOf(true, false), window: random.whole(2, 3) };
    case 'window sinks':
      return { causal: random.oneOf(true, false), window: 2, sinks: random.whole(1, 2) };
    case 'prefix':
      return { prefix: random.whole(2, 4) };
    case 'blocks causal':
      return { blocks: random.whole(2, 3) };
    case 'blocks full':
      return { causal: false, blocks: random.whole(2, 3) };
    case 'matrix': {
      // token k sees itself at least
      const row = (k: number) => Array.from({ length: n }, (_, j) => (j === k ? 1 : random.oneOf(0, 1)));
      return { matrix: Array.from({ length: n }, (_, k) => row(k)) };
    }
    default:
      return undefined;
  }
}

function weightsOf({ weights }: Levels): unknown {
  const kernels: Record<string, unknown> = {
    softmax: undefined,
    sigmoid: { kernel: 'sigmoid', divide: 'sum' },
    softplus: { kernel: 'softplus', divide: 'sum' },
    'softplus count': { kernel: 'softplus', divide: 'count' },
  };
  return weights in kernels ? kernels[weights] : weights;
}

function normOf(levels: Levels, { d }: Shape, random: Chance): unknown {
  const numbers = (low: number, high: number) => random.oneOf(random.between(low, high), random.list(d, low, high));
  const { scheme, by, affine } = levels;
  const keys = {
    ...(by !== 'sphere' && { by }),
    ...(affine !== 'no' && { gain: numbers(0.6, 1.4), shift: numbers(-0.3, 0.3) }),
    ...(scheme === 'mix' && { switchTime: 0.8 * layerTimeOf(levels) }),
    ...(scheme === 'ngpt' && { alpha: random.between(0.5, 1) }),
  };
  if (Object.keys(keys).length > 0) return { scheme, ...keys };
  return scheme === 'post' ? undefined : scheme;
}

function mlpOf({ mlp }: Levels, { d }: Shape, random: Chance): object | undefined {
  if (mlp === 'none') return undefined;
  const width = random.whole(d + 1, 2 * d);
  const [activation, more] = mlp.split(' ');
  return {
    ...{ activation, in: random.matrix(width, d), out: random.matrix(d, width) },
    // else M/|M| jumps where the last unit falls silent, and tokens are held there
    ...(activation === 'relu' && { outBias: random.list(d, 0.1, 0.5) }),
    ...(more === 'gated' && { gated: true, gate: random.matrix(width, d), gain: random.between(0.5, 1.5) }),
    ...(more === 'biases' && {
      inBias: random.list(width, -0.5, 0.5),
      outBias: random.oneOf(0.2, random.list(d, -0.3, 0.3)),
    }),
  };
}

/** Hard attention jumps where other tokens come to lead: seldom within so short a time. */
function layerTimeOf({ weights }: Levels): number {
  return weights === 'hardmax' ? 0.02 : 0.5;
}

/** Two layers with everything of their own, in the time of which the equation jumps twice; in turn, sometimes one for all. */
function timeOf(levels: Levels, shape: Shape, random: Chance): object {
  if (levels.time === 'constant') return {};
  const layer = () => {
    const [output, mlp] = [outputOf(levels, shape, random), mlpOf(levels, shape, random)];
    return { ...matricesOf(levels, shape, random), ...(output && { output }), ...(mlp && { mlp }) };
  };
  const layerTime = layerTimeOf(levels);
  const layers = { layerTime, layers: [layer(), layer()] };
  if (levels.time === 'layers') return layers;
  return { sublayers: 'in-turn', ...random.oneOf(layers, { layerTime }) };
}

function tokensOf({ scheme }: Levels, { n, d }: Shape, random: Chance): number[][] {
  const unit = ['post', 'ngpt', 'ln-scaling'].includes(scheme);
  return random.matrix(n, d).map((row) => {
    const scale = (unit ? 1 : random.between(0.7, 1.3)) / Math.hypot(...row);
    return row.map((entry) => entry * scale);
  });
}
