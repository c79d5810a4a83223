/** parkade reproduce: a named experiment, its table, its figure, and what it shows. */
import { join } from 'node:path';
import { ParkadeError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { type Preset, presetRegistry, specsOf } from '../../presets/index.ts';
import { describeRun, runRemarks } from '../../report.ts';
import { type PreparedRun, prepareRun, type RunOptions, type RunResult } from '../../run.ts';
import { recordSteps } from '../../step-log.ts';
import { type ExitCode, exitCodeOf, print, printJson, printTable, printText, typed } from '../context.ts';
import { fillEnsembleFolder } from '../ensemble-folder.ts';
import { executeManyWithProgress, executeWithProgress } from '../execute.ts';
import { beginResultFolder, presetOf } from '../result-folder.ts';
import { fillRunFolder } from '../run-folder.ts';
import { drawCircles, type Progress, startProgress } from '../terminal.ts';

export interface ReproduceOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  /** The main job: ends with commands to copy. */
  readonly guided: boolean;
  readonly threads?: number;
}

function presetNamed(id: string): Preset {
  if (Object.hasOwn(presetRegistry, id)) return presetRegistry[id];
  const guess = nearest(id, Object.keys(presetRegistry));
  throw new ParkadeError(
    'InvalidParameter',
    `"${id}" should be the name of a preset, one of ${Object.keys(presetRegistry).join(', ')}${guess ? `; did you mean "${guess}"?` : '; "parkade list" shows them.'}`,
  );
}

async function runAll(
  prepared: readonly PreparedRun[],
  progress: Progress,
  threads?: number,
  onStep?: RunOptions['onStep'],
): Promise<RunResult[]> {
  if (prepared.length === 1) return [(await executeWithProgress(prepared[0], progress, threads, onStep)).result];
  return executeManyWithProgress(prepared, progress, threads);
}

export async function reproduceCommand(
  id: string,
  { out, force, json, guided, threads }: ReproduceOptions,
): Promise<ExitCode> {
  const preset = presetNamed(id);
  const prepared = specsOf(preset).map(prepareRun);
  const folder = out ?? join('out', id);
  // A repetition may replace what the preset itself left in its own place; anything else needs --force.
  const draft = beginResultFolder(folder, force || (out === undefined && presetOf(folder) === id));
  const begun = performance.now();
  try {
    const recorder = preset.study ? recordSteps(prepared[0].problem) : null;
    const results = await runAll(prepared, startProgress(id, json), threads, recorder?.add);
    if (results.length < prepared.length) {
      print(`Stopped after ${results.length} of ${prepared.length} runs; ${folder} was left as it was.`);
      return 130;
    }
    const failed = results.find(({ trajectory }) => trajectory.status !== 'completed');
    const ran = (performance.now() - begun) / 1000;
    if (failed) {
      print(...runRemarks(failed, ran), `${folder} was left as it was.`);
      return exitCodeOf(failed.trajectory);
    }
    const steps = recorder?.log() ?? null;
    const run = steps && { method: prepared[0].method, trajectory: results[0].trajectory, log: steps };
    const study = run ? await preset.study?.(run, results[0].spec) : undefined;
    const seconds = (performance.now() - begun) / 1000;
    const report = preset.report(results, study);
    const figure = preset.draw(results, study);
    const record =
      results.length === 1
        ? await fillRunFolder(draft, results[0], seconds, figure, { preset: id, steps })
        : await fillEnsembleFolder(draft, id, results, seconds, report, figure);
    draft.commit();
    const code: ExitCode = report.asPredicted === false ? 1 : 0;
    if (json) {
      printJson({ folder, ...record, report });
      return code;
    }
    printText(`${preset.title} (${preset.source})`, ...descriptionsOf(preset, results), '');
    const picture = process.stdout.isTTY && results.length === 1 ? drawCircles(results[0]) : null;
    if (picture) print(picture, '');
    printTable(report.table);
    const remarks =
      results.length === 1 ? runRemarks(results[0], seconds) : [`${results.length} runs, ${seconds.toFixed(1)} s.`];
    printText('', ...remarks, '', report.says);
    printText(
      `The figure is ${join(folder, 'figure.png')} (and .svg); everything took ${((performance.now() - begun) / 1000).toFixed(1)} s.`,
    );
    if (guided) print('', 'Next:', ...nextCommands(folder));
    return code;
  } finally {
    draft.discard();
  }
}

/** A line a variant. */
function descriptionsOf({ runs }: Preset, results: readonly RunResult[]): string[] {
  return results.filter((_, i) => i % runs === 0).map(describeRun);
}

function nextCommands(folder: string): string[] {
  return [
    `  npx --no parkade show ${typed(folder)}                  # the table again`,
    `  npx --no parkade draw ${typed(folder)} --theme dark --to out/dark.png`,
    `  npx --no parkade verify ${typed(folder)}                # the same run again, bit by bit`,
    '  npx --no parkade simulate --tokens 100 --dimension 3 --beta 9 --until 50 --out out/sphere',
    '  npx --no parkade reproduce capture-table             # 40 runs, with standard errors',
    '  npx --no parkade simulate --help',
  ];
}
