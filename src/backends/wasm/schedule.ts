/** Which path computes which rows, made ready in the memory of a problem. */
import { larger } from '../../core/elementary.ts';
import type { FieldReport } from '../../core/engine.ts';
import { ParkadeError } from '../../core/errors.ts';
import type { FieldName, FieldOptions } from '../backend.ts';
import { chooseSegments, type Segment } from '../choose-field.ts';
import { circleHarmonics } from './circle-harmonics.ts';
import { type Costs, shippedCosts } from './costs.ts';
import { direct } from './direct.ts';
import type { Kernels } from './kernels.ts';
import { local } from './local.ts';
import type { Plan, WebAssemblyMemory } from './memory.ts';
import type { PathDefinition, PathSetting, PlacedPath } from './path.ts';

/** By how well they scale, worst first. To add a path: a file beside this, its kernels in assembly/, and a line here. */
export const paths: readonly PathDefinition[] = [direct, local, circleHarmonics];

export interface Schedule {
  fill(memory: WebAssemblyMemory): void;
  rows(kernels: Kernels, out: number): void;
  report(memory: WebAssemblyMemory): FieldReport;
}

/** Why a path cannot be taken, or null. */
function refusal(path: PathDefinition, { attention, shape, accuracy }: PathSetting): string | null {
  const uncovered = path.refusal(attention, shape);
  if (uncovered !== null) return uncovered;
  const least = path.leastBound(attention, shape);
  if (least <= accuracy) return null;
  return `its error bound is at least ${least.toExponential(1)}, and atol over the length of the run allows ${accuracy.toExponential(1)}`;
}

/** @throws ParkadeError InvalidParameter when a path asked for by name cannot be taken */
function segmentsOf(asked: FieldName, setting: PathSetting, costs: Costs): Segment<PathDefinition>[] {
  const open = paths.filter((path) => refusal(path, setting) === null);
  if (asked === 'auto') {
    const candidates = open.map((path) => ({ name: path, cost: path.cost(setting.attention, setting.shape, costs) }));
    return chooseSegments(candidates, setting.shape.n, setting.attention.mask);
  }
  const path = open.find(({ name }) => name === asked);
  if (path) return [{ name: path, from: 0 }];
  const reasons = paths.filter(({ name }) => name === asked).map((candidate) => refusal(candidate, setting));
  throw new ParkadeError(
    'InvalidParameter',
    `"field" ${asked} does not cover this problem: ${reasons.join('; ')}. Take ${['auto', ...open.map(({ name }) => name)].join(', ')}.`,
  );
}

export function scheduleOf(plan: Plan, setting: PathSetting, { field = 'auto', costs }: FieldOptions): Schedule {
  const { n } = setting.shape;
  const segments = segmentsOf(field, setting, (costs as Costs | undefined) ?? shippedCosts);
  const placed: PlacedPath[] = segments.map(({ name: path }) => path.place(plan, setting));
  const ends = segments.map((_, i) => (i + 1 < segments.length ? segments[i + 1].from : n));
  let rows = 0;
  return {
    fill: (memory) => {
      for (const path of placed) path.fill(memory);
    },
    rows(kernels, out) {
      rows += n;
      for (let i = 0; i < placed.length; i++) placed[i].rows(kernels, segments[i].from, ends[i], out);
    },
    report(memory) {
      const reports = placed.map((path) => path.report(memory));
      return {
        path: segments
          .map(({ name: path }, i) => (i === 0 ? path.name : `${path.name} from row ${segments[i].from}`))
          .join(', '),
        rows,
        errorBound: reports.reduce((most, { errorBound }) => larger(most, errorBound), 0),
        directRows: reports.reduce((sum, { directRows }) => sum + directRows, 0),
      };
    },
  };
}
