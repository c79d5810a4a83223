/** parkade simulate: one run from flags, a specification file or a link, or both. */
import { mistake } from '../../../core/errors.ts';
import { readLink } from '../../../link/index.ts';
import { recordSteps, type StepRecorder, USUAL_LOG, whyNoSteps } from '../../../replay/step-log.ts';
import { describeRun, runRemarks } from '../../../report/run.ts';
import { type PreparedRun, prepareRun } from '../../../run/prepare.ts';
import { flagOf } from '../../process/flag-of.ts';
import { gatherSpec, withFlags } from '../../store/inputs.ts';
import { isLink, likeness } from '../../store/links.ts';
import { beginResultFolder } from '../../store/result-folder.ts';
import { measurementsFile, saveRun } from '../../store/run-folder.ts';
import { executeWithProgress } from '../../work/execute.ts';
import {
  afterRun,
  type ExitCode,
  exitCodeOf,
  oneOf,
  print,
  printEvents,
  printJson,
  printNext,
  printRunTable,
  printText,
} from '../context.ts';
import { startProgress } from '../terminal.ts';

export interface SimulateOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly threads?: number;
  /** Whether to keep every step: auto, always or never. */
  readonly steps?: string;
}

const WHEN = ['auto', 'always', 'never'] as const;

const TABLE_ROWS = 12;

export async function simulateCommand(
  specFile: string | undefined,
  flags: Readonly<Record<string, unknown>>,
  { out, force, json, threads, steps = 'auto' }: SimulateOptions,
): Promise<ExitCode> {
  const link = specFile !== undefined && isLink(specFile) ? readLink(specFile) : null;
  const prepared = prepareRun(link ? withFlags(link.spec, flags) : gatherSpec(specFile, flags));
  const when = oneOf('--steps', steps, WHEN);
  const recorder = out === undefined ? null : recorderFor(prepared, when);
  const draft = out === undefined ? null : beginResultFolder(out, force);
  try {
    const progress = startProgress('simulate', json);
    const { result, seconds } = await executeWithProgress(prepared, progress, threads, recorder?.add);
    const like = link && likeness(link, Object.keys(flags).map(flagOf), result.trajectory);
    const code = like?.verdict === 'different' ? 1 : exitCodeOf(result.trajectory);
    const saved = draft && (await saveRun(draft, result, seconds, { steps: recorder?.log() ?? null }, force));
    if (json) {
      const { status, statistics } = result.trajectory;
      const summary = saved?.manifest ?? { spec: result.spec, status, statistics, seconds, notes: result.notes };
      printJson({
        folder: saved?.folder ?? null,
        ...summary,
        measurements: measurementsFile(result.trajectory, result.spec, result.measurements),
        ...(result.events && { events: result.events }),
        ...(like && { link: like }),
      });
      return code;
    }
    printText(describeRun(result), '');
    printRunTable(result, TABLE_ROWS);
    if (result.events) printEvents(result.events, TABLE_ROWS);
    printText('', ...runRemarks(result, seconds), ...(like ? [like.says] : []));
    if (saved === null) print('Nothing was saved: give --out FOLDER to keep the run and its figure.');
    else {
      print(
        `Saved in ${saved.folder}: run.json, trajectory.h5, ${saved.manifest.steps ? 'steps.h5, ' : ''}measurements.json, ${result.events ? 'events.json, ' : ''}figure.svg, figure.png.`,
        ...(recorder && !saved.manifest.steps ? [LEFT_OUT] : []),
      );
      printNext(...afterRun(saved.folder, result.trajectory));
    }
    return code;
  } finally {
    draft?.discard();
  }
}

const LEFT_OUT = `Its steps were left out, being more than ${USUAL_LOG / 1e6} MB: --steps always keeps them, for parkade append and parkade basins.`;

/** Keeps the steps of runs that tokens can be added to; null for others. */
function recorderFor({ problem, spec }: PreparedRun, when: (typeof WHEN)[number]): StepRecorder | null {
  if (when === 'never') return null;
  const why = whyNoSteps(problem, spec, spec.backend ?? 'auto');
  if (why === null) return recordSteps(problem, when === 'always' ? Infinity : USUAL_LOG);
  if (when === 'auto') return null;
  throw mistake('InvalidParameter', {
    key: '--steps',
    subject: '"--steps" always',
    expected: 'come with a causal softmax run in double precision, to which tokens can be added',
    came: why,
    advice: 'leave it out',
  });
}
