/** What a program writes: a run as a folder, a picture of it as a file. */
import { extname } from 'node:path';
import { invalid } from '../../core/errors.ts';
import { type FigureName, type FigureOptions, figureOf, figureRegistry, movingTokens } from '../../figures/index.ts';
import type { StepLog } from '../../replay/step-log.ts';
import type { RunResult } from '../../run/run.ts';
import { writeFileWhole } from '../process/files.ts';
import { type PictureFormat, type PictureFormatName, pictureFormats } from '../render/picture-formats.ts';
import type { Rendering } from '../render/render.ts';
import { beginResultFolder } from './result-folder.ts';
import { type Manifest, saveRun } from './run-folder.ts';

export interface WriteRunOptions {
  /** How long the run took, for its record. */
  readonly seconds?: number;
  /** Its steps (recordSteps), so that it can be resumed and tokens be added. */
  readonly steps?: StepLog | null;
  /** Replace a run that is there already. */
  readonly force?: boolean;
}

/**
 * Writes a run as `parkade simulate --out` does: its record, trajectory, measurements, figure. The folder appears
 * complete or not at all.
 *
 * @throws ParkadeError FileProblem if something is there already, or cannot be written
 */
export async function writeRun(
  folder: string,
  result: RunResult,
  { seconds = 0, steps = null, force = false }: WriteRunOptions = {},
): Promise<Manifest> {
  const draft = beginResultFolder(folder, force);
  try {
    return (await saveRun(draft, result, seconds, { steps }, force)).manifest;
  } finally {
    draft.discard();
  }
}

export interface WritePictureOptions extends FigureOptions, Rendering {
  /** Which figure; by default the one that suits the run. Pictures that move have none. */
  readonly figure?: FigureName;
}

/**
 * Writes a picture of a run, in the format of the file's ending: svg, png or pdf, or in motion gif, mp4 or html. A file
 * of that name is replaced.
 *
 * @throws ParkadeError InvalidParameter for an ending that names no format, or a figure that the run does not have
 */
export async function writePicture(
  file: string,
  result: RunResult,
  { figure, theme, width, bare, ...options }: WritePictureOptions = {},
): Promise<void> {
  const format = formatOf(file);
  await format.require?.();
  const look: Rendering = { ...(theme && { theme }), ...(width && { width }), ...(bare && { bare }) };
  const made = await format.make({
    ...{ result, options, look },
    figure: () => (figure === undefined ? figureOf(result, options) : figureRegistry[figure].make(result, options)),
    moving: () => movingTokens(result, options),
    told: () => {},
  });
  writeFileWhole(file, made);
}

function formatOf(file: string): PictureFormat {
  const name = extname(file).slice(1).toLowerCase();
  if (Object.hasOwn(pictureFormats, name)) return pictureFormats[name as PictureFormatName];
  throw invalid(
    file,
    `end in one of ${Object.keys(pictureFormats).join(', ')}, which names the format`,
    `ends in "${extname(file)}"`,
    'rename it',
  );
}
