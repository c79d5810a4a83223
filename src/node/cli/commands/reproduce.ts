/** parkade reproduce: a named experiment, its table, its figure, and what it shows. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { invalid } from '../../../core/errors.ts';
import { nearest } from '../../../core/nearest.ts';
import type { Theme } from '../../../figures/index.ts';
import { isExperiment, type Preset, presetRegistry } from '../../../presets/index.ts';
import { describeRun, runRemarks } from '../../../report/run.ts';
import type { RunResult } from '../../../run/run.ts';
import { ON_THE_PATH, shellQuoted } from '../../process/invocation.ts';
import { folderOf, type Reproduced, reproduce, type Unfinished } from '../../work/reproduction.ts';
import {
  type ExitCode,
  exitCodeOf,
  oneOf,
  print,
  printJson,
  printNext,
  printTable,
  printText,
  stopped,
} from '../context.ts';
import { type EngineFlags, engineFor } from '../engine.ts';
import { drawCircles, startProgress } from '../terminal.ts';

export interface ReproduceOptions extends EngineFlags {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  /** The main job: ends with commands to copy. */
  readonly guided: boolean;
  /** Of the figure: light or dark. */
  readonly theme?: string;
}

function presetNamed(id: string): Preset {
  if (Object.hasOwn(presetRegistry, id)) return presetRegistry[id];
  const guess = nearest(id, Object.keys(presetRegistry));
  const advice = guess ? `did you mean "${guess}"?` : '"parkade list" shows them';
  throw invalid(id, `be the name of a preset, one of ${Object.keys(presetRegistry).join(', ')}`, 'is none', advice);
}

export function reproduceCommand(id: string, options: ReproduceOptions): Promise<ExitCode> {
  return reproducePreset(presetNamed(id), options);
}

export async function reproducePreset(
  preset: Preset,
  { out, force, json, guided, theme: name = 'light', ...where }: ReproduceOptions,
): Promise<ExitCode> {
  const theme: Theme = oneOf('--theme', name, ['light', 'dark']);
  const executor = await engineFor(where, preset.id, folderOf(preset, out));
  const { threads } = where;
  const outcome = await reproduce(preset, startProgress(preset.id, json), { out, force, threads, executor, theme });
  if (!('report' in outcome)) return explain(outcome, folderOf(preset, out), json);
  const code: ExitCode = outcome.report.asPredicted === false ? 1 : 0;
  if (json) printJson({ folder: outcome.folder, ...outcome.record, report: outcome.report });
  else tell(preset, outcome);
  if (guided && !json) printNext(...nextCommands(outcome.folder));
  return code;
}

/**
 * What came instead of a result.
 * @param goesOn what is kept of a stopped run of work whose parts are kept elsewhere, and how to go on
 */
export function explain(outcome: Unfinished, folder: string, json: boolean, goesOn = ''): ExitCode {
  if ('failed' in outcome) {
    const says = [...runRemarks(outcome.failed, outcome.seconds), untouched(folder)];
    if (json) printJson({ failed: outcome.failed.trajectory.status, says });
    else print(...says);
    return exitCodeOf(outcome.failed.trajectory);
  }
  const { stoppedAfter, of, noun, kept } = outcome;
  const next = kept === null ? goesOn : ` What is done is kept in ${kept}: the same command continues from there.`;
  return stopped(`Stopped after ${stoppedAfter} of ${of} ${noun}; ${untouched(folder)}${next}`, json);
}

function untouched(folder: string): string {
  return existsSync(folder) ? `${folder} was left as it was.` : `${folder} was not made.`;
}

function tell(preset: Preset, { folder, report, results, seconds }: Reproduced): void {
  printText(`${preset.title} (${preset.source})`, ...descriptionsOf(preset, results), '');
  const picture = process.stdout.isTTY && results.length === 1 ? drawCircles(results[0]) : null;
  if (picture) print(picture, '');
  printTable(report.table);
  const remarks =
    results.length === 1
      ? runRemarks(results[0], seconds)
      : results.length > 1
        ? [`${results.length} runs, ${seconds.toFixed(1)} s.`]
        : [];
  printText(...(remarks.length > 0 ? ['', ...remarks] : []), '', report.says);
  printText(
    `The figure is ${join(folder, 'figure.png')} (and .svg); from the start of the program to here it took ${process.uptime().toFixed(1)} s.`,
  );
}

/** A line a variant. */
function descriptionsOf(preset: Preset, results: readonly RunResult[]): string[] {
  return isExperiment(preset) ? [] : results.filter((_, i) => i % preset.runs === 0).map(describeRun);
}

function nextCommands(folder: string): string[] {
  return [
    `${ON_THE_PATH}   # so that this terminal finds parkade`,
    `parkade show ${shellQuoted(folder)}        # the table again`,
    'parkade words run                # what its columns mean',
    `parkade draw ${shellQuoted(folder)} --theme dark --to out/dark.png`,
    `parkade verify ${shellQuoted(folder)}      # the same run again, bit by bit`,
    'parkade simulate --tokens 100 --dimension 3 --beta 9 --until 50 --out out/sphere',
    'parkade reproduce capture-table  # 40 runs, with standard errors',
    'parkade simulate --help',
  ];
}
