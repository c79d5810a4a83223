/** parkade draw: a figure of a stored run. */
import { join } from 'node:path';
import { ParkadeError } from '../../core/errors.ts';
import { type FigureDefinition, type FigureName, figureOf, figureRegistry, type Theme } from '../../figures/index.ts';
import type { RunResult } from '../../run.ts';
import { type ExitCode, oneOf, print, printJson } from '../context.ts';
import { refuseRecords, writeFileWhole } from '../files.ts';
import { renderPng, renderSvg } from '../render.ts';
import { readRunFolder } from '../run-folder.ts';
import { measurementsOf } from '../stored-measurements.ts';

export interface DrawOptions {
  readonly figure?: string;
  readonly theme: string;
  readonly width: string;
  readonly to?: string;
  readonly json: boolean;
}

export async function drawCommand(folder: string, options: DrawOptions): Promise<ExitCode> {
  const theme: Theme = oneOf('--theme', options.theme, ['light', 'dark']);
  const width = Number(options.width);
  if (!(width >= 300 && width <= 4000)) {
    throw new ParkadeError(
      'InvalidParameter',
      `"--width" should be a number of pixels from 300 to 4000, but came as "${options.width}"; 900 is usual.`,
    );
  }
  const stored = await readRunFolder(folder);
  const { prepared, trajectory, events, manifest } = stored;
  const result: RunResult = {
    spec: prepared.spec,
    trajectory,
    measurements: measurementsOf(stored).measurements,
    events,
    notes: manifest.notes,
  };
  const figure = options.figure === undefined ? figureOf(result) : namedFigure(options.figure, result);
  const path = options.to ?? join(folder, 'figure.svg');
  const ending = oneOf('--to', /\.([^.]+)$/.exec(path)?.[1] ?? path, ['svg', 'png']);
  refuseRecords(path);
  const svg = renderSvg(figure, { theme, width });
  writeFileWhole(path, ending === 'svg' ? svg : renderPng(svg));
  if (options.json) printJson({ file: path, title: figure.title, caption: figure.caption });
  else print(`${path}: ${figure.title}.`);
  return 0;
}

function namedFigure(name: string, result: RunResult) {
  const { shape } = result.trajectory.problem;
  const entry: FigureDefinition = figureRegistry[oneOf('--figure', name, Object.keys(figureRegistry) as FigureName[])];
  if (entry.supports(shape)) return entry.make(result);
  const possible = Object.values(figureRegistry)
    .filter((other) => other.supports(shape))
    .map((other) => other.name);
  throw new ParkadeError(
    'InvalidParameter',
    `"--figure" should be one of ${possible.join(', ')} for tokens of dimension ${shape.d}, but came as "${name}"; choose one of them.`,
  );
}
