/**
 * Which earlier token the last one recalls: the first and the latest ones better than those between (causal kinetic
 * theory).
 */

import { seedGroups } from '../../core/experiment.ts';
import { type CurvePanel, curves } from '../../figures/index.ts';
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import { brief } from '../../report/run.ts';
import { linearTimes } from '../../run/times.ts';
import { criticalTime, retrievalScore, worstSource } from '../../theory/kinetic.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import { type Cell, type Measured, measuredOf, RETRIEVAL, retrievalAt, scoreRuns, type Value } from './u-shape-runs.ts';

const TOKENS = 64;
const RUNS = 6000;
const RUNS_IN_A_CELL = 100;
const BINS = 8;
/** Of the simulation. */
const TIMES = [0.25, 0.5, 1] as const;
/** Of the profiles, before t_crit = 2.457, and one after it. */
const PROFILES = [0.25, 0.5, 1, 1.3, 2] as const;
const AFTER = 3;
const SIGMAS = 4;

export const uShape: ExperimentPreset<Cell, Value> = {
  id: 'u-shape',
  seconds: 33,
  title: 'The last token recalls the first and the latest ones best: a U shape',
  checks: ['retrieval-u-shape', 'retrieval-worst-source', 'retrieval-critical-time', 'kinetic-correlation'],
  source: `arXiv:2605.09213, causal linear phase: λ = 1, M = 8, β = 1; times, ${RUNS} runs of ${TOKENS} tokens and their seeds are our choice`,
  cells: () =>
    seedGroups(1, RUNS, RUNS_IN_A_CELL).map((seeds) => ({ tokens: TOKENS, times: TIMES, bins: BINS, seeds })),
  compute: scoreRuns,
  report(values) {
    const measured = measuredOf(values);
    const deviations = measured.map(({ mean, predicted, standardError }) => Math.abs(mean - predicted) / standardError);
    const largest = largestOf(deviations);
    const worst = PROFILES.map((t) => worstSource(t, RETRIEVAL));
    const critical = criticalTime(RETRIEVAL);
    const shaped = worst.every((found) => found !== null) && worstSource(AFTER, RETRIEVAL) === null;
    const asPredicted = shaped && largest <= SIGMAS;
    const runs = values.reduce((sum, value) => sum + value.runs, 0);
    return {
      table: {
        columns: [
          't',
          'worst σ₀',
          'S there',
          'σ₀ of a bin',
          'N × correlation in runs',
          'S of the bin',
          'deviation / s.e.',
        ],
        rows: PROFILES.flatMap((t, i) => {
          const head = [brief(t), worst[i]?.source.toFixed(3) ?? 'none', worst[i]?.score.toFixed(4) ?? ''];
          const bins = measured.filter((entry) => entry.t === t);
          if (bins.length === 0) return [[...head, '', '', '', '']];
          return bins.map(({ source, mean, standardError, predicted }, b) => [
            ...(b === 0 ? head : [brief(t), '', '']),
            source.toFixed(3),
            `${mean.toFixed(3)} ± ${standardError.toFixed(3)}`,
            predicted.toFixed(3),
            (Math.abs(mean - predicted) / standardError).toFixed(1),
          ]);
        }),
      },
      says: `What the last token recalls least lies at σ₀ = ${worst.map((found) => found?.source.toFixed(2)).join(', ')} at t = ${PROFILES.join(', ')}; from t_crit = ${critical.toFixed(3)} on there is no such minimum. In ${runs} runs of ${values[0].tokens} tokens the score is S within ${largest.toFixed(1)} standard errors in ${measured.length} bins, ${SIGMAS} are allowed${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw: (values) =>
    curves({
      title: 'How well the last token recalls an earlier one',
      subtitle: 'Unnormalised causal attention on the circle, memory λ = 1, M = 8 codewords, β = 1',
      caption: `The token at position σ₀ (0 the first, 1 the last) is recalled by the last one with an excess of S/N over chance. Above: S of the linear theory, dots where it is least. Second: where that is, for β = ${BETAS.join(', ')}; their curves are at most ${farthestApart().toFixed(3)} apart. Others: ${values[0].tokens} tokens in ${values.reduce((sum, { runs }) => sum + runs, 0)} runs, mean score of an eighth of the tokens with its standard error, and S.`,
      ts: [],
      panels: [profilePanel(), worstPanel(), ...TIMES.map((t) => runsPanel(measuredOf(values), t))],
    }),
};

const SOURCES = linearTimes(0.01, 0.99, 99);

/** Profiles, and their minima on the same grid. */
function profilePanel(): CurvePanel {
  return {
    title: 'S by the linear theory',
    across: 'position σ₀ of the token recalled',
    ts: SOURCES,
    log: true,
    wide: true,
    series: PROFILES.flatMap((t) => {
      const values = SOURCES.map((source) => retrievalScore(t, source, RETRIEVAL));
      const least = values.indexOf(smallestOf(values));
      return [
        { name: `t = ${t}`, values, color: 'token' as const },
        {
          name: '',
          values: values.map((value, i) => (i === least ? value : null)),
          points: true,
          color: 'strong' as const,
        },
      ];
    }),
  };
}

/** Of t_crit; at either end the minimum is at an end of its own. */
const SHARES = linearTimes(0, 1, 21);

function worstPanel(): CurvePanel {
  return {
    title: 'Least recalled σ₀',
    across: 't/t_crit',
    ts: SHARES,
    domain: [0, 1],
    series: BETAS.map((beta) => ({ name: `β = ${beta}`, values: leastRecalled(beta) })),
  };
}

/** Of the second panel. */
const BETAS = [1, 2, 3] as const;

/** σ₀ at the minimum of S, at SHARES of t_crit; null where there is none within. */
function leastRecalled(beta: number): (number | null)[] {
  const retrieval = retrievalAt(beta);
  const critical = criticalTime(retrieval);
  return SHARES.map((share) => (share > 0 ? worstSource(share * critical, retrieval)?.source : null) ?? null);
}

/** By how much the curves of different β differ at most, where all have a value. */
function farthestApart(): number {
  const curves = BETAS.map(leastRecalled);
  return SHARES.reduce((most, _, i) => {
    const at = curves.flatMap((curve) => curve[i] ?? []);
    return at.length < curves.length ? most : Math.max(most, largestOf(at) - smallestOf(at));
  }, 0);
}

function runsPanel(measured: readonly Measured[], t: number): CurvePanel {
  const bins = measured.filter((entry) => entry.t === t);
  const at = [...new Set([...SOURCES.filter((source) => source >= 0.03), ...bins.map(({ source }) => source)])].sort(
    (a, b) => a - b,
  );
  const binAt = at.map((source) => bins.find((bin) => bin.source === source));
  return {
    title: `Runs, t = ${t}`,
    unit: 'N × score',
    across: 'σ₀',
    ts: at,
    series: [
      { name: 'S', values: at.map((source) => retrievalScore(t, source, RETRIEVAL)), color: 'token' },
      {
        name: '',
        values: binAt.map((bin) => bin?.mean ?? null),
        errors: binAt.map((bin) => bin?.standardError ?? null),
        points: true,
        color: 'strong',
      },
    ],
  };
}
