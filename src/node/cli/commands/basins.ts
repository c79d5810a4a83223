/** parkade basins: for each starting point of one more token, in which cluster of a stored run it ends, and when. */

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { counted } from '../../../core/counted.ts';
import { invalid } from '../../../core/errors.ts';
import { toJson } from '../../../core/json.ts';
import { type BasinsScene, basinsFigure, basinsSceneOf, basinsTable, sharesOf } from '../../../figures/index.ts';
import type { RunWithSteps } from '../../../replay/append.ts';
import { type Basins, basinsOf } from '../../../replay/basins.ts';
import { placeOnGrid, type StartGrid, sizeOf, startsOn } from '../../../replay/start-grid.ts';
import { brief } from '../../../report/run.ts';
import { prepareRun } from '../../../run/prepare.ts';
import type { RunSpec } from '../../../run/spec.ts';
import { destinationOf } from '../../process/destination.ts';
import { version } from '../../process/version.ts';
import { renderPng, renderSvg } from '../../render/render.ts';
import { wordOfLine } from '../../store/inputs.ts';
import { readRunFolder, readSteps, type StoredRun } from '../../store/run-folder.ts';
import { watched } from '../../work/execute.ts';
import { type ExitCode, print, printJson, printTable, printText, stopped } from '../context.ts';
import { startProgress } from '../terminal.ts';

export interface BasinsOptions {
  readonly grid?: string;
  readonly at?: string;
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly threads?: number;
}

const USUAL_GRID = { 2: '360', 3: '64x32' } as const;
const MOST_STARTS = 100_000;

export async function basinsCommand(
  folder: string,
  flags: Readonly<Record<string, string>>,
  { grid: word, at, out = folder, force, json, threads = availableParallelism() }: BasinsOptions,
): Promise<ExitCode> {
  const stored = await readRunFolder(folder);
  const { shape } = stored.prepared.problem;
  const grid = gridOf(word, shape.d);
  const [asSvg, asPng, asJson] = ['svg', 'png', 'json'].map((end) =>
    destinationOf(join(out, `basins.${end}`), { force }),
  );
  const changes = Object.fromEntries(Object.entries(flags).map(([key, given]) => [key, wordOfLine(given)]));
  const { measurement } = prepareRun({ ...stored.manifest.spec, ...changes } as RunSpec);
  const { threshold } = measurement;
  const [radius] = measurement.radius;
  const log = await readSteps(stored);
  const run = { method: stored.prepared.method, trajectory: stored.trajectory, log };
  const time = at === undefined ? {} : { at: timeOf(at) };
  const begun = performance.now();
  const basins = await follow(stored, run, startsOn(grid), { threshold, radius, ...time }, json, threads);
  if (basins.status === 'aborted') return stopped('Stopped: nothing was written.', json);
  if (basins.status !== 'completed') {
    print(
      `The starting points could not be followed to t = ${basins.at} (${basins.status}); nothing was written. Make the run again with a tighter tolerance, or ask for an earlier time with --at.`,
    );
    return 1;
  }
  const seconds = (performance.now() - begun) / 1000;
  const { spec } = stored.prepared;
  const scene = basinsSceneOf({ spec, trajectory: stored.trajectory }, grid, basins, measurement);
  const record = recordOf(scene, stored);
  const figure = basinsFigure(scene);
  const svg = renderSvg(figure);
  asSvg.write(svg);
  asPng.write(renderPng(svg));
  asJson.write(`${toJson(record)}\n`);
  if (json) {
    printJson({ folder: out, seconds, ...record });
    return 0;
  }
  const undecided = basins.undecided.filter((flag) => flag === 1).length;
  printTable(basinsTable(scene));
  printText(
    '',
    `${sizeOf(grid)} starting points of one more token, t = ${brief(basins.at)}: ${undecided} undecided; ${counted(log.dts.length, 'stored step')}, ${basins.divided} of them divided, ${seconds.toFixed(1)} s.`,
    `Written into ${out}: basins.json, basins.svg, basins.png.`,
  );
  return 0;
}

async function follow(
  { prepared: { spec } }: StoredRun,
  run: RunWithSteps,
  starts: Float64Array,
  asked: { readonly threshold: number; readonly radius: number; readonly at?: number },
  quiet: boolean,
  threads: number,
): Promise<Basins> {
  const { value } = await watched(startProgress('basins', quiet), threads, ({ breathe, ...watch }) =>
    basinsOf(run, starts, {
      ...asked,
      field: spec.field ?? 'auto',
      ...(spec.costs && { costs: spec.costs }),
      ...watch,
      onProgress: (t, share) =>
        breathe(
          () => share,
          () => `t = ${t.toPrecision(4)}`,
        ),
    }),
  );
  return value;
}

function gridOf(word: string | undefined, d: number): StartGrid {
  if (d !== 2 && d !== 3) {
    throw invalid(
      'grid',
      'cover the circle or the sphere',
      `the tokens of the run have dimension ${d}`,
      'take a run of dimension 2 or 3, or add single tokens with "parkade append"',
    );
  }
  const given = word ?? USUAL_GRID[d];
  const numbers = (d === 2 ? /^(\d+)$/ : /^(\d+)x(\d+)$/).exec(given.trim())?.slice(1).map(Number) ?? [];
  const count = numbers.reduce((product, number) => product * number, 1);
  if (numbers.length === 0 || count < 2 || count > MOST_STARTS) {
    const expected =
      d === 2
        ? `a number of starting points on the circle from 2 to ${MOST_STARTS}`
        : `numbers of longitudes and latitudes, at most ${MOST_STARTS} points in all`;
    throw invalid('grid', `be ${expected}, such as ${USUAL_GRID[d]}`, `came as "${given}"`, 'change it');
  }
  const [first, second] = numbers;
  return d === 2 ? { kind: 'circle', count: first } : { kind: 'sphere', longitudes: first, latitudes: second };
}

function timeOf(word: string): number {
  const time = wordOfLine(word);
  if (typeof time === 'number') return time;
  throw invalid('at', 'be a time', `came as "${word}"`, 'give a number');
}

/** basins.json: lists over the starting points; token indices count from 0. */
function recordOf(scene: BasinsScene, { folder, manifest }: StoredRun): object {
  const { basins, grid, threshold, radius } = scene;
  const found = sharesOf(scene);
  const starts = Array.from({ length: sizeOf(grid) }, (_, i) => placeOnGrid(grid, i));
  return {
    format: 'parkade-basins',
    formatVersion: 1,
    parkade: version,
    run: { folder, sha256: manifest.trajectory.sha256 },
    at: basins.at,
    grid,
    parameters: { threshold, radius },
    indexBase: 0,
    clusters: found.map(({ name, tokens, share }) => ({ name, tokens, share })),
    starts: grid.kind === 'circle' ? starts.map(([angle]) => angle) : starts,
    cluster: Array.from(basins.cluster, (c) => (c < 0 ? null : c)),
    captured: Array.from(basins.captured, (t) => (Number.isNaN(t) ? null : t)),
    undecided: Array.from(basins.undecided, (flag) => flag === 1),
  };
}
