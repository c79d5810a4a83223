/** The plug-in contract of a named experiment: what is run, and what is said and drawn about it. */
import type { RunWithSteps } from '../append.ts';
import type { Figure } from '../figures/index.ts';
import type { Table } from '../report.ts';
import type { ResolvedSpec, RunResult } from '../run.ts';
import type { RunSpec } from '../spec.ts';

export interface Report {
  readonly table: Table;
  /** What the result shows: one sentence or two, made from the numbers. */
  readonly says: string;
  /** Whether the numbers are as predicted; absent where nothing was predicted. */
  readonly asPredicted?: boolean;
}

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** The first run; further ones differ by their seed: seed, seed + 1, …. */
  readonly spec: RunSpec & { readonly seed: number };
  /** How many seeds. */
  readonly runs: number;
  /** Keys in which runs differ besides, β for one: every variant has all the seeds, variant after variant. One without changes unless given. */
  readonly variants?: readonly Partial<RunSpec>[];
  /** What report and draw need beside the results, found on every step of the run: for presets of one run, whose steps are then kept. */
  study?(run: RunWithSteps, spec: ResolvedSpec): Promise<unknown>;
  report(results: readonly RunResult[], study?: unknown): Report;
  draw(results: readonly RunResult[], study?: unknown): Figure;
}

/** The specifications of all runs of a preset, in the order of its results. */
export function specsOf({ spec, runs, variants = [{}] }: Preset): RunSpec[] {
  return variants.flatMap((variant) =>
    Array.from({ length: runs }, (_, i) => ({ ...spec, ...variant, seed: spec.seed + i })),
  );
}
