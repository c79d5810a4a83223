/** parkade draw: a figure of a stored run. */
import { join } from 'node:path';
import { ParkadeError } from '../../core/errors.ts';
import { type Figure, figureOf, figureRegistry, type Moving, movingTokens } from '../../figures/index.ts';
import { nearestTimes } from '../../figures/scene.ts';
import { brief } from '../../report.ts';
import type { RunResult } from '../../run.ts';
import { type ExitCode, oneOf, print, printJson } from '../context.ts';
import { type Destination, destinationOf, refuseTwoDocuments } from '../destination.ts';
import { type DrawingFlags, drawingOf, refuseStill } from '../drawing.ts';
import { type PictureFormat, type PictureFormatName, pictureFormats } from '../picture-formats.ts';
import { readRunFolder, readRunRecord } from '../run-folder.ts';
import { measurementsOf } from '../stored-measurements.ts';
import { startProgress } from '../terminal.ts';

export interface DrawOptions extends DrawingFlags {
  readonly to?: string;
  readonly format?: string;
  readonly force: boolean;
  readonly json: boolean;
}

export async function drawCommand(folder: string, flags: DrawOptions): Promise<ExitCode> {
  const { path, destination, format } = targetOf(folder, flags);
  const drawing = drawingOf(flags, readRunRecord(folder));
  if (format.moves) refuseStill(path, drawing);
  await format.require?.();
  const { name, options, look } = drawing;
  const stored = await readRunFolder(folder);
  const { prepared, trajectory, events, manifest } = stored;
  const remarks = timesRemarks(options.times, trajectory.ts);
  const result: RunResult = {
    spec: prepared.spec,
    trajectory,
    measurements: measurementsOf(stored).measurements,
    events,
    notes: manifest.notes,
  };
  const progress = startProgress('draw', flags.json);
  let made: Figure | undefined;
  let motion: Moving | undefined;
  const figure = () => (made ??= name ? figureRegistry[name].make(result, options) : figureOf(result, options));
  const moving = () => (motion ??= movingTokens(result, options));
  destination.write(await format.make({ result, options, look, figure, moving, told: progress.update }));
  progress.stop();
  if (destination.isStandardOutput) {
    for (const remark of remarks) process.stderr.write(`${remark}\n`);
    return 0;
  }
  const { title, caption } = format.moves ? moving() : figure();
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
function targetOf(folder: string, { to, format, force, json }: DrawOptions): Target {
  const names = Object.keys(pictureFormats) as PictureFormatName[];
  const named = format === undefined ? undefined : oneOf('--format', format, names);
  const path = to ?? join(folder, `figure.${named ?? 'svg'}`);
  const destination = destinationOf(path, { force: force || to === undefined });
  if (destination.isStandardOutput) {
    refuseTwoDocuments(json, path);
    return { path, destination, format: pictureFormats[named ?? 'svg'] };
  }
  const ending = named ?? oneOf('--to', /\.([^./\\]+)$/.exec(path)?.[1] ?? path, names);
  return { path, destination, format: pictureFormats[ending] };
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
