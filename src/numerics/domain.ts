import { invalid, quoted } from '../core/errors.ts';
import { PI } from './elementary.ts';

/**
 * Refuses an argument outside the range of a formula, in one sentence.
 *
 * @param expected what the argument should be and what to give, such as 'an angle from 0 to π; give radians'
 * @throws ParkadeError InvalidParameter unless `holds`
 */
export function demand(holds: boolean, name: string, expected: string, value: unknown): void {
  if (holds) return;
  const [wanted, advice] = expected.split('; ');
  throw invalid(name, `be ${wanted}`, `came as ${quoted(value)}`, advice ?? `give ${wanted}`);
}

/** d of S^{d−1}: an integer from 2 to 10⁹. */
export function demandDimension(d: number): void {
  demand(Number.isInteger(d) && d >= 2, 'd', 'an integer ≥ 2; 2 is the circle, 3 the sphere', d);
  demand(d <= 1e9, 'd', 'at most 1e9; more is not worked out', d);
}

/** n ≥ 1, an integer or Infinity. */
export function demandCount(n: number): void {
  demand(
    n === Infinity || (Number.isInteger(n) && n >= 1),
    'n',
    'an integer ≥ 1; give Infinity for an endless sequence',
    n,
  );
}

/** δ of Rényi centers, strictly between 0 and π; 1/δ is to be a double. */
export function demandSeparation(delta: number): void {
  demand(
    delta >= 1e-300 && delta < PI,
    'delta',
    'a separation strictly between 0 and π radians; 4β^{−1/2} is usual',
    delta,
  );
}

/** How many numbers are asked for, as a list: a whole number from `least` to ten millions. */
export function demandLength(count: number, name: string, least: number): void {
  demand(
    Number.isInteger(count) && count >= least && count <= 1e7,
    name,
    `a whole number from ${least} to 1e7; more are not listed`,
    count,
  );
}

/** What modified Bessel functions are asked for, β or κ: from 0 to 10¹⁰, at a cost of 10√x. */
export function demandBesselArgument(x: number, name = 'beta'): void {
  demand(x >= 0 && x <= 1e10, name, 'a number from 0 to 1e10; more is not worked out', x);
}

/** Numbers that are all finite. */
export function demandFinite(values: ArrayLike<number>, name: string): void {
  demand(Array.from(values).every(Number.isFinite), name, 'finite; give such numbers', Array.from(values));
}

/** β ≥ 0, finite. */
export function demandBeta(beta: number): void {
  demand(beta >= 0 && beta < Infinity, 'beta', 'a finite number ≥ 0; β is the inverse temperature', beta);
}
