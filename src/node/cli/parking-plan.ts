/** What parkade park was asked for: flags checked, and how much of it at once. */

import { invalid, quoted } from '../../core/errors.ts';
import { inFull } from '../../core/number-text.ts';
import type { ParkingPlan } from '../../parking/parked-runs.ts';
import { capMeasure } from '../../theory/cap-measure.ts';
import { oneOf } from './context.ts';

const MOST_TOKENS = 1e9;
const MOST_DIMENSIONS = 100;
const MOST_RUNS = 10_000;
/** Coordinates of centers to keep at most: 800 MB. */
const MOST_COORDINATES = 1e8;

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
  throw invalid(key, `be a whole number from ${least} to ${most}`, `came as ${quoted(value)}`, 'change it');
}

function separationOf(value: unknown): number {
  if (typeof value === 'number' && value > 0 && value < Math.PI) return value;
  throw invalid('delta', 'be a separation strictly between 0 and π radians', `came as ${quoted(value)}`, 'change it');
}

function concentrationOf(value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value < Infinity) return value;
  throw invalid('concentration', 'be a finite number ≥ 0', `came as ${quoted(value)}`, 'change it');
}

function refuseTooMany(plan: ParkingPlan): void {
  if (coordinatesOf(plan) <= MOST_COORDINATES) return;
  const { tokens, dimension, delta } = plan;
  const most = Math.floor(MOST_COORDINATES / dimension);
  throw invalid(
    'tokens',
    `leave no more than ${most} centers in dimension ${dimension} to keep`,
    `${tokens} tokens may leave more at delta ${inFull(delta)}`,
    'give fewer tokens or a larger delta',
  );
}

/** Runs at the same time, at most: as many as together keep no more than a single one may. */
export function runsAtOnce(plan: ParkingPlan, threads: number): number {
  return Math.max(1, Math.min(threads, Math.floor(MOST_COORDINATES / coordinatesOf(plan))));
}

/**
 * Centers are all that is kept; caps of radius δ/2 around them do not overlap, so there are no more than 1/σ(B_{δ/2}).
 */
function coordinatesOf({ tokens, dimension, delta }: ParkingPlan): number {
  return dimension * Math.min(tokens, 1 / capMeasure(delta / 2, dimension));
}
