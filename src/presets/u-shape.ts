/** Which earlier token the last one recalls: the first ones and the latest ones better than those between (causal kinetic theory). */
import { cos, exp, larger, PI, smaller } from '../core/elementary.ts';
import { anglesOf } from '../analysis/circle.ts';
import { type CurvePanel, curvesBlock, figure } from '../figures/index.ts';
import { seedGroups } from '../experiment.ts';
import { brief } from '../report.ts';
import { run } from '../run.ts';
import { causalCorrelation, criticalTime, modeRates, retrievalScore, worstSource } from '../theory/kinetic.ts';
import { linearTimes } from '../times.ts';
import type { ExperimentPreset } from './preset.ts';

interface Cell {
  readonly tokens: number;
  readonly beta: number;
  readonly lambda: number;
  readonly codewords: number;
  readonly times: readonly number[];
  readonly seeds: readonly number[];
}

interface Value extends Omit<Cell, 'seeds'> {
  readonly runs: number;
  /** Σ over runs of N times the retrieval score and of its square, by time and bin of source tokens. */
  readonly sums: readonly (readonly number[])[];
  readonly squares: readonly (readonly number[])[];
}

const SETTING = { beta: 1, lambda: 1, codewords: 8 } as const;
const TOKENS = 128;
const RUNS = 6000;
const RUNS_IN_A_CELL = 60;
/** Times of the simulation; the profile is drawn at more of them. */
const TIMES = [0.25, 0.5, 1] as const;
const SHOWN = [
  { t: 0.25, worst: 0.06 },
  { t: 0.5, worst: 0.13 },
  { t: 1, worst: 0.26 },
  { t: 1.3, worst: 0.35 },
  { t: 2, worst: 0.63 },
] as const;
const BINS = 16;
const MODES = 20;
