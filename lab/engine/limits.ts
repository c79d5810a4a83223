/** How large a run the lab shows: what a browser holds in memory beside its frames, and paints. Pure. */
import { type PreparedRun, prepareRun, type RunSpec } from 'parkade';

/** Clusters are numbered in 16 bits, and edits may add 10,000 more. */
const MOST_TOKENS = 20_000;
const MOST_DIMENSIONS = 1024;
/** Of one state, and of all that are saved. */
const MOST_NUMBERS = 2_000_000;
const MOST_SAVED = 20_000_000;

/** A setting that is right, but too large for the lab. It has the fields that the core's mistakes have. */
class TooLarge extends Error {
  readonly key: string;

  constructor(key: string, most: number, came: number, what = '') {
    super(
      `"${key}" should be at most ${most}${what} in the lab, but came as ${came}; run it with "parkade simulate", which takes more.`,
    );
    this.key = key;
  }
}

/**
 * Refuses what would take all memory, before any of it is taken.
 * @param given not yet checked: what is none of these is for the core to refuse
 */
function checkSize(given: unknown): void {
  const { tokens, dimension, initial } = (given ?? {}) as Partial<Record<keyof RunSpec, unknown>>;
  const n = Array.isArray(initial) ? initial.length : tokens;
  const row = Array.isArray(initial) ? initial[0] : undefined;
  const d = Array.isArray(row) ? row.length : (dimension ?? 2);
  if (typeof n === 'number' && n > MOST_TOKENS) throw new TooLarge('tokens', MOST_TOKENS, n);
  if (typeof d === 'number' && d > MOST_DIMENSIONS) throw new TooLarge('dimension', MOST_DIMENSIONS, d);
  if (typeof n === 'number' && typeof d === 'number' && n * d > MOST_NUMBERS)
    throw new TooLarge('tokens', Math.floor(MOST_NUMBERS / d), n, ` where "dimension" is ${d}`);
}

/** Refuses what would be saved of a run, where that is too much. */
function checkSaved({ problem, spec }: PreparedRun): void {
  const { n, d } = problem.shape;
  const times = spec.saveAt.length;
  if (times * n * d > MOST_SAVED)
    throw new TooLarge('saveAt', Math.floor(MOST_SAVED / (n * d)), times, ` times, ${n * d} numbers each,`);
}

/**
 * A run, prepared; one that is too large is refused before anything is made for it.
 * @throws ParkadeError for a specification that no run can be made from, Error for one that is too large for the lab
 */
export function prepared(spec: RunSpec): PreparedRun {
  checkSize(spec);
  const run = prepareRun(spec);
  checkSaved(run);
  return run;
}
