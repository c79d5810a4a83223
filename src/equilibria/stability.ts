/** The eigenvalues at a rest, and of which of them the side of the imaginary axis is known. */

import type { State } from '../core/state.ts';
import { larger } from '../numerics/elementary.ts';
import { familyAt } from './families.ts';
import { frameAt, movedAlong } from './frame.ts';
import { orbitValues } from './orbit.ts';
import { type Reached, type Sought, search } from './search.ts';
import { blocksAt, type Eigenvalue, orbitOf, spectrumOf } from './spectrum.ts';

export interface Spectral {
  readonly all: readonly Eigenvalue[];
  /** A bound of the norm of what is wrong with the Jacobian, or with the worst of its blocks. */
  readonly error: number;
}

/** Of the terms of its block: below it, where the rest is matters as much as what the Jacobian there is. */
const SMALL = 1e-5;
/** From so far away, in radians, the rest is sought once more. */
const BESIDE = 1e-4;
/** A small eigenvalue is known where both rests found have it up to this share. */
const SAME = 0.25;

/**
 * A rest with a small eigenvalue is known less well than others, by a rounding over that eigenvalue, which then may not
 * even have the right sign. So it is found again from beside, and both have to agree.
 */
export async function sureEigenvalues(sought: Sought, reached: Reached, rotates: boolean): Promise<Spectral> {
  const first = await eigenvaluesAt(sought, reached, rotates);
  if (!first.all.some(isSmall)) return first;
  const { shape, space } = sought.equation;
  const frame = frameAt(reached.x, shape, space);
  const way = Float64Array.from({ length: frame.size }, (_, i) => (((i + 1) * 0.6180339887498949 + 0.2) % 1) - 0.5);
  const beside: State = movedAlong(reached.x, frame.up(way), BESIDE, shape, space);
  const again = await search(sought, beside, rotates);
  const second = again.settled ? (await eigenvaluesAt(sought, again, rotates)).all.filter(decides) : [];
  let place = 0;
  const all = first.all.map((one): Eigenvalue => {
    if (!decides(one)) return one;
    const other = second[place++];
    const agree = other !== undefined && Math.abs(other.re - one.re) <= SAME * Math.abs(one.re);
    return isSmall(one) && !agree ? { ...one, sure: false } : one;
  });
  return { ...first, all };
}

function decides({ neutral }: Eigenvalue): boolean {
  return neutral === null;
}

function isSmall(one: Eigenvalue): boolean {
  return decides(one) && one.sure && Math.abs(one.re) < SMALL * one.terms;
}

async function eigenvaluesAt(sought: Sought, { x, rotation }: Reached, rotates: boolean): Promise<Spectral> {
  const { equation, symmetries } = sought;
  const { shape, space } = equation;
  const omega = rotates ? rotation : new Float64Array(shape.d * shape.d);
  const frame = frameAt(x, shape, space);
  const blocks = await blocksAt(sought, x, omega, frame);
  const turned = orbitOf(symmetries, x, shape, frame);
  const family = await familyAt(sought, x, frame, blocks, turned, rotates);
  const known = orbitValues(symmetries, omega, x, shape, frame, turned);
  const values = [...known, ...family.map(() => [0, 0] as const)];
  const all = spectrumOf(blocks, [...turned, ...family], turned.length, values);
  return { all, error: blocks.reduce((most, { error }) => larger(most, error), 0) };
}
