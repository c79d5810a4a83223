/** The table of a sweep: parameters, how the run ended and what it cost, quantities, the hash of the cell. */
import { brief, inFull } from '../core/number-text.ts';
import { notesOf } from '../core/parameter.ts';
import { specParameters } from '../run/keys.ts';
import { resolveTimes } from '../run/times.ts';
import { numberKind } from './axes.ts';
import type { CellValue } from './cell.ts';
import type { SweepPlan } from './plan.ts';
import { type QuantityName, quantityRegistry } from './quantities/index.ts';
import type { Quantity } from './quantities/quantity.ts';
import type { Column, Field } from './table.ts';

/** What every row has beside parameters and quantities. */
export const everyRow = {
  hash: 'what the cell is known by: a hash of its specification and of the code that computed it',
  status: 'how the run ended: completed, or why not; refused where the specification makes no run',
  steps: 'steps of the run',
  evaluations: 'evaluations of the field',
  undecided: 'tokens that stood where rounding decides, so that their place means nothing',
  error: 'why there is no run',
} as const;

/** A cell that has ended. */
export interface EndedCell {
  /** Its place in the plan. */
  readonly index: number;
  /** What it is known by: a hash of its resolved specification and of the code that computed it. */
  readonly hash: string;
  readonly value: CellValue;
}

interface RowMaker {
  readonly columns: readonly Column[];
  rowOf(ended: EndedCell): readonly Field[];
}

/** How the rows of a plan are made; their fields depend on the plan and on the cell alone. */
export function rowMaker(plan: SweepPlan): RowMaker {
  const measure = plan.spec.measure ?? [];
  const times = timesOf(plan);
  const quantities = measure.map((name) => ({ name, quantity: quantityRegistry[name] as Quantity }));
  const columns: readonly Column[] = [
    { name: 'hash', kind: 'text', what: everyRow.hash },
    ...plan.axes.flatMap((axis) => axis.keys.map((key) => parameterColumn(key, plan))),
    { name: 'status', kind: 'text', what: everyRow.status },
    ...quantities.flatMap(({ name, quantity }) => quantityColumns(name, quantity, times)),
    { name: 'steps', kind: 'whole', what: everyRow.steps },
    { name: 'evaluations', kind: 'whole', what: everyRow.evaluations },
    { name: 'undecided', kind: 'whole', what: everyRow.undecided },
    { name: 'error', kind: 'text', what: everyRow.error },
  ];
  const fieldsOf = ({ values }: CellValue) =>
    quantities.flatMap(({ quantity }, i) => quantityFields(quantity, values[i] ?? null, times.length));
  return {
    columns,
    rowOf({ index, hash, value }) {
      const { labels } = plan.at(index);
      const { status, steps, evaluations, undecided, error } = value;
      return [hash, ...labels, status, ...fieldsOf(value), steps, evaluations, undecided, error];
    },
  };
}

/** The saved times, where they are the same for all cells; else one nameless time, the end of each run. */
function timesOf({ spec, axes }: SweepPlan): readonly number[] {
  const { saveAt } = spec.base;
  const varied = axes.some(({ keys }) => keys.includes('saveAt'));
  return saveAt === undefined || varied ? [Number.NaN] : resolveTimes(saveAt as number | string | readonly number[]);
}

function quantityColumns(name: QuantityName, { what, kind, over }: Quantity, times: readonly number[]): Column[] {
  if (over === 'run' || times.length === 1) return [{ name, kind, what }];
  const short = new Set(times.map(brief)).size === times.length ? brief : inFull;
  return times.map((t) => ({ name: `${name}@${short(t)}`, kind, what: `${what}, at t = ${inFull(t)}` }));
}

function quantityFields({ over }: Quantity, value: CellValue['values'][number], times: number): Field[] {
  if (over === 'run') return [value as number | null];
  const values = Array.isArray(value) ? (value as readonly number[]) : [];
  if (times === 1) return [values.at(-1) ?? null];
  return Array.from({ length: times }, (_, i) => values[i] ?? null);
}

function parameterColumn(key: string, plan: SweepPlan): Column {
  const { description } = notesOf(specParameters[key]);
  return { name: key, kind: kindOf(key, plan), what: description.replace(/ \(default:.*$/, '') };
}

function kindOf(key: string, { axes }: SweepPlan): Column['kind'] {
  const kind = numberKind(key);
  if (kind !== null) return kind;
  const axis = axes.find(({ keys }) => keys.includes(key));
  const label = axis?.at(0)[axis.keys.indexOf(key)].label;
  const same = typeof label === 'boolean' || typeof label === 'number';
  return same && everyLabel(axis, key, typeof label) ? (typeof label === 'boolean' ? 'flag' : 'number') : 'text';
}

function everyLabel(axis: SweepPlan['axes'][number] | undefined, key: string, type: string): boolean {
  if (axis === undefined) return false;
  const place = axis.keys.indexOf(key);
  for (let i = 0; i < axis.length; i++) if (typeof axis.at(i)[place].label !== type) return false;
  return true;
}
