/** parkade equilibria: the rest, or rotating wave, near the end of a run. */

import { invalid } from '../../../core/errors.ts';
import { inFull } from '../../../core/number-text.ts';
import { type Equilibrium, findEquilibrium, type NoEquilibrium } from '../../../equilibria/index.ts';
import { type Figure, restFigure, type Theme } from '../../../figures/index.ts';
import { landmarksOf } from '../../../figures/runs/landmarks.ts';
import { describe } from '../../../figures/runs/scene.ts';
import { eigenvalueTable, equilibriumWords, noEquilibriumWords } from '../../../report/equilibrium.ts';
import { type Destination, destinationOf, refuseTwoDocuments } from '../../process/destination.ts';
import { version } from '../../process/version.ts';
import { pictureFormats, stillFormats } from '../../render/picture-formats.ts';
import { watched } from '../../work/execute.ts';
import { type ExitCode, oneOf, print, printJson, printTable, printText, stopped } from '../context.ts';
import { type NearRest, tokensNearRest } from '../near-rest.ts';
import { startProgress } from '../terminal.ts';

interface EquilibriaOptions {
  /** In radians. */
  readonly within?: number;
  readonly to?: string;
  readonly theme: string;
  readonly force: boolean;
  readonly rows: number;
  readonly threads?: number;
  readonly json: boolean;
}

const THEMES = ['light', 'dark'] as const satisfies readonly Theme[];

export async function equilibriaCommand(
  given: string | undefined,
  flags: Readonly<Record<string, unknown>>,
  options: EquilibriaOptions,
): Promise<ExitCode> {
  const { json, rows, threads, within } = options;
  if (within !== undefined && !(within > 0)) {
    throw invalid('--within', 'be an angle above 0', `came as ${inFull(within)}`, '0.5 rad is usual');
  }
  const picture = pictureOf(options);
  const theme = oneOf('--theme', options.theme, THEMES);
  const near = await tokensNearRest(given, flags, startProgress('equilibria', json), threads);
  if (near === null) return stopped('Stopped: nothing was looked for.', json);
  const result = await find(near, options);
  if (result === null) return stopped('Stopped: nothing was found so far.', json);
  const { shape } = near.equation;
  const found = result.status !== 'not found';
  if (picture && found) {
    const figure = figureOf(result, near);
    picture.destination.write(await pictureFormats[picture.format].make({ figure: () => figure, look: { theme } }));
    if (picture.destination.isStandardOutput) return 0;
  }
  const code: ExitCode = found ? 0 : 1;
  if (json) {
    printJson(documentOf(near, result, picture && found ? picture.path : undefined));
    return code;
  }
  if (found) {
    printText(...equilibriumWords(result, shape));
    print('');
    const table = eigenvalueTable(result);
    printTable({ ...table, rows: table.rows.slice(0, rows) });
    const left = table.rows.length - rows;
    if (left > 0) print(`… and ${left} more: --rows ${table.rows.length} shows them, --json has all.`);
  } else printText(...noEquilibriumWords(result));
  if (near.remarks.length > 0) printText('', ...near.remarks);
  if (picture) print('', found ? `${picture.path}: drawn.` : 'Nothing was drawn.');
  return code;
}

/** Where the picture goes, looked at before any work. */
function pictureOf({ to, force, json }: EquilibriaOptions) {
  if (to === undefined) return null;
  const destination: Destination = destinationOf(to, { force });
  if (destination.isStandardOutput) refuseTwoDocuments(json, to);
  const ending = /\.([^./\\]+)$/.exec(to)?.[1]?.toLowerCase() ?? to;
  return { path: to, destination, format: destination.isStandardOutput ? 'svg' : oneOf('--to', ending, stillFormats) };
}

/** Null where Ctrl-C stopped it. */
async function find(
  { equation, x, at }: NearRest,
  { within, json }: EquilibriaOptions,
): Promise<Equilibrium | NoEquilibrium | null> {
  const halt = new Error('stopped');
  try {
    const { value } = await watched(startProgress('equilibria', json), 1, ({ signal, breathe }) =>
      findEquilibrium(equation, x, {
        at,
        ...(within !== undefined && { within }),
        async onProgress(share, doing) {
          await breathe(
            () => (doing === 'search' ? share / 2 : 0.5 + share / 2),
            () => (doing === 'search' ? 'looking for a rest' : 'its eigenvalues'),
          );
          if (signal.aborted) throw halt;
        },
      }),
    );
    return value;
  } catch (error) {
    if (error === halt) return null;
    throw error;
  }
}

function figureOf(result: Equilibrium, near: NearRest): Figure {
  const { equation, described } = near;
  const [title, stability] = equilibriumWords(result, equation.shape);
  const subtitle = describe({ ...described, landmarks: landmarksOf(described, described.delta) });
  const how =
    'Eigenvalues in the complex plane, real parts across: left of the vertical line, where it is shaded, disturbances shrink, right of it they grow. Numbers count what lies in one place.';
  const caption = `${stability} ${how}`.replaceAll(/(?<!e)-(?=\d)/g, '−');
  return restFigure(result, equation.shape, { title: title.replace(/\.$/, ''), subtitle, caption });
}

/** Lists of one entry for each eigenvalue, by falling real parts; tokens and places count from 0. */
function documentOf(
  { from, equation, remarks, spec }: NearRest,
  result: Equilibrium | NoEquilibrium,
  picture?: string,
) {
  const { d } = equation.shape;
  const rows = (m: Float64Array) => Array.from({ length: m.length / d }, (_, i) => [...m.subarray(i * d, i * d + d)]);
  const about = { format: 'parkade-equilibrium', formatVersion: 1, parkade: version, from, spec };
  const { status, x, moved, speed, usualSpeed } = result;
  const common = { ...about, status, tokens: rows(x), moved, speed, usualSpeed };
  if (result.status === 'not found') return { ...common, remarks };
  const { eigenvalues, ...known } = result.spectrum;
  const { configuration, rotation, frequencies, symmetries } = result;
  return {
    ...common,
    rotation: rotation && rows(rotation),
    ...{ frequencies, symmetries },
    configuration: configuration && { ...configuration, places: [...configuration.places], indexBase: 0 },
    ...known,
    eigenvalues: {
      re: eigenvalues.map(({ re }) => re),
      im: eigenvalues.map(({ im }) => im),
      neutral: eigenvalues.map(({ neutral }) => neutral),
      sure: eigenvalues.map(({ sure }) => sure),
    },
    ...(picture !== undefined && { picture }),
    remarks,
  };
}
