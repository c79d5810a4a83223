/** How a measured value is judged by a claim: four ways, each with a reason in words. */
import type { Claim, Judgement, Measured } from './prediction.ts';
import { short } from './wording.ts';

/** Up to so many standard deviations a single run agrees, */
const USUAL = 3;
/** and beyond so many it differs: of one run in 16,000, were it normal. */
const RARE = 4;

/** Nothing can be said, and why. */
export function undecided(why: string, difference: number | null = null): Judgement {
  return { verdict: 'undecided', why, difference, inUnits: null };
}

/** A count or another random number, by the standard deviation of one run. */
export function byDeviation(claim: Claim, { value }: Measured): Judgement {
  if (claim.form !== 'number' || value === null) return undecided('There is nothing to compare.');
  const difference = value - claim.value;
  const { standardDeviation: sd } = claim;
  if (sd === null) return undecided('How much it varies from run to run is not known.', difference);
  if (sd < 1e-6) {
    const same = Math.abs(difference) < 1e-6;
    const why = same ? 'It cannot vary, and it is that.' : 'It cannot vary, and it is another number.';
    return { verdict: same ? 'agrees' : 'differs', why, difference, inUnits: null };
  }
  const inUnits = difference / sd;
  const off = Math.abs(inUnits);
  const verdict = off <= USUAL ? 'agrees' : off > RARE ? 'differs' : 'undecided';
  const why = off < 0.01 ? 'It is just that.' : `It is ${short(off)} standard deviations off.`;
  return { verdict, why, difference, inUnits };
}

/** A limit: nearer than `near` is there, anything else is on its way. */
export function byLimit(claim: Claim, { value }: Measured): Judgement {
  if (claim.form !== 'limit' || value === null) return undecided('There is nothing to compare.');
  const difference = value - claim.value;
  const off = Math.abs(difference);
  const inUnits = difference / claim.near;
  if (off <= claim.near) {
    return { verdict: 'agrees', why: `It is within ${short(claim.near)} of its limit.`, difference, inUnits };
  }
  const why = 'It is a limit for t → ∞: what is still far from it contradicts nothing.';
  return { verdict: 'not yet', why, difference, inUnits };
}

/**
 * A bound that holds at every time.
 *
 * @param slack what the steps may add
 * @param tolerance of the steps; what is above the bound is undecided where their error is not known
 */
export function byBound(claim: Claim, { value }: Measured, slack: number, tolerance: number | null): Judgement {
  if (claim.form !== 'at most' || value === null) return undecided('There is nothing to compare.');
  const difference = value - claim.value;
  const inUnits = claim.value === 0 ? null : value / claim.value;
  if (difference <= slack) return { verdict: 'agrees', why: 'It is within the bound.', difference, inUnits };
  if (tolerance === null) return undecided('It is above the bound, and what the steps err is not known.', difference);
  return { verdict: 'differs', why: 'It is above the bound.', difference, inUnits };
}

/**
 * A path that is known, up to the error of the steps.
 *
 * @param allowed how far off steps of this tolerance may be; null where their error is not known
 */
export function byPath({ value, expected }: Measured, allowed: number | null): Judgement {
  if (value === null || expected === undefined) return undecided('There is nothing to compare.');
  const difference = value - expected;
  const off = Math.abs(difference);
  const inUnits = allowed === null ? null : difference / allowed;
  if (off <= (allowed ?? CLOSE)) {
    return { verdict: 'agrees', why: `It is off by ${short(off)}.`, difference, inUnits };
  }
  if (allowed === null) {
    return undecided(`It is off by ${short(off)}, and what steps of a fixed length err is not known.`, difference);
  }
  return { verdict: 'differs', why: `It is off by ${short(off)}, more than the steps may err.`, difference, inUnits };
}

/** So near a run of fixed steps agrees, whatever they err. */
const CLOSE = 1e-3;

/** What steps of a relative tolerance may add up to, generously. */
export function errorOf(tolerance: number | null): number | null {
  return tolerance === null ? null : Math.max(1e-6, 1e4 * tolerance);
}
