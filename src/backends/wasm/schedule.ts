/** Which path computes which rows, made ready in the memory of a problem. */

import type { FieldReport } from '../../core/engine.ts';
import { ParkadeError } from '../../core/errors.ts';
import { larger } from '../../numerics/elementary.ts';
import type { FieldName, FieldOptions } from '../backend.ts';
import { chooseSegments, type Segment } from '../choose-field.ts';
import type { Crew, RowCall } from '../team.ts';
import { circleHarmonics } from './circle-harmonics.ts';
import { type Costs, shippedCosts } from './costs.ts';
import { direct } from './direct.ts';
import { directSingle } from './direct-single.ts';
import { type Kernels, rowKernelNames } from './kernels.ts';
import { local } from './local.ts';
import type { Plan, WebAssemblyMemory } from './memory.ts';
import type { PathDefinition, PathSetting, PlacedPath } from './path.ts';
import { sphereHarmonics } from './sphere-harmonics.ts';

/**
 * By how well they scale, worst first. To add a path: a file beside this, its kernels in assembly/, and a line here.
 */
export const paths: readonly PathDefinition[] = [direct, local, circleHarmonics, sphereHarmonics];
const singlePaths: readonly PathDefinition[] = [directSingle];

/** Rows of one segment, cut among threads. */
interface Placed {
  /** One for each thread. */
  readonly paths: readonly PlacedPath[];
  readonly parameters: readonly number[];
  /** Thread i does the rows from bounds[i] to bounds[i + 1]. */
  readonly bounds: readonly number[];
}

export interface Schedule {
  fill(memory: WebAssemblyMemory): void;
  /** Forgets the rows that were counted; what paths count lies in memory. */
  restart(): void;
  rows(kernels: Kernels, crew: Crew | null, out: number): void;
  report(memory: WebAssemblyMemory): FieldReport;
}

/** What the choice among paths rests on. */
type ChoiceSetting = Pick<PathSetting, 'attention' | 'shape' | 'accuracy'>;

/** Why a path cannot be taken, or null. */
function refusal(path: PathDefinition, { attention, shape, accuracy }: ChoiceSetting): string | null {
  if (path.dimension !== undefined && path.dimension !== shape.d) return `it is for d = ${path.dimension}`;
  const uncovered = path.refusal(attention, shape);
  if (uncovered !== null) return uncovered;
  const least = path.leastBound(attention, shape);
  if (least <= accuracy) return null;
  return `its error bound is at least ${least.toExponential(1)}, and atol over the length of the run allows ${accuracy.toExponential(1)}`;
}

/** Why none of the paths of a name can be taken: what is wrong with the one for this dimension, if there is one. */
function reasonsOf(named: readonly PathDefinition[], setting: ChoiceSetting): string {
  if (named.length === 0) return 'it has double precision only';
  const { d } = setting.shape;
  const suited = named.filter(({ dimension }) => dimension === undefined || dimension === d);
  if (suited.length === 0) return `it is for d = ${named.map(({ dimension }) => dimension).join(' and d = ')}`;
  return suited.map((path) => refusal(path, setting)).join('; ');
}

/** @throws ParkadeError InvalidParameter when a path asked for by name cannot be taken */
function segmentsOf(
  asked: FieldName,
  paths: readonly PathDefinition[],
  setting: ChoiceSetting,
  costs: Costs,
): Segment<PathDefinition>[] {
  const open = paths.filter((path) => refusal(path, setting) === null);
  if (asked === 'auto') {
    const candidates = open.map((path) => ({ path, cost: path.cost(setting.attention, setting.shape, costs) }));
    return chooseSegments(candidates, setting.shape.n, setting.attention.mask);
  }
  const path = open.find(({ name }) => name === asked);
  if (path) return [{ path, from: 0 }];
  const reasons = reasonsOf(
    paths.filter(({ name }) => name === asked),
    setting,
  );
  const others = ['auto', ...open.map(({ name }) => name)].join(', ');
  throw new ParkadeError(
    'InvalidParameter',
    `"field" ${asked} does not cover this problem: ${reasons}. Take ${others}.`,
    {
      key: 'field',
      expected: 'be a way that covers this problem',
      came: `${asked} does not: ${reasons}`,
      advice: `take ${others}`,
    },
  );
}

/** Which rows go along which path. */
export function chooseRows(
  setting: ChoiceSetting,
  { field = 'auto', precision, costs }: FieldOptions,
): Segment<PathDefinition>[] {
  return segmentsOf(field, precision === 'single' ? singlePaths : paths, setting, { ...shippedCosts, ...costs });
}

/** The row before which segment i ends. */
function endOf(segments: readonly Segment<PathDefinition>[], i: number, n: number): number {
  return i + 1 < segments.length ? segments[i + 1].from : n;
}

/** Nearly what a field costs along its segments, in the unit of the costs (nanoseconds). */
export function costOf(
  segments: readonly Segment<PathDefinition>[],
  { attention, shape }: ChoiceSetting,
  { costs }: FieldOptions,
): number {
  let sum = 0;
  segments.forEach(({ path, from }, i) => {
    const end = endOf(segments, i, shape.n);
    const cost = path.cost(attention, shape, { ...shippedCosts, ...costs });
    // Costs are linear in k, or constant: the middle row stands for all.
    const middle = attention.mask === 'full' ? shape.n : (from + end) / 2;
    sum += (end - from) * cost(middle);
  });
  return sum;
}

/** @param settings one for each thread, alike but for their own parameter blocks */
export function scheduleOf(
  plan: Plan,
  segments: readonly Segment<PathDefinition>[],
  settings: readonly PathSetting[],
): Schedule {
  const { shape, attention } = settings[0];
  const placed = segments.map(({ path, from }, i): Placed => {
    const to = endOf(segments, i, shape.n);
    return {
      paths: settings.map((setting) => path.place(plan, { ...setting, to })),
      parameters: settings.map(({ common }) => common.parameters),
      bounds: [from, ...path.cuts(from, to, settings.length, attention.mask), to],
    };
  });
  const all = placed.flatMap(({ paths }) => paths);
  let rows = 0;
  return {
    fill: (memory) => {
      for (const path of all) path.fill(memory);
    },
    restart: () => void (rows = 0),
    rows(kernels, crew, out) {
      rows += shape.n;
      for (const segment of placed) runSegment(segment, kernels, crew, out);
    },
    report(memory) {
      const reports = all.map((path) => path.report(memory));
      const names = segments.map(({ path, from }, i) => {
        const label = path.label ?? path.name;
        return i === 0 ? label : `${label} from row ${from}`;
      });
      return {
        path: names.join(', '),
        rows,
        threads: settings.length,
        errorBound: reports.reduce((most, { errorBound }) => larger(most, errorBound), 0),
        directRows: reports.reduce((sum, { directRows }) => sum + directRows, 0),
      };
    },
  };
}

function runSegment({ paths, parameters, bounds }: Placed, kernels: Kernels, crew: Crew | null, out: number): void {
  const { kernel, block } = paths[0];
  const own = () => kernels[kernel](parameters[0], block, bounds[0], bounds[1], out);
  if (crew === null) {
    own();
    return;
  }
  const number = rowKernelNames.indexOf(kernel);
  const calls = paths
    .slice(1)
    .map((path, i): RowCall => [number, parameters[i + 1], path.block, bounds[i + 1], bounds[i + 2], out]);
  crew.run(calls, own);
}
