/** parkade append: tokens added to a stored run. */

import { availableParallelism } from 'node:os';
import { counted } from '../../../core/counted.ts';
import { invalid, quoted } from '../../../core/errors.ts';
import { initialRegistry } from '../../../initial/index.ts';
import { type Appended, appendTokens } from '../../../replay/append.ts';
import { measure } from '../../../run/measuring.ts';
import { type PreparedRun, prepareRun } from '../../../run/prepare.ts';
import type { RunResult } from '../../../run/run.ts';
import type { RunSpec } from '../../../run/spec.ts';
import { readFiles } from '../../store/inputs.ts';
import { beginResultFolder } from '../../store/result-folder.ts';
import { readRunFolder, readSteps, type StoredRun } from '../../store/run-folder.ts';
import { watched } from '../../work/execute.ts';
import type { ExitCode } from '../context.ts';
import { type LongerRunOptions, reportLongerRun } from '../longer-run.ts';
import { startProgress } from '../terminal.ts';

export async function appendCommand(
  folder: string,
  flags: Readonly<Record<string, string>>,
  options: LongerRunOptions,
): Promise<ExitCode> {
  const { out, force, json, threads = availableParallelism() } = options;
  const stored = await readRunFolder(folder);
  const log = await readSteps(stored);
  const { rows, joint } = withNewTokens(stored, flags);
  const draft = out === undefined ? null : beginResultFolder(out, force);
  try {
    const { method, spec } = stored.prepared;
    const { value: appended, seconds } = await watched(
      startProgress('append', json),
      threads,
      ({ breathe, ...watch }) =>
        appendTokens({ method, trajectory: stored.trajectory, log }, rows, {
          field: spec.field ?? 'auto',
          ...(spec.costs && { costs: spec.costs }),
          ...watch,
          onProgress: (t, share) =>
            breathe(
              () => share,
              () => `t = ${t.toPrecision(4)}`,
            ),
        }),
    );
    const { divided, deviation } = appended;
    const origin = {
      run: folder,
      tokens: stored.trajectory.problem.shape.n,
      sha256: stored.manifest.trajectory.sha256,
    };
    const extras = { steps: appended.log, appended: origin };
    return await reportLongerRun(
      draft,
      resultOf(joint, appended, stored),
      seconds,
      extras,
      { divided, deviation },
      options,
    );
  } finally {
    draft?.discard();
  }
}

/** The new tokens, and the specification of the run that has them too. */
function withNewTokens(
  { prepared, manifest }: StoredRun,
  flags: Readonly<Record<string, string>>,
): { rows: Float64Array; joint: PreparedRun } {
  const { shape, initial } = prepared.problem;
  const other = Object.keys(flags).find((key) => key !== 'initial');
  if (other !== undefined) {
    const has = (manifest.spec as unknown as Record<string, unknown>)[other];
    throw invalid(
      other,
      `be as the run has it${has === undefined ? '' : ` (${quoted(has)})`}, since the new tokens move under its equation and on its steps`,
      `came as "${flags[other]}"`,
      'leave it out, or begin another run with "parkade simulate"',
    );
  }
  if (flags.initial === undefined) {
    throw invalid(
      'initial',
      'be the new tokens (rows, angles on the circle, or a file)',
      'is missing',
      'give it, as in --initial 0.5,3.1',
    );
  }
  const given = newTokens(flags.initial);
  const added = prepareRun({ beta: 1, until: 1, initial: given } as RunSpec);
  const { d } = added.problem.shape;
  if (d !== shape.d) {
    throw invalid(
      'initial',
      `have rows of ${shape.d} numbers, as the tokens of the run`,
      `its rows have ${d}`,
      "add tokens of the run's dimension",
    );
  }
  const rows = added.problem.initial;
  const lists = [initial, rows].flatMap((x) => rowsOf(x, shape.d));
  const joint = prepareRun({ ...withoutLaw(manifest.spec), tokens: lists.length, initial: lists } as RunSpec);
  return { rows, joint: { ...joint, notes: added.notes } };
}

function newTokens(word: string): unknown {
  const { initial } = readFiles(Object.hasOwn(initialRegistry, word) ? {} : { initial: word }, process.cwd());
  if (typeof initial === 'number') return [initial];
  if (Array.isArray(initial)) return initial;
  throw invalid(
    'initial',
    'be the new tokens themselves (rows, angles on the circle, or a file)',
    `came as ${quoted(word)}`,
    'write them down, as in --initial 0.5,3.1',
  );
}

function rowsOf(x: Float64Array, d: number): number[][] {
  return Array.from({ length: x.length / d }, (_, k) => [...x.subarray(k * d, (k + 1) * d)]);
}

/** Without what only a law of tokens has, and without events, which belong to a run that is made as a whole. */
function withoutLaw(spec: RunSpec): Partial<RunSpec> {
  const own = new Set([
    'seed',
    'events',
    'certify',
    ...Object.values(initialRegistry).flatMap(({ parameters }) => Object.keys(parameters)),
  ]);
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !own.has(key)));
}

function resultOf({ spec, measurement, notes }: PreparedRun, appended: Appended, stored: StoredRun): RunResult {
  const { trajectory, divided, deviation } = appended;
  const { shape } = stored.trajectory.problem;
  const added = trajectory.problem.shape.n - shape.n;
  const same = spec.dt !== undefined && deviation === 0;
  return {
    spec,
    trajectory,
    measurements: measure(trajectory, spec.observe, measurement),
    events: null,
    notes: [
      ...notes,
      `${counted(added, 'token')} ${added === 1 ? 'was' : 'were'} added to the run in ${stored.folder}, whose own ${shape.n} keep their bits; ${
        same
          ? 'on its fixed steps that is the run that had them from the start, bit by bit.'
          : `${divided} of its steps ${divided === 1 ? 'was' : 'were'} divided for the new ones.`
      }`,
      ...(deviation > 0
        ? [
            `The steps of the run were not made again to the bit here but to ${deviation.toExponential(1)}; the stored tokens were taken.`,
          ]
        : []),
    ],
  };
}
