/** How far tokens have clustered, over time and β: shares of pairs that have met, and when equiangular tokens meet. */

import { figure, heatMaps } from '../figures/index.ts';
import { largestOf } from '../numerics/extremes.ts';
import { brief } from '../report/run.ts';
import { linearTimes } from '../run/times.ts';
import { equiangularTime } from '../theory/equiangular.ts';
import {
  type Cell,
  COLUMNS,
  clusteringRow,
  MET,
  mapOf,
  type Panel,
  panelsOf,
  type Value,
} from './kit/clustering-map.ts';
import type { ExperimentPreset } from './kit/preset.ts';

const TOKENS = 32;
const DIMENSIONS = [2, 8, 128, 1024] as const;
const RUNS = 16;
const BETAS = linearTimes(0.1, 8.9, 45);
/**
 * Of the time of equiangular tokens at the highest dimension: cosines of random tokens are off 0 by about √(log
 * d/d) = 0.08.
 */
const ALLOWED = 0.1;
/** β compared, for a mean that tells something. */
const FEWEST = 5;
const UNTIL = { softmax: 30, count: 1 } as const;

/** When equiangular tokens that begin orthogonal have met. */
function meetingTime({ tokens, beta, normalization }: Value): number {
  return equiangularTime(0, MET, { tokens, beta, normalization });
}

/**
 * The time by which half of the pairs have met, over that of equiangular tokens; null where either is beyond the run.
 */
function ratioOf(value: Value): number | null {
  const predicted = meetingTime(value);
  return value.front === null || predicted > value.until ? null : value.front / predicted;
}

/** Mean and largest |ratio − 1| over β. */
function deviationOf({ rows }: Panel): { readonly compared: number; readonly mean: number; readonly largest: number } {
  const all = rows.map(ratioOf).flatMap((ratio) => (ratio === null ? [] : [Math.abs(ratio - 1)]));
  return { compared: all.length, mean: all.reduce((sum, d) => sum + d, 0) / all.length, largest: largestOf(all) };
}

const nameOf = (normalization: Cell['normalization']) => (normalization === 'softmax' ? 'SA' : 'USA');

export const phaseDiagram: ExperimentPreset<Cell, Value> = {
  id: 'phase-diagram',
  seconds: 77,
  title: 'How far 32 tokens have clustered, over time and β, in dimensions 2 to 1024',
  checks: ['equal-angles', 'high-dimension', 'single-cluster-full'],
  source: `arXiv:2312.10794, phase diagrams: n = 32, T = 30 (SA) or 1 (USA), d = 2, 8, 128, 1024, cosines above 0.999. Our choice: ${BETAS.length} values of β (90 there), ${RUNS} runs each (2048), adaptive steps (Euler, 0.1), seeds`,
  cells: () =>
    DIMENSIONS.flatMap((dimension, d) =>
      (['softmax', 'count'] as const).flatMap((normalization, m) =>
        BETAS.map((beta, b) => ({
          mask: 'full' as const,
          normalization,
          tokens: TOKENS,
          dimension,
          beta,
          until: UNTIL[normalization],
          seed: 1 + RUNS * (b + BETAS.length * (m + 2 * d)),
          runs: RUNS,
        })),
      ),
    ),
  compute: clusteringRow,
  report(values) {
    const found = panelsOf(values).map((panel) => ({ ...panel, ...deviationOf(panel) }));
    const highest = largestOf(found.map(({ dimension }) => dimension));
    const sharp = found.filter(({ dimension }) => dimension === highest);
    const nearest = sharp.every(({ normalization, mean }) =>
      found.every((other) => other.normalization !== normalization || !(other.mean < mean) || other.compared < FEWEST),
    );
    const largest = largestOf(sharp.map((panel) => panel.largest));
    const asPredicted = sharp.every(({ compared }) => compared > 0) && largest <= ALLOWED && nearest;
    return {
      table: {
        columns: [
          'attention',
          'd',
          'β compared',
          'mean |t½/t_γ − 1|',
          'largest',
          'pairs met at the end, least and most β',
        ],
        rows: found.map(({ normalization, dimension, compared, mean, largest: most, rows }) => [
          nameOf(normalization),
          String(dimension),
          `${compared} of ${rows.length}`,
          compared === 0 ? '' : percent(mean),
          compared === 0 ? '' : percent(most),
          [rows[0], rows[rows.length - 1]].map(({ met }) => percent(met[COLUMNS - 1])).join(', '),
        ]),
      },
      says: `t½ is when half of the pairs have met (cosine above ${MET}), t_γ when equiangular tokens from orthonormal ones have. At d = ${highest} they agree within ${percent(largest)} wherever both are within the run (${percent(ALLOWED)} is allowed), nearer than in lower dimensions${asPredicted ? '' : ' — not as predicted'}.${waitingIn(found[0])}`,
      asPredicted,
    };
  },
  draw(values) {
    const { tokens, runs } = values[0];
    return figure({
      title: 'Phase diagrams of clustering',
      subtitle: `${tokens} uniform tokens on spheres of four dimensions, SA and USA, mean of ${runs} runs`,
      caption: `Share of pairs with a cosine above ${MET}, over time and β. The line is where γ, the common cosine of equiangular tokens that begin orthogonal, reaches ${MET}.`,
      blocks: [
        heatMaps(
          panelsOf(values).map((panel) =>
            mapOf(panel, `${nameOf(panel.normalization)}, d = ${panel.dimension}`, meetingTime),
          ),
          {
            xLabel: 'time t',
            yLabel: 'β',
            value: 'share of pairs that have met',
            curve: `γ = ${MET}`,
          },
        ),
      ],
    });
  },
};

/** How far tokens of low dimension are where equiangular ones have just met: at the largest β that shows it. */
function waitingIn({ normalization, dimension, rows }: Panel): string {
  const row = rows.findLast((value) => meetingTime(value) <= value.until);
  if (!row) return '';
  const met = percent(row.met[COLUMNS - 1]);
  return ` At d = ${dimension} (${nameOf(normalization)}, β = ${brief(row.beta)}) ${met} of the pairs have met by t = ${row.until}, where t_γ = ${brief(meetingTime(row))}.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
