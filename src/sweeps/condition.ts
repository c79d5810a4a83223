/** What is asked of a run as yes or no: clusters@100 <= 1. */
import { invalid } from '../core/errors.ts';
import { exact, withPlainMinus } from '../core/number-text.ts';

const comparisons = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '=': (a: number, b: number) => a === b,
  '>=': (a: number, b: number) => a >= b,
  '>': (a: number, b: number) => a > b,
} as const;

export interface Condition {
  /** As it is written in names of columns: "clusters@100 <= 1". */
  readonly text: string;
  /** The column that it is about. */
  readonly column: string;
  holds(value: number): boolean;
}

/** NAME OP NUMBER; a name has no <, = or > and no space at its ends. */
const FORM = /^\s*([^<>=≤≥]*[^<>=≤≥\s])\s*(<=|>=|≤|≥|==|<|=|>)\s*([^<>=≤≥\s]+)\s*$/;
const SAME: Readonly<Record<string, keyof typeof comparisons>> = { '≤': '<=', '≥': '>=', '==': '=' };
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^[+-]?Infinity$/i;

/**
 * Reads a condition.
 * @throws ParkadeError InvalidParameter for what does not read as one
 */
export function conditionOf(text: string): Condition {
  const [, column = '', operator = '', word = ''] = FORM.exec(text) ?? [];
  const plain = withPlainMinus(word);
  const number = NUMBER.test(plain) ? Number(plain) : Number.NaN;
  if (Number.isNaN(number)) {
    const expected = 'be a name, one of < <= = >= >, and a number';
    throw invalid('condition', expected, `came as ${JSON.stringify(text)}`, 'write it as in "clusters@100 <= 1"');
  }
  const name = SAME[operator] ?? (operator as keyof typeof comparisons);
  const compare = comparisons[name];
  return { text: `${column} ${name} ${exact(number)}`, column, holds: (value) => compare(value, number) };
}
