/** Which earlier token the last one recalls: the first and the latest ones better than those between (causal kinetic theory). */
import { anglesOf } from '../analysis/circle.ts';
import { cos, exp, PI } from '../core/elementary.ts';
import { seedGroups } from '../experiment.ts';
import { type CurvePanel, curves } from '../figures/index.ts';
import { brief } from '../report.ts';
import { run } from '../run.ts';
import { criticalTime, modeRates, type Retrieval, retrievalScore, worstSource } from '../theory/kinetic.ts';
import { linearTimes } from '../times.ts';
import { tokensAt } from '../trajectory.ts';
import type { ExperimentPreset } from './preset.ts';

interface Cell {
  readonly tokens: number;
  readonly times: readonly number[];
  readonly bins: number;
  readonly seeds: readonly number[];
}

interface Value extends Omit<Cell, 'seeds'> {
  readonly runs: number;
  /** By time, then by bin of earlier tokens: sums over runs of N times the score, and of its square. */
  readonly sums: readonly (readonly number[])[];
  readonly squares: readonly (readonly number[])[];
}

/** e^{−π²n²/2M²} is below 1e-13 beyond. */
const MODES = 20;

function retrievalAt(beta: number): Retrieval {
  return { beta, lambda: 1, codewords: 8, rates: modeRates(beta, MODES + 1) };
}

const RETRIEVAL = retrievalAt(1);
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

/** Σ_n ω_n cos(n angle), of mean S/N over runs, where S is the retrieval score. */
function softMatch(angle: number): number {
  const { codewords: m } = RETRIEVAL;
  let sum = 0;
  for (let n = 1; n <= MODES; n++) sum += exp((-PI * PI * n * n) / (2 * m * m)) * cos(n * angle);
  return sum;
}

/** Tokens before the last one, from 0, in bins of nearly equal numbers. */
function binOf(token: number, { tokens, bins }: Pick<Cell, 'tokens' | 'bins'>): number {
  return Math.floor((token * bins) / (tokens - 1));
}

async function compute({ seeds, ...setting }: Cell): Promise<Value> {
  const { tokens, times, bins } = setting;
  const sums = times.map(() => new Array<number>(bins).fill(0));
  const squares = times.map(() => new Array<number>(bins).fill(0));
  const members = new Array<number>(bins).fill(0);
  for (let j = 0; j < tokens - 1; j++) members[binOf(j, setting)]++;
  for (const seed of seeds) {
    const { trajectory } = await run({
      dynamics: 'kinetic-decay',
      beta: RETRIEVAL.beta,
      decay: RETRIEVAL.lambda,
      tokens,
      dimension: 2,
      seed,
      integrator: 'dopri5',
      rtol: 1e-4,
      atol: 1e-5,
      saveAt: [0, ...times],
      observe: 'none',
    });
    if (trajectory.status !== 'completed') throw new Error(`the run of seed ${seed} ended as ${trajectory.status}`);
    const first = anglesOf(tokensAt(trajectory, 0));
    for (let i = 0; i < times.length; i++) {
      const last = anglesOf(tokensAt(trajectory, i + 1))[tokens - 1];
      const scores = new Array<number>(bins).fill(0);
      // What is subtracted has mean 0 and takes most of the noise with it.
      for (let j = 0; j < tokens - 1; j++) {
        scores[binOf(j, setting)] += softMatch(last - first[j]) - softMatch(first[tokens - 1] - first[j]);
      }
      for (let b = 0; b < bins; b++) {
        const score = (tokens * scores[b]) / members[b];
        sums[i][b] += score;
        squares[i][b] += score * score;
      }
    }
  }
  return { ...setting, runs: seeds.length, sums, squares };
}

interface Measured {
  readonly t: number;
  readonly bin: number;
  /** Mean σ₀ of its tokens. */
  readonly source: number;
  readonly mean: number;
  readonly standardError: number;
  /** Mean of S_t over its tokens. */
  readonly predicted: number;
}

function measuredOf(values: readonly Value[]): Measured[] {
  const { tokens, times, bins } = values[0];
  const runs = values.reduce((sum, value) => sum + value.runs, 0);
  const total = (key: 'sums' | 'squares', i: number, b: number) =>
    values.reduce((sum, value) => sum + value[key][i][b], 0);
  return times.flatMap((t, i) =>
    Array.from({ length: bins }, (_, bin) => {
      const sources = Array.from({ length: tokens - 1 }, (_, j) => j).filter((j) => binOf(j, values[0]) === bin);
      const positions = sources.map((j) => (j + 1) / tokens);
      const mean = total('sums', i, bin) / runs;
      const variance = total('squares', i, bin) / runs - mean * mean;
      return {
        t,
        bin,
        source: average(positions),
        mean,
        standardError: Math.sqrt(variance / (runs - 1)),
        predicted: average(positions.map((source) => retrievalScore(t, source, RETRIEVAL))),
      };
    }),
  );
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export const uShape: ExperimentPreset<Cell, Value> = {
  id: 'u-shape',
  title: 'The last token recalls the first and the latest ones best: a U shape',
  source: `arXiv:2605.09213, causal linear phase: λ = 1, M = 8, β = 1; times, ${RUNS} runs of ${TOKENS} tokens and their seeds are our choice`,
  cells: () =>
    seedGroups(1, RUNS, RUNS_IN_A_CELL).map((seeds) => ({ tokens: TOKENS, times: TIMES, bins: BINS, seeds })),
  compute,
  report(values) {
    const measured = measuredOf(values);
    const deviations = measured.map(({ mean, predicted, standardError }) => Math.abs(mean - predicted) / standardError);
    const largest = Math.max(...deviations);
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
      subtitle: 'Unnormalised causal attention on the circle, memory λ = 1, M = 8 codewords, β = 1',
      caption: `The token at position σ₀ (0 the first, 1 the last) is recalled by the last one with an excess of S/N over chance. Above: S of the linear theory, dots where it is least. Left: where that is, for three β nearly one curve; from t_crit on it is the latest token itself. Others: ${values[0].tokens} tokens in ${values.reduce((sum, { runs }) => sum + runs, 0)} runs, mean score of an eighth of the tokens with its standard error, and S.`,
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
      const least = values.indexOf(Math.min(...values));
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
    series: [1, 2, 3].map((beta) => {
      const retrieval = retrievalAt(beta);
      const critical = criticalTime(retrieval);
      return {
        name: `β = ${beta}`,
        values: SHARES.map((share) => (share > 0 ? worstSource(share * critical, retrieval)?.source : null) ?? null),
      };
    }),
  };
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
