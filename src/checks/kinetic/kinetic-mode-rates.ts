/** Causal kinetic theory on the circle: how fast a token follows modes of earlier ones. */

import { larger, PI, sin } from '../../numerics/elementary.ts';
import { largestOf } from '../../numerics/extremes.ts';
import { scaledBesselI } from '../../numerics/special/bessel.ts';
import { causalModeRates, modeRates } from '../../theory/kinetic.ts';
import { identity } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn, throughPoints } from '../kit/predicted-and-measured.ts';
import { angularSpeeds, settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';

/** Modes 1 … MODES are measured. */
const MODES = 5;

/** Central differences of it leave 1e-8. */
const STEP = 1e-4;

/** Relative to the fastest rate: a hundred times what differences leave. */
const ALLOWED = 1e-6;

interface ModeCell {
  readonly dynamics: 'kinetic-decay' | 'attention';
  readonly beta: number;
  readonly tokens: number;
}

/**
 * The rate at which the last token follows mode n of the earlier ones: θ_k = φ_k + ε sin(nφ_k), evenly spread φ_k,
 * n = 1 … MODES.
 */
function followedRates({ dynamics, beta, tokens }: ModeCell): number[] {
  const early = Array.from({ length: tokens - 1 }, (_, k) => (2 * PI * k) / (tokens - 1));
  return Array.from({ length: MODES }, (_, i) => {
    const mode = i + 1;
    const speed = (size: number) => {
      // The last token where sin(nθ) is 1.
      const initial = [...early.map((angle) => angle + size * sin(mode * angle)), PI / (2 * mode)];
      const decay = dynamics === 'kinetic-decay' ? { decay: 0 } : {};
      return angularSpeeds(settingOf({ beta, initial, dynamics, ...decay }))[tokens - 1];
    };
    return (speed(STEP) - speed(-STEP)) / (2 * STEP);
  });
}

/** The rates under CSA: Z = (N − 1)I_0(β) + e^β, and what comes from itself does not move a token. */
function ratesOfOthers(beta: number, tokens: number): Float64Array {
  const others = 1 / (1 + 1 / ((tokens - 1) * scaledBesselI(0, beta)));
  return causalModeRates(beta, MODES + 1).map((rate) => others * rate);
}

export const kineticRates = statement({
  id: 'kinetic-mode-rates',
  says: 'A token follows mode n of uniform earlier ones at the rate a_n = n² I_n(β) in causal kinetic theory (unnormalised, without itself), at n² I_n(β)/(β I_0(β)) under CSA.',
  source: 'arXiv:2605.09213; CSA derived',
  test: 'velocity of the last of N tokens by the field of either equation, modes 1 to 5; relative to the fastest, within 1e-6 (differences), with the share of CSA that attends to itself, 1/(1 + N I_0 e^{−β}), taken off',
  expected: 'holds',
  parameters: { beta: p.beta(2), tokens: p.tokens(300) },
  hypotheses: ({ beta, tokens }) => [
    { says: 'β > 0', met: beta > 0, essential: true },
    { says: 'β ≤ 700, so that I_n(β) is a number', met: beta <= 700, essential: true },
    { says: 'N ≥ 2', met: tokens >= 2, essential: true },
    { says: 'N ≫ √β', met: tokens >= 64 + 8 * Math.sqrt(beta) },
  ],
  cells: ({ beta, tokens }): ModeCell[] =>
    (['kinetic-decay', 'attention'] as const).map((dynamics) => ({ dynamics, beta, tokens })),
  compute: followedRates,
  judge([kinetic, causal], { beta, tokens }) {
    const deviation = (rates: Float64Array, found: readonly number[]) =>
      largestOf(found.map((rate, i) => Math.abs(rate - rates[i + 1]))) / rates.reduce(larger);
    const [ofAll, ofOthers] = [modeRates(beta, MODES + 1), ratesOfOthers(beta, tokens)];
    return [
      identity('kinetic theory: largest deviation', 0, deviation(ofAll, kinetic), ALLOWED, 'differences'),
      identity('CSA: largest deviation', 0, deviation(ofOthers, causal), ALLOWED, 'differences'),
    ];
  },
  draw(values, { beta, tokens }) {
    const predicted = [modeRates(beta, MODES + 1), ratesOfOthers(beta, tokens)];
    return comparedIn({
      title: 'How fast a token follows modes of earlier ones',
      caption: `Rates of modes 1 to ${MODES} at uniform tokens, as predicted and by the field.`,
      panels: values.map((found, i) => ({
        title: i === 0 ? 'a_n in kinetic theory' : 'a_n under CSA',
        ...{ across: 'mode n', domain: [0, 1.1 * predicted[i].reduce(larger)] },
        predicted: [
          {
            ...{ name: 'predicted', color: 'token' },
            at: throughPoints(Array.from(predicted[i], (rate, n) => [n, rate] as const)),
          },
        ],
        measured: [{ name: 'measured', points: found.map((rate, n) => [n + 1, rate]) }],
      })),
    });
  },
});
