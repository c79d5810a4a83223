/** What parkade park was asked for: flags checked, the token sequences they mean. */

import { invalid, shown } from '../../core/errors.ts';
import { inFull } from '../../core/number-text.ts';
import { initialRegistry } from '../../initial/index.ts';
import type { TokenSequence } from '../../initial/initial.ts';
import { capMeasure } from '../../theory/cap-measure.ts';
import { oneOf } from './context.ts';

/** What to park, resolved. */
export interface ParkingPlan {
  readonly tokens: number;
  readonly dimension: number;
  readonly delta: number;
  readonly runs: number;
  /** Of the first run; the others follow it. */
  readonly seed: number;
  readonly initial: 'uniform' | 'von-mises-fisher';
  readonly directions?: unknown;
  readonly concentration?: number;
}

const MOST_TOKENS = 1e9;
const MOST_DIMENSIONS = 100;
const MOST_RUNS = 10_000;
/** Coordinates of centers to keep at most: 800 MB. */
const MOST_COORDINATES = 1e8;
/**
 * The tokens of the run with this seed.
 * @throws ParkadeError InvalidParameter
 */
export function sequenceOf(
  { initial, dimension, directions, concentration }: ParkingPlan,
  seed: number,
): TokenSequence {
  if (initial === 'uniform') return initialRegistry.uniform.sequence({}, dimension, seed);
  const parameters = { directions: directions as number[][], concentration: concentration ?? 10 };
  return initialRegistry[initial].sequence(parameters, dimension, seed);
}

/** The law of the tokens: asked for first, for another word would be taken for the name of a file. */
export function lawOf({ initial = 'uniform' }: Readonly<Record<string, unknown>>): ParkingPlan['initial'] {
  return oneOf('initial', String(initial), ['uniform', 'von-mises-fisher']);
}

/** @throws ParkadeError InvalidParameter, one sentence for the first mistake */
export function planOf(given: Readonly<Record<string, unknown>>): ParkingPlan {
  const initial = lawOf(given);
  for (const key of ['directions', 'concentration'] as const) {
    if (initial === 'uniform' && given[key] !== undefined) {
      throw invalid(
        key,
        'come only with initial von-mises-fisher',
        'came with initial uniform, where it has no effect',
        'drop it',
      );
    }
  }
  const runs = wholeNumber(given, 'runs', 1, MOST_RUNS, 1);
  const plan: ParkingPlan = {
    tokens: wholeNumber(given, 'tokens', 1, MOST_TOKENS, 100_000),
    dimension: wholeNumber(given, 'dimension', 2, MOST_DIMENSIONS, 2),
    delta: separationOf(given.delta),
    runs,
    seed: wholeNumber(given, 'seed', 0, Number.MAX_SAFE_INTEGER - runs + 1, 1),
    initial,
    ...(given.directions !== undefined && { directions: given.directions }),
    ...(given.concentration !== undefined && { concentration: concentrationOf(given.concentration) }),
  };
  refuseTooMany(plan);
  return plan;
}

function wholeNumber(
  given: Readonly<Record<string, unknown>>,
  key: string,
  least: number,
  most: number,
  usual: number,
): number {
  const value = given[key] ?? usual;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(key, `be a whole number from ${least} to ${most}`, `came as ${shown(value)}`, 'change it');
}

function separationOf(value: unknown): number {
  if (typeof value === 'number' && value > 0 && value < Math.PI) return value;
  throw invalid('delta', 'be a separation strictly between 0 and π radians', `came as ${shown(value)}`, 'change it');
}

function concentrationOf(value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value < Infinity) return value;
  throw invalid('concentration', 'be a finite number ≥ 0', `came as ${shown(value)}`, 'change it');
}

/** Centers are all that is kept; caps of radius δ/2 around them do not overlap, so there are no more than 1/σ(B_{δ/2}). */
function refuseTooMany({ tokens, dimension, delta }: ParkingPlan): void {
  const most = Math.floor(MOST_COORDINATES / dimension);
  if (Math.min(tokens, 1 / capMeasure(delta / 2, dimension)) <= most) return;
  throw invalid(
    'tokens',
    `leave no more than ${most} centers in dimension ${dimension} to keep`,
    `${tokens} tokens may leave more at delta ${inFull(delta)}`,
    'give fewer tokens or a larger delta',
  );
}
