/** The initial tokens that a specification means: drawn by a law, or listed. */
import { invalid, mistake, quoted } from '../core/errors.ts';
import type { Shape, Space, State } from '../core/state.ts';
import { type Dynamics, radiusOf } from '../dynamics/index.ts';
import { type InitialKind, initialRegistry } from '../initial/index.ts';
import type { InitialLaw } from '../initial/initial.ts';
import { cos, sin } from '../numerics/elementary.ts';
import { pointRows, unitRows } from '../numerics/points.ts';
import { parametersOf, type RunSpec, unexpected } from './spec.ts';

const DEFAULT_TOKENS = 200;
/** Numbers in one state: 800 MB, of which an integrator holds a dozen. */
const LARGEST_STATE = 100_000_000;
/** A matrix has d² numbers. */
const LARGEST_DIMENSION = 10_000;

interface InitialTokens {
  readonly shape: Shape;
  readonly x: State;
  /** The resolved keys that say how they came about. */
  readonly keys: Partial<RunSpec>;
}

/** What a run begins with, from the rows of a law or a list. */
export function startIn(dynamics: Dynamics, rows: State): State {
  const radius = radiusOf(dynamics);
  return radius === 1 ? rows : rows.map((entry) => radius * entry);
}

export function initialTokens(spec: RunSpec, notes: string[], space: Space): InitialTokens {
  const given = spec.initial ?? 'uniform';
  if (typeof given !== 'string') return listedTokens(spec, given, notes, space);
  if (!Object.hasOwn(initialRegistry, given)) {
    throw invalid(
      'initial',
      `be one of ${Object.keys(initialRegistry).join(', ')}, or rows of numbers`,
      `came as ${quoted(given)}`,
      'files are read by the command line only',
    );
  }
  const law = initialRegistry[given as InitialKind] as unknown as InitialLaw<Record<string, unknown>>;
  const shape = { n: spec.tokens ?? DEFAULT_TOKENS, d: spec.dimension ?? 2 };
  checkSize(shape);
  const seed = spec.seed ?? 1;
  const parameters = parametersOf(law.parameters, spec);
  return { shape, x: law.sample(parameters, shape, seed), keys: { seed, initial: given, ...parameters } };
}

/** Refuses what no memory holds before anything of that size is made. */
function checkSize({ n, d }: Shape): void {
  if (d > LARGEST_DIMENSION) throw unexpected('dimension', d);
  if (n * d <= LARGEST_STATE) return;
  throw mistake('InvalidParameter', {
    key: 'tokens',
    subject: '"tokens" times "dimension"',
    expected: `be at most ${LARGEST_STATE}`,
    came: `came as ${n}·${d}`,
    advice: 'take fewer tokens',
  });
}

/** Rows, or angles on the circle. On the sphere rows are made unit; in R^d they keep their lengths. */
function listedTokens(spec: RunSpec, list: readonly unknown[], notes: string[], space: Space): InitialTokens {
  const angles = list.every((entry) => typeof entry === 'number');
  if (angles && list.some((angle) => !(Math.abs(angle as number) <= 1e6))) throw unexpected('initial', list);
  const rows = angles ? list.map((angle) => [cos(angle as number), sin(angle as number)]) : list;
  const { n, d, x, normalized } =
    space === 'sphere' ? unitRows(rows, 'initial') : { ...pointRows(rows, 'initial'), normalized: 0 };
  checkSize({ n, d });
  for (const [key, actual] of [['tokens', n] as const, ['dimension', d] as const]) {
    if (spec[key] === undefined || spec[key] === actual) continue;
    throw invalid(key, `be ${actual}, as in the initial tokens given`, `came as ${quoted(spec[key])}`, 'leave it out');
  }
  if (normalized > 0)
    notes.push(`${normalized} of ${n} initial rows were not of unit length to 1e-12 and were normalised.`);
  return { shape: { n, d }, x, keys: { initial: list as readonly number[] } };
}
