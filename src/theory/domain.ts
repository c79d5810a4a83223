import { ParkadeError, shown } from '../core/errors.ts';

/**
 * Refuses an argument outside the range of a formula, in one sentence.
 *
 * @param expected what the argument should be and what to give, such as 'an angle from 0 to π; give radians'
 * @throws ParkadeError InvalidParameter unless `holds`
 */
export function demand(holds: boolean, name: string, expected: string, value: unknown): void {
  if (holds) return;
  const [wanted, advice] = expected.split('; ');
  throw new ParkadeError(
    'InvalidParameter',
    `"${name}" should be ${wanted}, but came as ${shown(value)}; ${advice ?? `give ${wanted}`}.`,
  );
}

/** d of S^{d−1}: an integer ≥ 2. */
export function demandDimension(d: number): void {
  demand(Number.isInteger(d) && d >= 2, 'd', 'an integer ≥ 2; 2 is the circle, 3 the sphere', d);
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
