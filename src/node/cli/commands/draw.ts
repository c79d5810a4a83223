/** parkade draw: a figure of a stored run. */
import { join } from 'node:path';
import { ParkadeError } from '../../../core/errors.ts';
import { UNSHOWN, visible } from '../../../figures/drawing/text.ts';
import { type Figure, figureOf, figureRegistry, type Moving, movingTokens } from '../../../figures/index.ts';
import { nearestTimes } from '../../../figures/runs/scene.ts';
import { brief } from '../../../report/run.ts';
import type { RunResult } from '../../../run/run.ts';
import { type Destination, destinationOf, refuseTwoDocuments } from '../../process/destination.ts';
import { type PictureFormat, type PictureFormatName, pictureFormats } from '../../render/picture-formats.ts';
import { readRunFolder, readRunRecord } from '../../store/run-folder.ts';
import { measurementsOf } from '../../store/stored-measurements.ts';
import { makeAgain, memberOf } from '../../work/members.ts';
import { type ExitCode, oneOf, print, printJson } from '../context.ts';
import { type DrawingFlags, drawingOf, refuseStill } from '../drawing.ts';
import { startProgress } from '../terminal.ts';

export interface DrawOptions extends DrawingFlags {
  readonly to?: string;
  readonly format?: string;
  readonly force: boolean;
  /** Which of the runs in the folder of a preset, from 1. */
  readonly run?: number;
  readonly json: boolean;
}

export async function drawCommand(folder: string, flags: DrawOptions): Promise<ExitCode> {
  const { path, destination, format } = targetOf(folder, flags);
  const member = memberOf(folder, flags.run);
  const drawing = drawingOf(flags, member ?? readRunRecord(folder));
  if (format.moves) refuseStill(path, drawing);
  await format.require?.();
  const { name, options, look } = drawing;
  if (member) timesRemarks(options.times, member.prepared.spec.saveAt);
  const progress = startProgress('draw', flags.json);
  const { result, remark } = member
    ? await makeAgain(member, progress)
    : { result: await storedResult(folder, options.times), remark: null };
  const remarks = [...(remark === null ? [] : [remark]), ...timesRemarks(options.times, result.trajectory.ts)];
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

/** Where to and in which format: what --format says, else the ending. The figure that belongs to the run is made from it, and made anew at will. */
function targetOf(folder: string, { to, format, run, force, json }: DrawOptions): Target {
  const names = Object.keys(pictureFormats) as PictureFormatName[];
  const named = format === undefined ? undefined : oneOf('--format', format, names);
  const path = to ?? join(folder, `${run === undefined ? 'figure' : `run-${run}`}.${named ?? 'svg'}`);
  const destination = destinationOf(path, { force: force || to === undefined });
  if (destination.isStandardOutput) {
    refuseTwoDocuments(json, path);
    return { path, destination, format: pictureFormats[named ?? 'svg'] };
  }
  const ending = named ?? oneOf('--to', /\.([^./\\]+)$/.exec(path)?.[1] ?? path, names);
  return { path, destination, format: pictureFormats[ending] };
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
    throw new ParkadeError(
      'InvalidParameter',
      `"--times" should be between the first and the last saved time, ${first} and ${last}, but ${outside} came; give times between them, or make a run that saves it with --save-at.`,
    );
  }
  const shown = wanted.map((t) => ts[nearestTimes(ts, [t])[0]]);
  const moved = wanted.flatMap((t, i) => (shown[i] === t ? [] : [`${brief(shown[i])} for ${brief(t)}`]));
  return moved.length === 0 ? [] : [`Nearest saved times are shown: t = ${moved.join(', ')}.`];
}
