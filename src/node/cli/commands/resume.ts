/** parkade resume: a stored run, continued. */

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { invalid, type ParkadeError, unreadable } from '../../../core/errors.ts';
import { brief, inFull } from '../../../core/number-text.ts';
import { endOf, resume } from '../../../replay/resume.ts';
import { measure } from '../../../run/measuring.ts';
import { type PreparedRun, prepareRun } from '../../../run/prepare.ts';
import type { RunResult } from '../../../run/run.ts';
import type { RunSpec } from '../../../run/spec.ts';
import { resolveTimes } from '../../../run/times.ts';
import { shellQuoted } from '../../process/invocation.ts';
import { readFiles } from '../../store/inputs.ts';
import { beginResultFolder } from '../../store/result-folder.ts';
import { readRunFolder, readSteps, type StoredRun } from '../../store/run-folder.ts';
import { watched } from '../../work/execute.ts';
import type { ExitCode } from '../context.ts';
import { type LongerRunOptions, reportLongerRun } from '../longer-run.ts';
import { startProgress } from '../terminal.ts';

export async function resumeCommand(
  folder: string,
  flags: Readonly<Record<string, string>>,
  options: LongerRunOptions,
): Promise<ExitCode> {
  const { out, force, json, threads = availableParallelism() } = options;
  const stored = await readRunFolder(folder);
  const prepared = withChanges(stored, flags);
  const log = stored.manifest.steps ? await readSteps(stored) : null;
  if (endOf(stored.trajectory, log) === null) throw notKept(stored);
  const draft = out === undefined ? null : beginResultFolder(out, force);
  const end = prepared.problem.tSpan[1];
  try {
    const { value, seconds } = await watched(startProgress('resume', json), threads, ({ breathe, ...watch }) =>
      resume({ trajectory: stored.trajectory, log }, prepared, {
        ...watch,
        onProgress: (t) =>
          breathe(
            () => Math.log1p(t) / Math.log1p(end),
            () => `t = ${t.toPrecision(4)} of ${end}`,
          ),
      }),
    );
    const { trajectory, log: steps } = value;
    const { spec, measurement } = prepared;
    const at = stored.trajectory.statistics.reached;
    const result: RunResult = {
      spec,
      trajectory,
      measurements: measure(trajectory, spec.observe, measurement),
      events: null,
      notes: [...stored.manifest.notes, ...remarks(stored)],
    };
    const resumed = { run: folder, at, sha256: stored.manifest.trajectory.sha256 };
    return await reportLongerRun(draft, result, stored.manifest.seconds + seconds, { steps, resumed }, {}, options);
  } finally {
    draft?.discard();
  }
}

function remarks({ folder, manifest }: StoredRun): string[] {
  const at = manifest.statistics.reached;
  return [
    `Continued from t = ${brief(at)}, where the run in ${folder} had ended.`,
    ...(manifest.spec.events
      ? [`Events until then are in ${join(folder, 'events.json')}; later events were not looked for.`]
      : []),
  ];
}

function notKept({ folder, manifest }: StoredRun): ParkadeError {
  return unreadable(
    folder,
    `hold the tokens at t = ${inFull(manifest.statistics.reached)}, where its run ended, so that it can be continued`,
    `parkade ${manifest.parkade} kept it without them`,
    `make it again with "parkade simulate ${shellQuoted(join(folder, 'run.json'))} --out FOLDER"`,
  );
}

/**
 * The run's specification with what is new. Saved times that come later than the last one are added to the old ones.
 */
function withChanges({ manifest, trajectory }: StoredRun, flags: Readonly<Record<string, string>>): PreparedRun {
  const changes = readFiles(flags, process.cwd()) as Partial<RunSpec>;
  const { events: _events, certify: _certify, maxSteps, ...before } = manifest.spec;
  const { reached } = trajectory.statistics;
  const until = changes.until ?? manifest.spec.until;
  if (typeof until === 'number' && !(until > reached)) {
    throw invalid(
      'until',
      `be later than t = ${inFull(reached)}, which the run has reached`,
      `${changes.until === undefined ? 'is' : 'came as'} ${inFull(until)}`,
      'give a later --until',
    );
  }
  const old = manifest.spec.saveAt;
  const added = changes.saveAt === undefined ? [until] : resolveTimes(changes.saveAt);
  const kept = changes.saveAt === undefined ? old : old.filter((time) => time <= reached);
  const times = [...kept, ...added.filter((time) => time > Math.max(reached, kept.at(-1) ?? 0))];
  // A limit that stopped the run would stop it again: who continues it wants more than that.
  const limit = manifest.status === 'max-steps' ? {} : { maxSteps };
  return prepareRun({
    ...before,
    ...limit,
    ...changes,
    until,
    saveAt: times.filter((time) => time <= until),
  } as RunSpec);
}
