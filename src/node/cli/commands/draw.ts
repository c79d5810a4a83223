/** parkade draw: a figure of a stored run. */
import { join } from 'node:path';
import { invalid } from '../../../core/errors.ts';
import { UNSHOWN, visible } from '../../../figures/drawing/text.ts';
import {
  type Drawable,
  type Figure,
  figureOf,
  figureRegistry,
  type Moving,
  movingTokens,
} from '../../../figures/index.ts';
import { nearestTimes } from '../../../figures/runs/scene.ts';
import { brief, recordingRemarks } from '../../../report/run.ts';
import type { RunResult } from '../../../run/run.ts';
import { type Destination, destinationOf, refuseTwoDocuments } from '../../process/destination.ts';
import type { Progress } from '../../process/progress.ts';
import { type PictureFormat, type PictureFormatName, pictureFormats } from '../../render/picture-formats.ts';
import { wordOfLine } from '../../store/inputs.ts';
import { isFile } from '../../store/recorded-tokens.ts';
import { readRunFolder, readRunRecord } from '../../store/run-folder.ts';
import { measurementsOf } from '../../store/stored-measurements.ts';
import { fileToMeasure, measured } from '../../work/measured-file.ts';
import { makeAgain, memberOf } from '../../work/members.ts';
import { type ExitCode, oneOf, ownBeta, print, printJson, stopped } from '../context.ts';
import { type DrawingFlags, drawingOf, type Known, knownOf, refuseStill } from '../drawing.ts';
import { startProgress } from '../terminal.ts';

export interface DrawOptions extends DrawingFlags {
  readonly to?: string;
  readonly format?: string;
  readonly force: boolean;
  /** Which of the runs in the folder of a preset, from 1. */
  readonly run?: number;
  /** β of the tokens of a file. */
  readonly beta?: string;
  readonly json: boolean;
}

export async function drawCommand(given: string, flags: DrawOptions): Promise<ExitCode> {
  const { path, destination, format } = targetOf(given, flags);
  const source = isFile(given) ? await fileSource(given, flags) : runSource(given, flags);
  const drawing = drawingOf(flags, source.known);
  if (format.moves) refuseStill(path, drawing);
  await format.require?.();
  const { name, options, look } = drawing;
  const progress = startProgress('draw', flags.json);
  const found = await source.read(options.times, progress);
  if (found === null) return stopped('Stopped: nothing was drawn.', flags.json);
  const { result, remarks: told } = found;
  const remarks = [...told, ...timesRemarks(options.times, result.trajectory.ts)];
  let made: Figure | undefined;
  let motion: Moving | undefined;
  const figure = () => (made ??= name ? figureRegistry[name].make(result, options) : figureOf(result, options));
  const moving = () => (motion ??= movingTokens(result, options));
  destination.write(await format.make({ result, options, look, figure, moving, told: progress.update }));
  progress.stop();
  const { title, caption } = format.moves ? moving() : figure();
  const letters = (await format.lacking?.(visible(title))) ?? [];
  if (letters.length > 0) remarks.push(lackingWords(letters));
  if (destination.isStandardOutput) {
    for (const remark of remarks) process.stderr.write(`${remark}\n`);
    return 0;
  }
  if (flags.json) printJson({ file: path, title, caption, ...(remarks.length > 0 && { remarks }) });
  else print(`${path}: ${title}.`, ...remarks);
  return 0;
}

interface Target {
  readonly path: string;
  readonly destination: Destination;
  readonly format: PictureFormat;
}

/** Where to and in which format: what --format says, else the ending. */
function targetOf(given: string, { to, format, run, force, json }: DrawOptions): Target {
  const names = Object.keys(pictureFormats) as PictureFormatName[];
  const named = format === undefined ? undefined : oneOf('--format', format, names);
  const file = isFile(given);
  const name = file ? given.replace(/\.[^./\\]+$/, '') : join(given, run === undefined ? 'figure' : `run-${run}`);
  const path = to ?? `${name}.${named ?? 'svg'}`;
  // The figure of a run belongs to it, and is always drawn anew.
  const destination = destinationOf(path, { force: force || (to === undefined && !file) });
  if (destination.isStandardOutput) {
    refuseTwoDocuments(json, path);
    return { path, destination, format: pictureFormats[named ?? 'svg'] };
  }
  const ending = named ?? oneOf('--to', /\.([^./\\]+)$/.exec(path)?.[1] ?? path, names);
  return { path, destination, format: pictureFormats[ending] };
}

/** Where tokens are, and how they come from there. */
interface Source {
  /** Before any work. */
  readonly known: Known;
  /** Null where it was stopped. */
  read(
    times: readonly number[] | undefined,
    progress: Progress,
  ): Promise<{ readonly result: Drawable; readonly remarks: readonly string[] } | null>;
}

function runSource(folder: string, { run, beta }: DrawOptions): Source {
  const member = memberOf(folder, run);
  const record = member ?? readRunRecord(folder);
  if (beta !== undefined) throw ownBeta(folder, record.prepared.spec.beta);
  return {
    known: knownOf(record),
    async read(times, progress) {
      if (!member) return { result: await storedResult(folder, times), remarks: [] };
      timesRemarks(times, member.prepared.spec.saveAt);
      const { result, remark } = await makeAgain(member, progress);
      return { result, remarks: [remark] };
    },
  };
}

async function fileSource(file: string, { run, beta }: DrawOptions): Promise<Source> {
  if (run !== undefined) {
    throw invalid('--run', 'come with the folder of a preset of several runs', `"${file}" is a file`, 'drop it');
  }
  const plan = await fileToMeasure(file, beta === undefined ? {} : { beta: wordOfLine(beta) as number });
  const { shape, ts } = plan.recording;
  return {
    known: { shape, noEvents: { came: 'a file of tokens holds none', advice: 'choose another figure' } },
    async read(times, progress) {
      timesRemarks(times, ts);
      const result = await measured(plan, progress);
      return result && { result, remarks: recordingRemarks(file, result) };
    },
  };
}

/** A stored run as it was when it ended; times that it has not are refused before anything is measured. */
async function storedResult(folder: string, times: readonly number[] | undefined): Promise<RunResult> {
  const stored = await readRunFolder(folder);
  const { prepared, trajectory, events, manifest } = stored;
  timesRemarks(times, trajectory.ts);
  const { measurements } = measurementsOf(stored);
  return { spec: prepared.spec, trajectory, measurements, events, notes: manifest.notes };
}

function lackingWords(letters: readonly string[]): string {
  const some = `${letters.slice(0, 8).join(' ')}${letters.length > 8 ? ' …' : ''}`;
  return `No font here has ${some}: drawn as ${UNSHOWN}. An SVG keeps ${letters.length === 1 ? 'it' : 'them'}.`;
}

/** Which saved times stand for those that were asked for. */
function timesRemarks(wanted: readonly number[] | undefined, ts: ArrayLike<number>): string[] {
  if (wanted === undefined) return [];
  const [first, last] = [ts[0], ts[ts.length - 1]];
  const outside = wanted.find((t) => !(t >= first && t <= last));
  if (outside !== undefined) {
    throw invalid(
      '--times',
      `be between the first and the last saved time, ${first} and ${last}`,
      `${outside} came`,
      'give times between them, or make a run that saves it with --save-at',
    );
  }
  const shown = wanted.map((t) => ts[nearestTimes(ts, [t])[0]]);
  const moved = wanted.flatMap((t, i) => (shown[i] === t ? [] : [`${brief(shown[i])} for ${brief(t)}`]));
  return moved.length === 0 ? [] : [`The nearest saved times are shown: t = ${moved.join(', ')}.`];
}
