/** How tokens come together at last under the normalisation schemes of transformers. */
import { meanCosine } from '../../analysis/cosine.ts';
import { log } from '../../numerics/elementary.ts';
import { normalizeRows } from '../../numerics/sphere.ts';
import { type NormalizationSchemeName, normalizationSchemes } from '../../theory/normalization-schemes.ts';
import { allIdentity, hasPairs, isMasked, isUndisturbed } from '../hypotheses.ts';
import { undecided } from '../judges.ts';
import { type Moment, tokensPresent } from '../moment.ts';
import type { Claim, Judgement, Measured, PredictionDefinition } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { short } from '../wording.ts';

type Scheme = 'post' | 'pre' | 'mix' | 'peri' | 'ngpt' | 'ln-scaling';

/** The same schemes by the names of theory/normalization-schemes.ts, and their tails. */
const schemes: Readonly<Record<Scheme, { readonly name: NormalizationSchemeName; readonly tail: string }>> = {
  post: { name: 'post-ln', tail: 'e^{−2t}' },
  pre: { name: 'pre-ln', tail: 't^{−2}' },
  mix: { name: 'mix-ln', tail: 't^{−2}' },
  peri: { name: 'peri-ln', tail: 't^{−2}' },
  ngpt: { name: 'ngpt', tail: 'e^{−2αt}' },
  'ln-scaling': { name: 'ln-scaling', tail: 'e^{−4√t}' },
};

/** Tokens are together where their mean cosine is nearer to 1 than this, */
const TOGETHER = 1e-2;
/** and nearer than this it is rounding. */
const ROUNDING = 1e-11;
/** Exponents of a finite time are this near, as a share. */
const ALLOWED = 0.1;

function schemeOf({ dynamics }: Setting): Scheme | null {
  return dynamics.kind === 'normalization' ? dynamics.parameters.scheme : null;
}

export const schemeTail: PredictionDefinition = {
  id: 'scheme-tail',
  title: 'exponent of the last approach',
  symbol: '1-\\rho\\sim e^{-2\\,\\mathrm{clock}(t)}',
  quantity: 'by how much −log(1 − mean cosine) grows with the clock of the scheme',
  unit: '',
  predict(setting) {
    const scheme = schemeOf(setting);
    if (scheme === null) return null;
    const hypotheses = [isMasked(setting, 'full'), ...allIdentity(setting), hasPairs(setting), isUndisturbed(setting)];
    const { name, tail } = schemes[scheme];
    const says = `Under ${normalizationSchemes[name].title} tokens come together like 1 − ρ ~ ${tail} at last, if they do.`;
    return {
      ...{ hypotheses, says, standing: 'asymptote', source: 'arXiv:2510.22026' },
      claim: { form: 'number', value: 2, standardDeviation: null },
    };
  },
  measure,
  judge,
};

function gapAt({ view, shape }: Moment, index: number): number {
  const { x } = tokensPresent(view.recording, index);
  const rows = new Float64Array(x.length);
  normalizeRows(x, rows, shape);
  return 1 - meanCosine(rows, shape);
}

function measure(moment: Moment, setting: Setting): Measured {
  const { view, t } = moment;
  const { index, recording } = view;
  const scheme = schemeOf(setting);
  if (scheme === null || index === 0) return { value: null, says: 'A rate needs two times.' };
  const [before, now] = [gapAt(moment, index - 1), gapAt(moment, index)];
  if (!(before < TOGETHER && now > ROUNDING)) {
    return {
      value: null,
      says:
        before < TOGETHER
          ? 'The tokens are together to rounding.'
          : `The tokens are still apart: 1 minus their mean cosine is ${short(now)}.`,
    };
  }
  const { alpha, switchTime = 0 } = setting.dynamics.parameters as { alpha: number; switchTime?: number };
  const given = { tokens: setting.shape.n, beta: setting.beta, rate: alpha, switchAt: switchTime };
  const { clock } = normalizationSchemes[schemes[scheme].name] as { clock: (t: number, given: object) => number };
  const past = recording.ts[index - 1];
  if (scheme === 'mix' && past < switchTime) return { value: null, says: 'Until the switch time it is Post-LN.' };
  const passed = clock(t, given) - clock(past, given);
  if (!(passed > 0 && passed < Infinity)) return { value: null, says: 'A rate needs two times.' };
  const value = log(before / now) / passed;
  return { value, says: `−log(1 − mean cosine) now grows ${short(value)} times as fast as the clock of the scheme.` };
}

function judge(claim: Claim, { value, says }: Measured): Judgement {
  if (claim.form !== 'number') return undecided('There is nothing to compare.');
  if (value === null) return { verdict: 'not yet', why: says, difference: null, inUnits: null };
  const difference = value - claim.value;
  const inUnits = difference / (ALLOWED * claim.value);
  if (Math.abs(inUnits) <= 1)
    return { verdict: 'agrees', why: `It is within ${100 * ALLOWED} %.`, difference, inUnits };
  return undecided('It is an exponent of t → ∞, and is not reached yet.', difference);
}
