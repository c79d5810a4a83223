/** The plug-in contract of a place where arithmetic happens. */
import type { Engine, Slot } from '../core/engine.ts';
import type { Awaitable } from '../core/state.ts';
import type { Equation } from '../dynamics/equation.ts';
import type { Particles } from './particles.ts';
import type { Team } from './team.ts';

/**
 * Ways to compute the field. All are exact to rounding; they differ in cost and in what they keep relative accuracy of.
 */
export const fieldNames = ['auto', 'direct', 'harmonic', 'local'] as const;
export type FieldName = (typeof fieldNames)[number];
export const precisionNames = ['double', 'single'] as const;
type Precision = (typeof precisionNames)[number];

/** How a backend may go about the field; what it does not know of, it ignores. */
export interface FieldOptions {
  /** `auto` chooses row by row (choose-field.ts). */
  readonly field?: FieldName;
  /** double: exact, the default. single: fast, with errors of 1e-7. */
  readonly precision?: Precision;
  /** Largest error of a row of ẋ that a path of absolute accuracy may leave: atol/(t₁ − t₀). By default Infinity. */
  readonly accuracy?: number;
  /** Threads to share the work of a field; the bits do not depend on them. */
  readonly team?: Team;
  /** The rows are particles, and stages count their members; fields do not. */
  readonly particles?: Particles;
  /**
   * Rows behind the tokens that see all of these and themselves, not each other, and that no token sees. None unless
   * told.
   */
  readonly probes?: number;
  /** Tokens that stand still: implicit stages leave them where they are. Fields are those of tokens that move. */
  readonly frozen?: readonly number[];
  /** Unit costs measured on this machine, in place of the shipped ones (wasm/costs.ts). */
  readonly costs?: Readonly<Record<string, number>>;
}

/** 2^−24: half the distance from 1 to the next number of single precision. */
export const SINGLE_ROUNDOFF = 5.9604644775390625e-8;
/** 2^−53: half the distance from 1 to the next double. */
export const UNIT_ROUNDOFF = 1.1102230246251565e-16;

export interface Backend {
  readonly name: string;
  /** 2^−53 for doubles: what tolerances of agreement are stated in. */
  readonly unitRoundoff: number;
  /**
   * Its bits are those of a machine: of a device, or of a library that is there. `auto` never takes it, and runs are
   * compared on that machine only.
   */
  readonly ofMachine?: true;
  supports(equation: Equation): boolean;
  /**
   * Makes an equation ready with `slots` state-sized slots.
   * @throws ParkadeError InvalidParameter when the field asked for by name does not cover the problem
   */
  prepare(equation: Equation, slots: number, options?: FieldOptions): Awaitable<Engine>;
}

/** The slots of an engine prepared with `count` of them. */
export function slotsOf(count: number): Slot[] {
  return Array.from({ length: count }, (_, i) => i as Slot);
}
