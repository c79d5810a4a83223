/** When all tokens have met: a power of e^β, by a coarsening of the initial tokens. */
import { distancesToFirst } from '../../analysis/first-token.ts';
import { log } from '../../numerics/elementary.ts';
import { largestOf } from '../../numerics/extremes.ts';
import { collapseExponent } from '../../theory/coarsening.ts';
import { allIdentity, hasPairs, isAttention, isGeneric, isMasked, isUndisturbed } from '../hypotheses.ts';
import { undecided } from '../judges.ts';
import { type Moment, tokensPresent } from '../moment.ts';
import type { Claim, Judgement, Measured, PredictionDefinition } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { short, shortExponential } from '../wording.ts';

/** Coarsening takes O(n²) and more. */
const LARGEST = 400;
/** The heuristic is of large β, */
const LARGE_BETA = 16;
/** and log₁₀ T of a run is within this many decades of it, as for the bound of the check `collapse-exponent`. */
function slackOf(beta: number): number {
  return (4 * log(beta)) / log(10);
}

export const collapseTime: PredictionDefinition = {
  id: 'collapse-time',
  title: 'decades until all have met',
  symbol: '\\log_{10}T_{\\mathrm{collapse}}',
  quantity: 'the power of ten of the time at which all tokens have met',
  unit: '',
  predict(setting) {
    const { shape, beta, initial } = setting;
    if (shape.n < 2) return null;
    const hypotheses = [
      isAttention(setting),
      isMasked(setting, 'causal'),
      ...allIdentity(setting),
      hasPairs(setting),
      isUndisturbed(setting),
      isGeneric(setting),
      { says: 'β ≫ 1', holds: beta >= LARGE_BETA, why: `β = ${short(beta)}` },
    ];
    const standing = 'heuristic' as const;
    const source = 'derived for arXiv:2411.04990, Theorem 4.1';
    const common = { hypotheses, standing, source };
    if (shape.n > LARGEST || hypotheses.some(({ holds }) => holds === false)) {
      const says = `When all tokens have met is foretold for causal attention with Q = K = V = I, β ≥ ${LARGE_BETA} and at most ${LARGEST} tokens only.`;
      return { ...common, claim: null, says };
    }
    const exponent = beta * collapseExponent(initial, shape);
    const says = `All tokens have met at about t = ${shortExponential(exponent)}, good to ${Math.ceil(slackOf(beta))} powers of ten or so.`;
    return { ...common, claim: { form: 'number', value: exponent / log(10), standardDeviation: null }, says };
  },
  measure(moment): Measured {
    const t = metSince(moment);
    if (t === null) return { value: null, says: `At t = ${short(moment.t)} not all tokens have met.` };
    return { value: log(t) / log(10), says: `All tokens have been together since t = ${short(t)} at the latest.` };
  },
  judge,
};

/** The first of the recorded times from which on all tokens are nearer to the first than the threshold. */
function metSince(moment: Moment): number | null {
  const { view, shape, lengths } = moment;
  const together = (i: number) =>
    largestOf(distancesToFirst(tokensPresent(view.recording, i).x, shape)) < lengths.threshold;
  let since: number | null = null;
  for (let i = view.index; i >= 0 && together(i); i--) since = view.recording.ts[i];
  return since !== null && since > 0 ? since : null;
}

function judge(claim: Claim, { value }: Measured, { t }: Moment, { beta }: Setting): Judgement {
  if (claim.form !== 'number') return undecided('There is nothing to compare.');
  const slack = slackOf(beta);
  if (value === null) {
    const late = t > 0 && log(t) / log(10) > claim.value + slack;
    if (late) return undecided('It takes longer than foretold; this is a heuristic.');
    return { verdict: 'not yet', why: 'That time has not come.', difference: null, inUnits: null };
  }
  const difference = value - claim.value;
  if (Math.abs(difference) > slack) return undecided('It is farther off than usual; this is a heuristic.', difference);
  return {
    verdict: 'agrees',
    why: `It is off by ${short(Math.abs(difference))} powers of ten.`,
    difference,
    inUnits: difference / slack,
  };
}
