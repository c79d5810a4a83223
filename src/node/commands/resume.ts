/** parkade resume: a stored run gone on with. */
import { availableParallelism } from 'node:os';
import { setImmediate as breathe } from 'node:timers/promises';
import { ParkadeError } from '../../core/errors.ts';
import { describeRun, runRemarks, runTable } from '../../report.ts';
import { resume } from '../../resume.ts';
import { measure, type PreparedRun, prepareRun, type RunResult } from '../../run.ts';
import type { RunSpec } from '../../spec.ts';
import { resolveTimes } from '../../times.ts';
import { type ExitCode, exitCodeOf, print, printJson, printTable, printText, typed } from '../context.ts';
import { readFiles } from '../inputs.ts';
import { beginResultFolder } from '../result-folder.ts';
import { fillRunFolder, measurementsFile, readRunFolder, readSteps, type StoredRun } from '../run-folder.ts';
import { startTeam } from '../team.ts';
import { startProgress } from '../terminal.ts';

/** What may be new in a run that goes on. */
export const resumeFlags = ['until', 'saveAt', 'maxSteps', 'rtol', 'atol'] as const;

export interface ResumeOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly threads?: number;
}

const TABLE_ROWS = 12;
const BREATH_MS = 100;

export async function resumeCommand(
  folder: string,
  flags: Readonly<Record<string, string>>,
  { out, force, json, threads = availableParallelism() }: ResumeOptions,
): Promise<ExitCode> {
  const stored = await readRunFolder(folder);
  const prepared = withChanges(stored, flags);
  const log = await readSteps(stored);
  const draft = out === undefined ? null : beginResultFolder(out, force);
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  const progress = startProgress('resume', json);
  const begun = performance.now();
  const end = prepared.problem.tSpan[1];
  let breathed = begun;
  try {
    const { trajectory, log: steps } = await resume({ trajectory: stored.trajectory, log }, prepared, {
      ...(threads > 1 && { team: startTeam(threads) }),
      signal: controller.signal,
      onProgress(t) {
        if (performance.now() - breathed < BREATH_MS) return;
        breathed = performance.now();
        progress.update(Math.log1p(t) / Math.log1p(end), `t = ${t.toPrecision(4)} of ${end}`);
        return breathe();
      },
    });
    progress.stop();
    const seconds = (performance.now() - begun) / 1000;
    const { spec, measurement } = prepared;
    const at = stored.trajectory.statistics.reached;
    const result: RunResult = {
      spec,
      trajectory,
      measurements: measure(trajectory, spec.observe, measurement),
      events: null,
      notes: [...stored.manifest.notes, `Gone on with from t = ${at}, where the run in ${folder} had ended.`],
    };
    const code = exitCodeOf(trajectory);
    const keep = draft !== null && !(code === 130 && force);
    if (draft && keep) {
      const { figureOf } = await import('../../figures/index.ts');
      const resumed = { run: folder, at, sha256: stored.manifest.trajectory.sha256 };
      await fillRunFolder(draft, result, seconds, figureOf(result), { steps, resumed });
      draft.commit();
    }
    if (json) {
      const { status, statistics } = trajectory;
      printJson({
        ...{ folder: keep ? out : null, spec, status, statistics, seconds, notes: result.notes },
        measurements: measurementsFile(trajectory, spec, result.measurements),
      });
      return code;
    }
    printText(describeRun(result), '');
    printTable(runTable(result, TABLE_ROWS));
    printText('', ...runRemarks(result, seconds));
    if (keep) print(`Saved in ${out}.`, '', `Next: parkade show ${typed(out as string)}`);
    else if (out === undefined) print('Nothing was saved: give --out FOLDER to keep the longer run.');
    else print(`${out} was left as it was.`);
    return code;
  } finally {
    process.off('SIGINT', stop);
    progress.stop();
    draft?.discard();
  }
}

/** The run's specification with what is new. Saved times that come later than the last one are added to the old ones. */
function withChanges({ manifest, trajectory }: StoredRun, flags: Readonly<Record<string, string>>): PreparedRun {
  const changes = readFiles(flags, process.cwd()) as Partial<RunSpec>;
  const { events: _events, certify: _certify, merge, ...before } = manifest.spec;
  const { reached } = trajectory.statistics;
  const until = changes.until ?? manifest.spec.until;
  if (merge) {
    throw new ParkadeError(
      'InvalidParameter',
      'A run that is gone on with should keep its tokens apart, but this one merged them; run it again with a later --until.',
    );
  }
  if (typeof until === 'number' && !(until > reached)) {
    throw new ParkadeError(
      'InvalidParameter',
      `"until" should be later than t = ${reached}, which the run has reached, but ${changes.until === undefined ? 'is' : 'came as'} ${until}; give a later one.`,
    );
  }
  const old = manifest.spec.saveAt;
  const added = changes.saveAt === undefined ? [until] : resolveTimes(changes.saveAt);
  const kept = changes.saveAt === undefined ? old : old.filter((time) => time <= reached);
  const times = [...kept, ...added.filter((time) => time > Math.max(reached, kept.at(-1) ?? 0))];
  return prepareRun({ ...before, ...changes, until, saveAt: times.filter((time) => time <= until) } as RunSpec);
}
