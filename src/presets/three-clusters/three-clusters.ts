/** How many clusters appear first: from nearly uniform tokens, as many as the mode that grows fastest has periods. */

import { seedGroups } from '../../core/experiment.ts';
import type { Recording } from '../../core/recording.ts';
import { type CurvePanel, circleBlocks, curvesBlock, figure, type Scene, sceneOf } from '../../figures/index.ts';
import { cos, exp, sin } from '../../numerics/elementary.ts';
import { largestOf } from '../../numerics/extremes.ts';
import { brief } from '../../report/run.ts';
import { lengthsOf } from '../../run/lengths.ts';
import { geometricTimes, linearTimes } from '../../run/times.ts';
import { approximateClusterMode, firstClusterMode } from '../../theory/first-clusters.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import {
  BETA,
  type Cell,
  type Counted,
  countedAt,
  countedOf,
  followModes,
  GROWN,
  growthOf,
  JITTER,
  LINKED,
  MODES,
  SAMPLES,
  SNAPSHOTS,
  TOKENS,
  type Value,
} from './three-clusters-runs.ts';

const RUNS = 40;
const RUNS_IN_A_CELL = 10;
const BETAS = [1, 2, 5, 9, 16, 25, 49] as const;
/** Of a measured rate: what the next order in the amplitudes and the spacing of the tokens add. */
const ALLOWED = 0.02;

export const threeClusters: ExperimentPreset<Cell, Value> = {
  id: 'three-clusters',
  seconds: 9,
  title: 'From nearly uniform tokens three clusters appear at β = 5, and about √(2β) at others',
  checks: ['mode-growth', 'first-cluster-mode'],
  source: `arXiv:2410.23228: β = 5, noise σ = 0.01, three clusters. Our choice: SA on the circle, ${TOKENS} equally spaced tokens, ${RUNS} runs, times, other β`,
  cells: () =>
    BETAS.flatMap((beta) =>
      seedGroups(1, RUNS, RUNS_IN_A_CELL).map((seeds) => ({
        tokens: TOKENS,
        beta,
        until: countedAt(TOKENS, beta),
        seeds,
      })),
    ),
  compute: followModes,
  report(values) {
    const counted = countedOf(values);
    const { rates, predicted, times } = growthOf(values);
    const worst = largestOf(rates.map((rate, k) => Math.abs(rate - predicted[k])));
    const atFive = counted.find(({ beta }) => beta === BETA);
    const asPredicted = worst <= ALLOWED && atFive?.mostFrequent === atFive?.predicted;
    return {
      table: {
        columns: [
          'β',
          'k_max',
          't',
          'clusters, mean ± s.e.',
          'most frequent',
          'its share',
          'γ_k, k = 1 … 6',
          'as measured',
        ],
        rows: counted.map(({ beta, predicted: mode, mean, standardError, mostFrequent, share }) => [
          brief(beta),
          String(mode),
          brief(values.find((value) => value.beta === beta)?.until ?? Number.NaN),
          `${mean.toFixed(2)} ± ${standardError.toFixed(2)}`,
          String(mostFrequent),
          `${Math.round(100 * share)} %`,
          beta === BETA ? predicted.map((rate) => rate.toFixed(3)).join(' ') : '',
          beta === BETA ? rates.map((rate) => rate.toFixed(3)).join(' ') : '',
        ]),
      },
      says: `At β = ${BETA} the amplitudes of modes 1 to ${MODES} grow up to t = ${times[GROWN]} at γ_k within ${worst.toFixed(3)} (${ALLOWED} is allowed), mode ${atFive?.predicted} fastest, and ${atFive?.mostFrequent} clusters are the most frequent outcome, in ${Math.round(100 * (atFive?.share ?? Number.NaN))} % of ${atFive?.runs} runs${asPredicted ? '' : ' — not as predicted'}. Neighbouring modes grow nearly as fast, so other numbers occur too; at other β the counts are not tested.`,
      asPredicted,
    };
  },
  draw(values) {
    const scene = snapshotsOf(values);
    return figure({
      title: 'The first clusters have the period of the mode that grows fastest',
      subtitle: `${values[0].tokens} tokens on the circle, SA, equally spaced at first up to noise of ${JITTER} rad`,
      caption: `Above: one run at β = ${BETA}. Middle: |Σ exp(ikθ)|/n at β = ${BETA}, root mean square of ${RUNS} runs; dashed, growth at the rates γ of the linear equation. Below: the degree k_max that grows fastest, over β; dots, mean numbers of clusters (linked within ${LINKED} rad) with standard errors.`,
      blocks: [
        ...circleBlocks(
          scene,
          SNAPSHOTS.map((_, i) => i),
        ),
        curvesBlock([amplitudePanel(values)], [], false),
        curvesBlock([countPanel(values)], [], true),
      ],
    });
  },
};

function snapshotsOf(values: readonly Value[]): Scene {
  const value = values.find(({ snapshots }) => snapshots !== null);
  if (!value?.snapshots) throw new Error('no run at the β of the first panels was followed');
  const times = linearTimes(0, value.until, SAMPLES);
  const ts = Float64Array.from(SNAPSHOTS, (i) => times[i]);
  const xs = Float64Array.from(value.snapshots.flat().flatMap((angle) => [cos(angle), sin(angle)]));
  const shape = { n: value.tokens, d: 2 };
  const recording: Recording = {
    shape,
    space: 'sphere',
    ts,
    xs,
    initial: xs.subarray(0, 2 * value.tokens),
    beta: value.beta,
  };
  return sceneOf({ trajectory: recording, measurements: {}, spec: lengthsOf({ threshold: LINKED }, value.beta) });
}

/** Lines are left where they are off by more than a factor of two. */
function near(a: number, b: number): boolean {
  return a < 2 * b && b < 2 * a;
}

function amplitudePanel(values: readonly Value[]): CurvePanel {
  const { times, amplitudes, predicted } = growthOf(values);
  const modes = Array.from({ length: MODES }, (_, k) => k);
  return {
    title: 'Amplitudes of modes',
    unit: `β = ${BETA}`,
    ts: times,
    log: true,
    wide: true,
    // All measured, then all predicted, so that both of a mode have the same ink.
    series: [
      ...modes.map((k) => ({ name: `k = ${k + 1}`, values: amplitudes.map((row) => row[k]) })),
      ...modes.map((k) => {
        const linear = times.map((t) => amplitudes[0][k] * exp(predicted[k] * t));
        return { name: '', values: linear.map((a, i) => (near(a, amplitudes[i][k]) ? a : null)), dashed: true };
      }),
    ],
  };
}

function countPanel(values: readonly Value[]): CurvePanel {
  const counted = countedOf(values);
  const betas = [...new Set([...geometricTimes(1, 64, 481), ...BETAS])].sort((a, b) => a - b);
  const at = (pick: (c: Counted) => number) =>
    betas.map((beta) => {
      const found = counted.find((c) => c.beta === beta);
      return found ? pick(found) : null;
    });
  return {
    title: 'Number of first clusters',
    across: 'β',
    ts: betas,
    wide: true,
    series: [
      { name: 'k_max', values: betas.map((beta) => firstClusterMode(beta, 2)), color: 'token' },
      { name: '√(2β)', values: betas.map((beta) => approximateClusterMode(beta, 2)), color: 'muted', dashed: true },
      {
        name: '',
        values: at(({ mean }) => mean),
        errors: at(({ standardError }) => standardError),
        points: true,
        color: 'strong',
      },
    ],
  };
}
