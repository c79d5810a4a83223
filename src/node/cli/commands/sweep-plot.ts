/** parkade sweep plot: a figure of what was measured, over the axes. */
import { join } from 'node:path';
import { invalid } from '../../../core/errors.ts';
import { type SweepFigureOptions, sweepFigure, type Theme } from '../../../figures/index.ts';
import { meansOf } from '../../../sweeps/means.ts';
import type { Field } from '../../../sweeps/table.ts';
import { destinationOf, refuseTwoDocuments } from '../../process/destination.ts';
import { pictureFormats, stillFormats } from '../../render/picture-formats.ts';
import { wordOfLine } from '../../store/inputs.ts';
import { readSweep } from '../../store/sweep-store.ts';
import { type ExitCode, oneOf, print, printJson } from '../context.ts';

interface PlotOptions {
  readonly to?: string;
  readonly quantity?: string;
  readonly across?: string;
  readonly colour?: string;
  readonly panels?: string;
  readonly only?: readonly string[];
  readonly heatMap: boolean;
  readonly band?: string;
  readonly logAcross?: boolean;
  readonly logUp?: boolean;
  readonly fit: boolean;
  readonly title?: string;
  readonly theme: string;
  readonly force: boolean;
  readonly json: boolean;
}

const BANDS = ['quantiles', 'errors', 'none'] as const;
const THEMES = ['light', 'dark'] as const satisfies readonly Theme[];

export async function sweepPlot(folder: string, options: PlotOptions): Promise<ExitCode> {
  const path = options.to ?? join(folder, 'figure.svg');
  // The figure of a sweep belongs to it, and is always drawn anew.
  const destination = destinationOf(path, { force: options.force || options.to === undefined });
  if (destination.isStandardOutput) refuseTwoDocuments(options.json, path);
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? path;
  const format = destination.isStandardOutput ? 'svg' : oneOf('--to', ending, stillFormats);
  const look = { theme: oneOf('--theme', options.theme, THEMES) };
  const { plan, table } = readSweep(folder);
  const figure = sweepFigure(
    meansOf(plan, table, conditionIn(options.quantity)),
    figureOptions(options, plan.spec.title),
  );
  destination.write(await pictureFormats[format].make({ figure: () => figure, look }));
  const { title, caption } = figure;
  if (options.json) printJson({ file: path, title, caption });
  else if (!destination.isStandardOutput) print(`${path}: ${title}.`);
  return 0;
}

/** A condition that is drawn is computed too, whether or not the sweep names it. */
function conditionIn(quantity: string | undefined): readonly string[] {
  return quantity !== undefined && /[<>=]/.test(quantity) ? [quantity] : [];
}

function figureOptions(options: PlotOptions, usual: string | undefined): SweepFigureOptions {
  const { quantity, across, colour, panels, only, heatMap, band, logAcross, logUp, fit, title = usual } = options;
  return {
    ...(quantity !== undefined && { quantity }),
    ...(across !== undefined && { across }),
    ...(colour !== undefined && { colour }),
    ...(panels !== undefined && { panels }),
    ...(only && { only: Object.fromEntries(only.map(placeIn)) }),
    form: heatMap ? 'heat map' : 'curves',
    ...(band !== undefined && { band: oneOf('--band', band, BANDS) }),
    ...(logAcross !== undefined && { logAcross }),
    ...(logUp !== undefined && { logUp }),
    fit,
    ...(title !== undefined && { title }),
  };
}

/** dimension=3 */
function placeIn(word: string): readonly [string, Field] {
  const at = word.indexOf('=');
  if (at < 1) throw invalid('--only', 'be conditions such as dimension=3', `came with "${word}"`, 'change it');
  return [word.slice(0, at), wordOfLine(word.slice(at + 1)) as Field];
}
