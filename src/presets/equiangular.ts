/**
 * Tokens at equal angles stay at equal angles under full attention, and their cosine follows one equation; not so under
 * a causal mask.
 */

import { type CurvePanel, curves } from '../figures/index.ts';
import { largestOf, smallestOf } from '../numerics/extremes.ts';
import { brief } from '../report/run.ts';
import { run } from '../run/run.ts';
import { geometricTimes } from '../run/times.ts';
import { equiangularGaps, equiangularTime } from '../theory/equiangular.ts';
import { equiangularTokens, gapsOf } from './kit/equal-angles.ts';
import type { ExperimentPreset } from './kit/preset.ts';

interface Cell {
  readonly model: 'SA' | 'USA' | 'causal';
  readonly tokens: number;
  readonly beta: number;
  /** The common cosine of the tokens at first. */
  readonly from: number;
  readonly times: readonly number[];
}

interface Value extends Cell {
  /** 1 minus the mean of ⟨x_i, x_j⟩ over pairs. */
  readonly gaps: readonly number[];
  /** Largest minus smallest of them. */
  readonly spread: readonly number[];
}

const TOKENS = [4, 32] as const;
const BETAS = [1, 4, 9] as const;
const SAMPLES = 121;
/** Of the cosines, between 0 and 1; integrated at rtol = 1e-10. */
const ALLOWED = 1e-8;

function modelOf({ model, tokens, beta }: Pick<Cell, 'model' | 'tokens' | 'beta'>) {
  return { tokens, beta, normalization: model === 'USA' ? ('count' as const) : ('softmax' as const) };
}

/** Times on which all β of one model and n are shown: until the slowest of them has gone from ρ = 0 to 0.999. */
function timesOf(model: Cell['model'], tokens: number): number[] {
  const slowest = largestOf(BETAS.map((beta) => equiangularTime(0, 0.999, modelOf({ model, tokens, beta }))));
  return geometricTimes(slowest / 1000, slowest, SAMPLES);
}

async function compute(cell: Cell): Promise<Value> {
  const { model, tokens, beta, from, times } = cell;
  const found: { readonly mean: number; readonly spread: number }[] = [];
  const { trajectory } = await run(
    {
      beta,
      initial: equiangularTokens(tokens, from),
      mask: model === 'causal' ? 'causal' : 'full',
      normalization: model === 'USA' ? 'count' : 'softmax',
      integrator: 'dopri5',
      rtol: 1e-10,
      atol: 1e-12,
      saveAt: times,
      observe: 'none',
    },
    { store: false, onSample: (_t, x) => void found.push(gapsOf(x, tokens)) },
  );
  if (trajectory.status !== 'completed') throw new Error(`the run at n = ${tokens}, β = ${beta} ended early`);
  return { ...cell, gaps: found.map(({ mean }) => mean), spread: found.map(({ spread }) => spread) };
}

/** 1 − ρ by the equation. */
function predictedGaps(value: Value): number[] {
  return equiangularGaps(value.times, value.from, modelOf(value));
}

function errorOf(value: Value): number {
  const predicted = predictedGaps(value);
  return largestOf(value.gaps.map((gap, i) => Math.abs(gap - predicted[i])));
}

export const equiangular: ExperimentPreset<Cell, Value> = {
  id: 'equiangular',
  seconds: 4,
  title: 'Tokens at equal angles stay so under SA and USA, and follow one equation',
  checks: ['equal-angles', 'equal-angle-rates'],
  source: 'arXiv:2312.10794, §6; n, β, starts and times are our choice',
  cells: () =>
    TOKENS.flatMap((tokens) =>
      BETAS.flatMap((beta) => [
        ...(['SA', 'USA', 'causal'] as const).map((model) => ({
          model,
          tokens,
          beta,
          from: 0,
          times: timesOf(model, tokens),
        })),
        ...(['SA', 'USA'] as const).map((model) => ({
          model,
          tokens,
          beta,
          from: -0.9 / (tokens - 1), // a simplex has −1/(n − 1), and stands still
          times: timesOf(model, tokens),
        })),
      ]),
    ),
  compute,
  report(values) {
    const full = values.filter(({ model }) => model !== 'causal');
    const causal = values.filter(({ model }) => model === 'causal');
    const spread = largestOf(full.flatMap((value) => value.spread));
    const error = largestOf(full.map(errorOf));
    const asPredicted = full.length > 0 && spread <= ALLOWED && error <= ALLOWED;
    const apart = causal.map((value) => largestOf(value.spread));
    return {
      table: {
        columns: ['attention', 'n', 'β', 'ρ at first', 'end t', '1 − ρ at the end', 'largest spread', '|ρ − equation|'],
        rows: values.map((value) => [
          value.model,
          String(value.tokens),
          brief(value.beta),
          brief(value.from),
          brief(value.times[value.times.length - 1]),
          brief(value.gaps[value.gaps.length - 1]),
          largestOf(value.spread).toExponential(1),
          value.model === 'causal' ? '' : errorOf(value).toExponential(1),
        ]),
      },
      says: `Under SA and USA all cosines of a run stay within ${spread.toExponential(1)} of each other and within ${error.toExponential(1)} of the equation, ${ALLOWED.toExponential(0)} is allowed${asPredicted ? '' : ' — not as predicted'}. Under the causal mask the same tokens come apart: within a run their cosines come to differ by ${smallestOf(apart).toFixed(2)} to ${largestOf(apart).toFixed(2)}.`,
      asPredicted,
    };
  },
  draw: (values) =>
    curves({
      title: 'Tokens at equal angles, from orthonormal ones on',
      subtitle: 'n tokens in dimension n, of common cosine ρ',
      caption:
        'Lines: the equation dρ/dt = 2(1 − ρ)((n − 1)ρ + 1)e^βρ/Z with Z = e^β + (n − 1)e^βρ under SA, n under USA. Dots: tokens of a run. Bottom: largest minus smallest cosine of a run; under the causal mask, where tokens see different ones, they are no longer equal; at the lower edge are 10⁻¹⁷ and less.',
      ts: [],
      logTime: true,
      panels: [
        ...(['SA', 'USA'] as const).flatMap((model) => TOKENS.map((n) => panelOf(values, model, n))),
        spreadPanel(values),
      ],
    }),
};

/** The curves are named by β; a dot at every tenth time. */
function panelOf(values: readonly Value[], model: Cell['model'], n: number): CurvePanel {
  const shown = values.filter((value) => value.model === model && value.tokens === n && value.from === 0);
  const colors = ['token', 'strong', 'frozen'] as const;
  return {
    title: `${model}, n = ${n}`,
    unit: 'cosine ρ',
    ts: shown[0]?.times ?? [],
    domain: [0, 1],
    series: shown.flatMap((value, i) => {
      const color = colors[i % colors.length];
      return [
        { name: `β = ${value.beta}`, values: predictedGaps(value).map((gap) => 1 - gap), color },
        { name: '', values: value.gaps.map((gap, at) => (at % 10 === 0 ? 1 - gap : null)), points: true, color },
      ];
    }),
  };
}

/** Rounding is not shown below this. */
const LEAST_SHOWN = 1e-17;

function spreadPanel(values: readonly Value[]): CurvePanel {
  const shown = values.filter(
    ({ tokens, beta, from, model }) => tokens === 32 && beta === 4 && from === 0 && model !== 'USA',
  );
  return {
    title: 'Spread of the cosines of a run',
    unit: 'n = 32, β = 4',
    ts: shown[0]?.times ?? [],
    domain: [LEAST_SHOWN, 1],
    log: true,
    wide: true,
    series: shown.map(({ model, spread }) => ({
      name: model === 'SA' ? 'full mask' : 'causal mask',
      values: spread.map((value) => Math.max(LEAST_SHOWN, value)),
      color: model === 'SA' ? ('token' as const) : ('strong' as const),
    })),
  };
}
