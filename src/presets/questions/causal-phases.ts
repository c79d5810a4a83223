/**
 * The phase diagram of arXiv:2312.10794 under the causal mask, beside the full one: who meets sooner, and by how much?
 *
 * Fixed before the runs: n = 32 uniform tokens, d = 2, 8, 128, 1024, β from 0.1 to 8.9, Q = K = V = I; softmax (SA, and
 * CSA) up to t = 60 and weights divided by n (USA) up to t = 4, two and four times the times of the paper, since two
 * tokens meet twice as slowly under the causal mask, where only the second moves (a trial of two runs showed that t = 2
 * is short of it for USA). The measure is the paper's: the share of pairs with a cosine above 0.999, mean over 16 runs;
 * both masks have the same initial tokens. t½ is when that share reaches one half (kit/clustering-map.ts).
 *
 * Hypothesis: t½ under the causal mask is at least twice that of the full one wherever both are within the run: two
 * tokens alone need exactly twice the time, and at the end tokens near one point come to it at the rate ½ instead of
 * 1, the k-th beginning k − 1 times as far away. Estimate: the ratio of the two t½ at each β, and of each map their
 * geometric mean over β with its interval (the β have seeds of their own). Where the interval lies above 2, so does the
 * ratio, below it is refuted; the least and the largest ratio say whether that is so at every β.
 */
import { figure, heatMaps } from '../../figures/index.ts';
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import { type Interval, meanInterval } from '../../numerics/interval.ts';
import { linearTimes } from '../../run/times.ts';
import {
  type Cell,
  COLUMNS,
  clusteringRow,
  MET,
  mapOf,
  type Panel,
  panelsOf,
  type Value,
} from '../kit/clustering-map.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import { grouped, INTERVALS, shown } from './said.ts';

const TOKENS = 32;
const DIMENSIONS = [2, 8, 128, 1024];
const RUNS = 16;
const BETAS = linearTimes(0.1, 8.9, 23);
const UNTIL = { softmax: 60, count: 4 } as const;
const normalizations = ['softmax', 'count'] as const;
const masks = ['full', 'causal'] as const;
/** Times as long, of two tokens. */
const EXPECTED = 2;

/** The two maps of one dimension and normalisation. */
interface Pair {
  readonly full: Panel;
  readonly causal: Panel;
}

function pairsOf(values: readonly Value[]): Pair[] {
  const panels = panelsOf(values);
  return panels
    .filter(({ mask }) => mask === 'full')
    .flatMap((full) => {
      const causal = panels.find(
        ({ mask, dimension, normalization }) =>
          mask === 'causal' && dimension === full.dimension && normalization === full.normalization,
      );
      return causal ? [{ full, causal }] : [];
    });
}

/** t½ under the full mask at the β of a row. */
function frontAt({ rows }: Panel, beta: number): number | null {
  return rows.find((row) => row.beta === beta)?.front ?? null;
}

/** The ratios of t½ at the β at which both masks have one. */
function ratiosOf({ full, causal }: Pair): number[] {
  return causal.rows.flatMap(({ beta, front }) => {
    const other = frontAt(full, beta);
    return front === null || other === null ? [] : [front / other];
  });
}

/** The geometric mean; null for fewer than two. */
function meanRatio(ratios: readonly number[]): Interval | null {
  if (ratios.length < 2) return null;
  const { estimate, low, high } = meanInterval(ratios.map(Math.log));
  return { estimate: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) };
}

function verdictOf({ low, high }: Interval): string {
  return low > EXPECTED ? `above ${EXPECTED}` : high < EXPECTED ? `below ${EXPECTED}` : `${EXPECTED} is possible`;
}

const names = { softmax: { full: 'SA', causal: 'CSA' }, count: { full: 'USA', causal: 'USA, causal' } } as const;
const nameOf = ({ normalization, mask, dimension }: Panel) => `${names[normalization][mask]}, d = ${dimension}`;
const reached = ({ rows }: Panel) => rows.filter(({ front }) => front !== null).length;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const ends = ({ rows }: Panel) =>
  [rows[0], rows[rows.length - 1]].map(({ met }) => percent(met[COLUMNS - 1])).join(', ');

export const causalPhases: ExperimentPreset<Cell, Value> = {
  id: 'causal-phase-diagram',
  seconds: 120,
  title: 'The phase diagram of clustering under the causal mask, beside the full one',
  checks: ['single-cluster-full', 'two-token-clock', 'theorem-4-1'],
  source: `arXiv:2312.10794, phase diagrams: n = 32, d = 2, 8, 128, 1024, cosines above ${MET}. Our choice: the causal mask beside the full one, two and four times the times, ${BETAS.length} values of β (90 there), ${RUNS} runs each (2048), adaptive steps, seeds`,
  cells: () =>
    DIMENSIONS.flatMap((dimension, d) =>
      normalizations.flatMap((normalization, m) =>
        masks.flatMap((mask) =>
          BETAS.map((beta, b) => ({
            ...{ mask, normalization, tokens: TOKENS, dimension, beta },
            ...{ until: UNTIL[normalization], seed: 1 + RUNS * (b + BETAS.length * (m + 2 * d)), runs: RUNS },
          })),
        ),
      ),
    ),
  compute: clusteringRow,
  report(values) {
    const pairs = pairsOf(values);
    const each = pairs.map((pair) => {
      const ratios = ratiosOf(pair);
      return { pair, ratios, mean: meanRatio(ratios) };
    });
    const told = each.map(({ pair, mean }) =>
      mean ? `${shown(mean, 2)} at ${nameOf(pair.full)} (${verdictOf(mean)})` : `unknown at ${nameOf(pair.full)}`,
    );
    const all = each.flatMap(({ ratios }) => ratios);
    const count = values.reduce((sum, { runs }) => sum + runs, 0);
    return {
      table: {
        columns: [
          'attention',
          'd',
          'β where both',
          'only full',
          'only causal',
          'ratio of t½',
          'least',
          'largest',
          'full: met at the end',
          'causal: met at the end',
        ],
        rows: each.map(({ pair: { full, causal }, ratios, mean }) => [
          names[full.normalization].full,
          String(full.dimension),
          `${ratios.length} of ${full.rows.length}`,
          ...[full, causal].map((panel) => String(reached(panel) - ratios.length)),
          mean ? shown(mean, 2) : '',
          ...(ratios.length === 0
            ? ['', '']
            : [smallestOf(ratios), largestOf(ratios)].map((ratio) => ratio.toFixed(2))),
          ends(full),
          ends(causal),
        ]),
      },
      says: `t½ is when half of the pairs have met (cosine above ${MET}). Under the causal mask it is so many times that under the full one, in ${grouped(count)} runs: ${told.join('; ')}. It is ${EXPECTED} times at least at ${all.filter((ratio) => ratio >= EXPECTED).length} of ${all.length} β at which both are within the run. ${INTERVALS}`,
    };
  },
  draw(values) {
    const { tokens, runs } = values[0];
    return figure({
      title: 'Clustering under the full mask and under the causal one',
      subtitle: `${tokens} uniform tokens, mean of ${runs} runs, the same initial tokens left and right`,
      caption: `Share of pairs with a cosine above ${MET}, over time and β: left where tokens see all others, right where they see earlier ones only. SA: weights that sum to 1; USA: weights divided by n. The line, on both sides the same, is where that share under the full mask reaches one half.`,
      blocks: [
        heatMaps(
          pairsOf(values).flatMap(({ full, causal }) =>
            [full, causal].map((panel) => mapOf(panel, nameOf(panel), ({ beta }) => frontAt(full, beta))),
          ),
          { xLabel: 'time t', yLabel: 'β', value: 'share of pairs that have met', curve: 'half of them, full mask' },
        ),
      ],
    });
  },
};
