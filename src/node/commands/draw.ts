/** parkade draw: a figure of a stored run. */
import { join } from 'node:path';
import { ParkadeError } from '../../core/errors.ts';
import { type Figure, figureOf, figureRegistry, type Moving, movingTokens } from '../../figures/index.ts';
import { nearestTimes } from '../../figures/scene.ts';
import { brief } from '../../report.ts';
import type { RunResult } from '../../run.ts';
import { type ExitCode, oneOf, print, printJson } from '../context.ts';
import { type DrawingFlags, drawingOf, refuseStill } from '../drawing.ts';
import { refuseRecords, writeFileWhole } from '../files.ts';
import { type PictureFormat, type PictureFormatName, pictureFormats } from '../picture-formats.ts';
import { readRunFolder, readRunRecord } from '../run-folder.ts';
import { measurementsOf } from '../stored-measurements.ts';
import { startProgress } from '../terminal.ts';

export interface DrawOptions extends DrawingFlags {
  readonly to?: string;
  readonly format?: string;
  readonly json: boolean;
}

/** Stands for standard output. */
const STDOUT = '-';

export async function drawCommand(folder: string, flags: DrawOptions): Promise<ExitCode> {
  const { path, format } = targetOf(folder, flags);
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
  const content = await format.make({ result, options, look, figure, moving, told: progress.update });
  progress.stop();
  if (path === STDOUT) {
    process.stdout.write(content);
    for (const remark of remarks) process.stderr.write(`${remark}\n`);
    return 0;
  }
  writeFileWhole(path, content);
  const { title, caption } = format.moves ? moving() : figure();
  if (flags.json) printJson({ file: path, title, caption, ...(remarks.length > 0 && { remarks }) });
  else print(`${path}: ${title}.`, ...remarks);
  return 0;
}

/** Where to and in which format: what --format says, else the ending. */
function targetOf(folder: string, { to, format, json }: DrawOptions): { path: string; format: PictureFormat } {
  const names = Object.keys(pictureFormats) as PictureFormatName[];
  const named = format === undefined ? undefined : oneOf('--format', format, names);
  if (to === STDOUT) {
    if (!json) return { path: to, format: pictureFormats[named ?? 'svg'] };
    throw new ParkadeError(
      'InvalidParameter',
      '"--json" should come with a file to draw into, but "--to -" gives standard output to the picture; drop one of them.',
    );
  }
  const path = to ?? join(folder, `figure.${named ?? 'svg'}`);
  refuseRecords(path);
  return { path, format: pictureFormats[named ?? oneOf('--to', /\.([^./\\]+)$/.exec(path)?.[1] ?? path, names)] };
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
