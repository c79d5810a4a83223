/** parkade draw: a figure of a stored run. */
import { join } from 'node:path';
import { ParkadeError } from '../../core/errors.ts';
import { type Figure, figureOf, figureRegistry } from '../../figures/index.ts';
import { nearestTimes } from '../../figures/scene.ts';
import { UNSHOWN, visible } from '../../figures/text.ts';
import { brief } from '../../report.ts';
import type { RunResult } from '../../run.ts';
import { type ExitCode, oneOf, print, printJson } from '../context.ts';
import { type DrawingFlags, drawingOf } from '../drawing.ts';
import { refuseRecords, writeFileWhole } from '../files.ts';
import { makeAgain, memberOf } from '../members.ts';
import { type PictureFormat, type PictureFormatName, pictureFormats } from '../picture-formats.ts';
import { readRunFolder, readRunRecord } from '../run-folder.ts';
import { measurementsOf } from '../stored-measurements.ts';
import { startProgress } from '../terminal.ts';

export interface DrawOptions extends DrawingFlags {
  readonly to?: string;
  readonly format?: string;
  /** Which of the runs in the folder of a preset, from 1. */
  readonly run?: number;
  readonly json: boolean;
}

/** Stands for standard output. */
const STDOUT = '-';

export async function drawCommand(folder: string, flags: DrawOptions): Promise<ExitCode> {
  const { path, format } = targetOf(folder, flags);
  const member = memberOf(folder, flags.run);
  const { name, options, look } = drawingOf(flags, member ?? readRunRecord(folder));
  if (member) timesRemarks(options.times, member.prepared.spec.saveAt);
  const { result, remark } = member
    ? await makeAgain(member, startProgress('draw', flags.json))
    : { result: await storedResult(folder, options.times), remark: null };
  const remarks = [...(remark === null ? [] : [remark]), ...timesRemarks(options.times, result.trajectory.ts)];
  let made: Figure | undefined;
  const figure = () => (made ??= name ? figureRegistry[name].make(result, options) : figureOf(result, options));
  const content = await format.make({ result, options, look, figure });
  const letters = (await format.lacking?.(visible(figure().title))) ?? [];
  if (letters.length > 0) remarks.push(lackingWords(letters));
  if (path === STDOUT) {
    process.stdout.write(content);
    for (const remark of remarks) process.stderr.write(`${remark}\n`);
    return 0;
  }
  writeFileWhole(path, content);
  const { title, caption } = figure();
  if (flags.json) printJson({ file: path, title, caption, ...(remarks.length > 0 && { remarks }) });
  else print(`${path}: ${title}.`, ...remarks);
  return 0;
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

/** Where to and in which format: what --format says, else the ending. */
function targetOf(folder: string, { to, format, run, json }: DrawOptions): { path: string; format: PictureFormat } {
  const names = Object.keys(pictureFormats) as PictureFormatName[];
  const named = format === undefined ? undefined : oneOf('--format', format, names);
  if (to === STDOUT) {
    if (!json) return { path: to, format: pictureFormats[named ?? 'svg'] };
    throw new ParkadeError(
      'InvalidParameter',
      '"--json" should come with a file to draw into, but "--to -" gives standard output to the picture; drop one of them.',
    );
  }
  const path = to ?? join(folder, `${run === undefined ? 'figure' : `run-${run}`}.${named ?? 'svg'}`);
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
