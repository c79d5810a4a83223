/** How many clusters appear first: from nearly uniform tokens, as many as the mode that grows fastest has periods. */
import { anglesOf } from '../analysis/circle.ts';
import { gapClusters } from '../analysis/clusters.ts';
import { cos, exp, log, sin } from '../core/elementary.ts';
import type { State } from '../core/state.ts';
import { seedGroups } from '../experiment.ts';
import { type CurvePanel, circleBlocks, curvesBlock, figure, type Scene } from '../figures/index.ts';
import { brief } from '../report.ts';
import { prepareRun, run } from '../run.ts';
import type { RunSpec } from '../spec.ts';
import { approximateClusterMode, firstClusterMode, growthRates } from '../theory/first-clusters.ts';
import { geometricTimes, linearTimes } from '../times.ts';
import { tokensAt } from '../trajectory.ts';
import type { ExperimentPreset } from './preset.ts';

interface Cell {
  readonly tokens: number;
  readonly beta: number;
  /** When clusters are counted. */
  readonly until: number;
  readonly seeds: readonly number[];
}

interface Value extends Omit<Cell, 'seeds'> {
  /** Clusters at the end, a run each. */
  readonly counts: readonly number[];
  /** At SAMPLES equal times from 0 on, then k = 1 … MODES: Σ over runs of |Σ_j e^{ikθ_j}/n|². At the β of the first panels only. */
  readonly powers: readonly (readonly number[])[] | null;
  /** Angles of the tokens of the first run at the SNAPSHOTS among those times, likewise. */
  readonly snapshots: readonly (readonly number[])[] | null;
}

const TOKENS = 600;
const JITTER = 0.01;
const RUNS = 40;
const RUNS_IN_A_CELL = 10;
const BETA = 5;
const BETAS = [1, 2, 5, 9, 16, 25, 49] as const;
const MODES = 6;
const SAMPLES = 41;
/** Growth is measured from the first sample to this one, while all amplitudes are small. */
const GROWN = 4;
const SNAPSHOTS = [0, 16, 40] as const;
/** Radians: clusters have gathered by the time they are counted. */
const LINKED = 0.2;
/** Of a measured rate: what the next order in the amplitudes and the spacing of the tokens add. */
const ALLOWED = 0.02;

/** Equally spaced tokens, each displaced a little: mode k begins near kσ/√n. */
function specOf(tokens: number, beta: number): RunSpec {
  return { beta, tokens, dimension: 2, mask: 'full', initial: 'equispaced', jitter: JITTER };
}

/** Twice the time that the fastest mode takes from kσ/√n to 1 at its first rate. */
function countedAt(tokens: number, beta: number): number {
  const mode = firstClusterMode(beta, 2);
  const rate = growthRates(beta, 2, mode + 1).softmax[mode];
  return Math.ceil((2 * log(Math.sqrt(tokens) / (mode * JITTER))) / rate);
}

/** |Σ_j e^{ikθ_j}/n|² for k = 1 … MODES. */
function powersOf(x: State): number[] {
  const angles = anglesOf(x);
  return Array.from({ length: MODES }, (_, i) => {
    let [real, imaginary] = [0, 0];
    for (const angle of angles) {
      real += cos((i + 1) * angle);
      imaginary += sin((i + 1) * angle);
    }
    return (real * real + imaginary * imaginary) / (angles.length * angles.length);
  });
}

async function compute({ seeds, ...setting }: Cell): Promise<Value> {
  const { tokens, beta, until } = setting;
  const followed = beta === BETA;
  const times = followed ? linearTimes(0, until, SAMPLES) : [until];
  const counts: number[] = [];
  const powers = times.map(() => new Array<number>(MODES).fill(0));
  let snapshots: number[][] | null = null;
  for (const seed of seeds) {
    const { trajectory } = await run({
      ...specOf(tokens, beta),
      seed,
      integrator: 'dopri5',
      rtol: 1e-6,
      atol: 1e-8,
      saveAt: times,
      observe: 'none',
    });
    if (trajectory.status !== 'completed') throw new Error(`the run of seed ${seed} ended as ${trajectory.status}`);
    counts.push(gapClusters(tokensAt(trajectory, times.length - 1), LINKED).count);
    if (!followed) continue;
    for (let i = 0; i < SAMPLES; i++) {
      for (const [k, power] of powersOf(tokensAt(trajectory, i)).entries()) powers[i][k] += power;
    }
    snapshots ??= SNAPSHOTS.map((i) => rounded(anglesOf(tokensAt(trajectory, i))));
  }
  return { ...setting, counts, powers: followed ? powers : null, snapshots };
}

/** As many digits as a picture shows. */
function rounded(angles: Float64Array): number[] {
  return Array.from(angles, (angle) => Math.round(angle * 1e4) / 1e4);
}

/** What is known at one β. */
interface Counted {
  readonly beta: number;
  readonly predicted: number;
  readonly runs: number;
  readonly mean: number;
  readonly standardError: number;
  /** Of several equally frequent ones the smallest. */
  readonly mostFrequent: number;
  readonly share: number;
}

function countedOf(values: readonly Value[]): Counted[] {
  return [...new Set(values.map(({ beta }) => beta))].map((beta) => {
    const counts = values.filter((value) => value.beta === beta).flatMap((value) => value.counts);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) * (count - mean), 0) / (counts.length - 1);
    const frequency = (wanted: number) => counts.filter((count) => count === wanted).length;
    const mostFrequent = [...counts].sort((a, b) => frequency(b) - frequency(a) || a - b)[0];
    return {
      beta,
      predicted: firstClusterMode(beta, 2),
      runs: counts.length,
      mean,
      standardError: Math.sqrt(variance / counts.length),
      mostFrequent,
      share: frequency(mostFrequent) / counts.length,
    };
  });
}

/** Of the followed runs: times, root mean squares of the amplitudes by time and mode, rates and what they should be. */
function growthOf(values: readonly Value[]) {
  const followed = values.flatMap(({ powers, until, counts }) =>
    powers ? [{ powers, until, runs: counts.length }] : [],
  );
  const runs = followed.reduce((sum, value) => sum + value.runs, 0);
  const times = linearTimes(0, followed[0].until, SAMPLES);
  const amplitudes = times.map((_, i) =>
    Array.from({ length: MODES }, (_, k) =>
      Math.sqrt(followed.reduce((sum, { powers }) => sum + powers[i][k], 0) / runs),
    ),
  );
  const predicted = [...growthRates(BETA, 2, MODES + 1).softmax.subarray(1)];
  const rates = predicted.map((_, k) => log(amplitudes[GROWN][k] / amplitudes[0][k]) / times[GROWN]);
  return { times, amplitudes, predicted, rates };
}

export const threeClusters: ExperimentPreset<Cell, Value> = {
  id: 'three-clusters',
  title: 'From nearly uniform tokens three clusters appear at β = 5, and about √(2β) at others',
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
  compute,
  report(values) {
    const counted = countedOf(values);
    const { rates, predicted, times } = growthOf(values);
    const worst = Math.max(...rates.map((rate, k) => Math.abs(rate - predicted[k])));
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
    const scene = sceneOf(values);
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

function sceneOf(values: readonly Value[]): Scene {
  const value = values.find(({ snapshots }) => snapshots !== null);
  if (!value?.snapshots) throw new Error('no run at the β of the first panels was followed');
  const times = linearTimes(0, value.until, SAMPLES);
  const ts = SNAPSHOTS.map((i) => times[i]);
  const { problem } = prepareRun({ ...specOf(value.tokens, value.beta), saveAt: ts });
  const xs = Float64Array.from(value.snapshots.flat().flatMap((angle) => [cos(angle), sin(angle)]));
  return { problem, space: 'sphere', ts, xs, landmarks: { list: [], first: false }, delta: 1, threshold: LINKED };
}

/** Lines are left where they are off by more than a factor of two. */
function near(a: number, b: number): boolean {
  return a < 2 * b && b < 2 * a;
}

function amplitudePanel(values: readonly Value[]): CurvePanel {
  const { times, amplitudes, predicted } = growthOf(values);
  const colors = ['muted', 'frozen', 'strong', 'token', 'ordinary', 'muted'] as const;
  return {
    title: 'Amplitudes of modes',
    unit: `β = ${BETA}`,
    ts: times,
    log: true,
    wide: true,
    series: Array.from({ length: MODES }, (_, k) => k).flatMap((k) => {
      const linear = times.map((t) => amplitudes[0][k] * exp(predicted[k] * t));
      return [
        { name: `k = ${k + 1}`, values: amplitudes.map((row) => row[k]), color: colors[k] },
        {
          name: '',
          values: linear.map((a, i) => (near(a, amplitudes[i][k]) ? a : null)),
          color: colors[k],
          dashed: true,
        },
      ];
    }),
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
