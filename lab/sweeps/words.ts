/** A sweep, its points and its runs in words. Pure. */
import { placeInWords, symbolOf } from 'parkade/figures';
import type { Field, Means } from 'parkade/sweeps';
import type { SweepAtHand, SweepRun } from '../engine/sweeps.ts';
import { signedText } from '../text/numbers.ts';
import { type Choice, numbersAt } from './choice.ts';

/** 'β = 4, d = 2'; 'all runs' where nothing but chance tells runs apart. */
export function pointWords({ axes, groups }: Means, point: number): string {
  const { at } = groups[point];
  return axes.length === 0 ? 'all runs' : axes.map(({ name }, i) => placeInWords(name, at[i])).join(', ');
}

/** Of axes with several values only. */
export function briefPoint({ axes, groups }: Means, point: number, names: readonly string[]): string {
  const { at } = groups[point];
  const told = axes.flatMap(({ name }, i) => (names.includes(name) ? [placeInWords(name, at[i])] : []));
  return told.length === 0 ? 'all runs' : told.join(', ');
}

/** '1.6 ± 0.24'. */
export function valueWords(means: Means, point: number, { quantity }: Choice): string {
  const { value, error, share } = numbersAt(means, means.groups[point], quantity);
  if (Number.isNaN(value)) return 'no number';
  const near = Number.isFinite(error) && error > 0 ? ` ± ${Number(error.toPrecision(2))}` : '';
  return share ? `${signedText(100 * value)} %` : `${fieldWords(value)}${near}`;
}

export function fieldWords(value: Field): string {
  if (value === null) return 'no number';
  if (typeof value !== 'number') return String(value);
  return Number.isFinite(value) ? signedText(value) : Number.isNaN(value) ? 'no number' : value > 0 ? '∞' : '−∞';
}

/** What tells a run from the others of its point: 'seed 3'. */
export function labelWords({ labels }: SweepRun): string {
  const told = labels.map(([key, value]) => (key === 'seed' ? `seed ${value}` : placeInWords(key, value)));
  return told.length === 0 ? 'the run' : told.join(', ');
}

/** 'β = 4, d = 2, seed 3'. */
export function runWords(means: Means, point: number, run: SweepRun): string {
  const own = means.axes.length === 0 ? [] : [pointWords(means, point)];
  const words = [...own, ...(run.labels.length === 0 ? [] : [labelWords(run)])].join(', ');
  // A formula is not broken where lines are.
  return words.replaceAll(' = ', '\u00a0=\u00a0') || 'its run';
}

/** 'β', or 'the law' as the key has it. */
export function axisWords(name: string): string {
  const symbol = symbolOf(name);
  return symbol === name ? name : `${symbol} (${name})`;
}

/** '50 runs', '12 of 50 runs so far'. */
export function countWords({ ended, planned }: SweepAtHand): string {
  const count = (n: number) => n.toLocaleString('en');
  if (ended < planned) return `${count(ended)} of ${count(planned)} runs so far`;
  return planned === 1 ? '1 run' : `${count(planned)} runs`;
}
