/** The plug-in contract of a named experiment: what is run, and what is said and drawn about it. */

import type { Experiment } from '../../core/experiment.ts';
import type { Figure } from '../../figures/index.ts';
import type { RunWithSteps } from '../../replay/append.ts';
import type { Table } from '../../report/run.ts';
import type { ResolvedSpec } from '../../run/prepare.ts';
import type { RunResult } from '../../run/run.ts';
import type { RunSpec } from '../../run/spec.ts';

export interface Report {
  readonly table: Table;
  /** What the result shows: one sentence or two, made from the numbers. */
  readonly says: string;
  /** Whether the numbers are as predicted; absent where nothing was predicted. */
  readonly asPredicted?: boolean;
}

interface Described {
  readonly id: string;
  /** About how long it takes on two cores, measured. */
  readonly seconds: number;
  readonly title: string;
  /** The paper and its figure, table or section; parameters that it does not give are named as our choice. */
  readonly source: string;
  /** Statements (parkade check) that speak of the same. */
  readonly checks?: readonly string[];
}

/** Runs, and what is seen in them whole. */
export interface RunPreset extends Described {
  /** The first run; further ones differ by their seed: seed, seed + 1, …. */
  readonly spec: RunSpec & { readonly seed: number };
  /** How many seeds. */
  readonly runs: number;
  /**
   * Keys in which runs differ besides, β for one: every variant has all the seeds, variant after variant. One without
   * changes unless given.
   */
  readonly variants?: readonly Partial<RunSpec>[];
  /**
   * What report and draw need beside the results, found on every step of the run: for presets of one run, whose steps
   * are then kept.
   */
  study?(run: RunWithSteps, spec: ResolvedSpec): Promise<unknown>;
  report(results: readonly RunResult[], study?: unknown): Report;
  draw(results: readonly RunResult[], study?: unknown): Figure;
}

/**
 * More than can be kept whole: cells, of each of which only a few numbers are kept. Can be stopped, and goes on where
 * it was.
 */
export interface ExperimentPreset<Cell, Value> extends Described, Experiment<Cell, Value> {
  report(values: readonly Value[]): Report;
  draw(values: readonly Value[]): Figure;
  /** JSON files beside the record, by their names: specifications of runs that are worth making again. */
  files?(values: readonly Value[]): Readonly<Record<string, unknown>>;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds experiments of all kinds; each is consistent in itself.
export type AnyExperimentPreset = ExperimentPreset<any, any>;
export type Preset = RunPreset | AnyExperimentPreset;

export function isExperiment(preset: Preset): preset is AnyExperimentPreset {
  return 'cells' in preset;
}

/** The specifications of all runs of a preset, in the order of its results. */
export function specsOf({ spec, runs, variants = [{}] }: RunPreset): RunSpec[] {
  return variants.flatMap((variant) =>
    Array.from({ length: runs }, (_, i) => ({ ...spec, ...variant, seed: spec.seed + i })),
  );
}
