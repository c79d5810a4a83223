/** What is wrong with a sweep as a whole, told before anything is computed. */
import { invalid, ParkadeError } from '../core/errors.ts';
import { toCanonicalJson } from '../core/json.ts';
import { prepareCell } from './cell.ts';
import type { SweepPlan } from './plan.ts';
import { spreadOver } from './spread.ts';

/** Cells that are looked at. */
const SAMPLE = 16;
/**
 * Refuses a sweep of which no cell makes a run, and one whose seeds change nothing. A cell that makes none among others
 * that do is told in the table.
 *
 * @throws ParkadeError InvalidParameter, the mistake of the first cell
 */
export function refuseHopeless(plan: SweepPlan): void {
  const mistakes = spreadOver(plan.length, SAMPLE).map((index) => mistakeAt(plan, index));
  const [first] = mistakes;
  if (first !== null && mistakes.every((mistake) => mistake !== null)) throw first;
  refuseIdleSeeds(plan, mistakes.indexOf(null));
}

function mistakeAt(plan: SweepPlan, index: number): ParkadeError | null {
  try {
    prepareCell(plan.at(index).cell);
    return null;
  } catch (error) {
    if (error instanceof ParkadeError) return error;
    throw error;
  }
}

/** Where tokens are given and there is no noise, every seed makes the same run. */
function refuseIdleSeeds({ axes, length, at }: SweepPlan, sound: number): void {
  const seeds = axes.at(-1);
  if (sound < 0 || seeds === undefined || seeds.keys[0] !== 'seed' || seeds.length < 2) return;
  const block = length / seeds.length;
  const place = spreadOver(length, SAMPLE)[sound] % block;
  const [one, other] = [place, place + block].map((index) => toCanonicalJson(prepareCell(at(index).cell).spec));
  if (one !== other) return;
  throw invalid('seeds', 'change the runs', 'the tokens are given and there is no noise', 'drop them');
}
