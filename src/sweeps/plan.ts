/** The cells of a sweep in their places: each is made when it is asked for, so that a million take no memory. */
import { invalid } from '../core/errors.ts';
import { random, streams } from '../numerics/random.ts';
import type { RunSpec } from '../run/spec.ts';
import { type AxisValue, axisOf, lawOf, numberKind } from './axes.ts';
import type { SweepCell } from './cell.ts';
import { type Axes, checkSweep, type RandomDesign, type SweepSpec } from './sweep-spec.ts';

/** Keys that advance together: of an axis by itself one, of a random design several. */
interface PlanAxis {
  readonly keys: readonly string[];
  readonly length: number;
  /** Whether its points are drawn at random. */
  readonly random: boolean;
  at(index: number): readonly AxisValue[];
}

export interface SweepPlan {
  /** As it was given, with defaults. */
  readonly spec: SweepSpec;
  /** The last one is that of the seeds, where they are varied. */
  readonly axes: readonly PlanAxis[];
  /** How many cells. */
  readonly length: number;
  at(index: number): PlannedCell;
}

interface PlannedCell {
  readonly cell: SweepCell;
  /** The values of all axes in their order, as a table says them. */
  readonly labels: readonly AxisValue['label'][];
}

const MOST_CELLS = 100_000_000;

/**
 * A sweep as its cells. Of the axes the first moves fastest, and the seeds move last, so that whoever stops early has
 * all points with fewer seeds.
 *
 * @throws ParkadeError InvalidParameter for a mistake in the sweep; one of a single cell shows when that is computed
 */
export function planOf(given: unknown): SweepPlan {
  const spec = checkSweep(given);
  const axes = [
    ...Object.entries(spec.axes ?? {}).map(([key, values]) => single(key, axisOf(key, values))),
    ...(spec.together ?? []).map(zipped),
    ...(spec.random ? [drawn(spec.random)] : []),
    ...seedAxis(spec),
  ];
  const length = axes.reduce((product, axis) => product * axis.length, 1);
  if (length > MOST_CELLS)
    throw invalid('sweep', `have at most ${MOST_CELLS} cells`, `has ${length}`, 'split it into several');
  return { spec, axes, length, at: (index) => cellAt(spec, axes, index) };
}

function cellAt({ base, measure = [], trajectory = 'never' }: SweepSpec, axes: readonly PlanAxis[], index: number) {
  const run: Record<string, unknown> = { ...base };
  const labels: AxisValue['label'][] = [];
  let left = index;
  for (const axis of axes) {
    const values = axis.at(left % axis.length);
    left = Math.floor(left / axis.length);
    axis.keys.forEach((key, i) => {
      run[key] = values[i].value;
      labels.push(values[i].label);
    });
  }
  return { cell: { spec: withTimes(run), measure, trajectory }, labels };
}

/** A single run saves a hundred times for its pictures; a cell its end, unless more is asked for. */
function withTimes(run: Record<string, unknown>): RunSpec {
  const times = run.saveAt === undefined && run.until !== undefined ? { saveAt: [run.until] } : {};
  return { ...run, ...times } as unknown as RunSpec;
}

function single(key: string, values: readonly AxisValue[]): PlanAxis {
  return { keys: [key], length: values.length, random: false, at: (index) => [values[index]] };
}

function zipped(group: Axes): PlanAxis {
  const keys = Object.keys(group);
  const columns = keys.map((key) => axisOf(key, group[key]));
  const wrong = columns.findIndex((values) => values.length !== columns[0].length);
  if (keys.length === 0 || wrong > 0) {
    const came =
      keys.length === 0 ? 'none came' : `${keys[0]} has ${columns[0].length}, ${keys[wrong]} ${columns[wrong].length}`;
    throw invalid('together', 'have axes with as many values each', came, 'make them equally long');
  }
  return { keys, length: columns[0].length, random: false, at: (index) => columns.map((values) => values[index]) };
}

function drawn({ count, seed = 1, axes }: RandomDesign): PlanAxis {
  const keys = Object.keys(axes);
  if (keys.length === 0) throw invalid('random', 'have axes, a law for each key', 'has none', 'name one');
  const laws = keys.map((key) => lawOf(key, axes[key]));
  const source = random(seed, streams.design);
  const pair = new Float64Array(2);
  const at = (index: number) =>
    laws.map((law, k) => {
      source.uniforms(index, k, pair);
      return law(pair[0]);
    });
  return { keys, length: count, random: true, at };
}

function seedAxis({ base, seeds }: SweepSpec): PlanAxis[] {
  if (seeds === undefined) return [];
  const first = typeof base.seed === 'number' ? base.seed : 1;
  const { from, count } = typeof seeds === 'number' ? { from: first, count: seeds } : seeds;
  const at = (index: number) => [{ value: from + index, label: from + index }];
  return [{ keys: ['seed'], length: count, random: false, at }];
}

/**
 * A sweep from flags: those with several values of keys that take one number are axes.
 * @param flags values as their words mean them; a grid such as log:1:100:5 is a word
 */
export function sweepOfFlags(flags: Readonly<Record<string, unknown>>): Pick<SweepSpec, 'base' | 'axes'> {
  const isAxis = (key: string, value: unknown) =>
    numberKind(key) !== null && (Array.isArray(value) || (typeof value === 'string' && /^(lin|log):/.test(value)));
  const entries = Object.entries(flags);
  return {
    base: Object.fromEntries(entries.filter(([key, value]) => !isAxis(key, value))),
    axes: Object.fromEntries(entries.filter(([key, value]) => isAxis(key, value))) as Axes,
  };
}
