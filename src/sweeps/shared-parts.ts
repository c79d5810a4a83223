/** Cells of a document that anybody may have written. */
import type { CellValue } from './cell.ts';
import type { SweepPlan } from './plan.ts';
import { quantityRegistry } from './quantities/index.ts';
import type { Quantity } from './quantities/quantity.ts';
import type { EndedCell } from './rows.ts';

/** What is wrong, as it goes on behind "but it". */
export class Wrong extends Error {}

/** @throws Wrong where the condition does not hold */
export function demandPart(holds: boolean, came: string): asserts holds {
  if (!holds) throw new Wrong(came);
}

const STATUS = /^[a-z][a-z -]{0,40}$/;
const LONGEST_ERROR = 10_000;

/** @throws Wrong for what is no cell of the plan */
export function cellIn(given: unknown, { length, spec }: SweepPlan): EndedCell {
  const [index, value] = Array.isArray(given) ? given : [];
  demandPart(Number.isSafeInteger(index) && index >= 0 && index < length, 'has a cell that its specification has not');
  const { status, steps, evaluations, undecided, values, error } = (value ?? {}) as Partial<CellValue>;
  demandPart(typeof status === 'string' && STATUS.test(status), `does not say how cell ${index} ended`);
  demandPart([steps, evaluations, undecided].every(Number.isSafeInteger), `does not say what cell ${index} cost`);
  demandPart(
    error === null || (typeof error === 'string' && error.length < LONGEST_ERROR),
    `has something else than a sentence for why cell ${index} is no run`,
  );
  const measure = spec.measure ?? [];
  const complete =
    Array.isArray(values) &&
    (values.length === 0 ||
      (values.length === measure.length &&
        values.every((own, i) => isMeasured(own, (quantityRegistry[measure[i]] as Quantity).over))));
  demandPart(complete, `has something else than the numbers that cell ${index} measures`);
  return { index, hash: '', value: value as CellValue };
}

function isMeasured(value: unknown, over: Quantity['over']): boolean {
  const isNumber = (one: unknown) => one === null || typeof one === 'number';
  return over === 'run' ? isNumber(value) : Array.isArray(value) ? value.every(isNumber) : value === null;
}
