/** The plug-in contract of a way to step. An integrator knows slots and operations, never an equation or a backend. */
import type { Engine, Slot, StageOutcome, Tolerance } from '../core/engine.ts';
import type { Awaitable } from '../core/state.ts';

/** The slots of one step: it goes from x to y. */
export interface StepSlots {
  readonly x: Slot;
  readonly y: Slot;
  /** ← the error estimate, for integrators that make one. */
  readonly error: Slot;
  /**
   * slopes[0] holds f(t, x) when a step begins; with `firstSameAsLast` the last one holds f(t + dt, y) when it ends.
   */
  readonly slopes: readonly Slot[];
  /**
   * What slopes[0] is the increment over: 1 for a slope, γ dt of the step before for the increments of implicit
   * methods.
   */
  readonly unit: number;
}

/** How an integrator follows noise. */
export interface NoiseOrder {
  /** Means over runs err by O(dt^order). */
  readonly order: 1 | 2;
  /** Of a step, the shortest part over which it asks for an increment of the path. */
  readonly shortest: number;
  /** Follows noise that all tokens have in common, too. */
  readonly common: boolean;
  /** Without forces tokens forget where they began as if κ were κ(1 + slowing(d) dt/κ + …). */
  slowing(d: number): number;
}

export interface Integrator {
  readonly name: string;
  readonly title: string;
  /** Global error O(dt^order). */
  readonly order: number;
  /** Order of the error estimate; null where there is none, and then only a fixed dt can be followed. */
  readonly errorOrder: number | null;
  readonly source: string;
  /** How many slopes it needs. */
  readonly stages: number;
  readonly firstSameAsLast: boolean;
  /**
   * Of explicit ones that `auto` begins with: dt |∂f| from which on a step is near the bound of stability, well above
   * what it is where accuracy rules.
   */
  readonly stiffFrom?: number | undefined;
  /** Needs engines that give attention unprojected. */
  readonly output?: true;
  /** Computes all of its slopes itself: slopes[0] need not hold f(t, x) when a step begins. */
  readonly ownSlopes?: true;
  /** Follows the noise of engines that have some, so well. */
  readonly noise?: NoiseOrder;
  /** Steps along great circles, and so only tokens of the sphere. */
  readonly onSphere?: true;
  step(engine: Engine, t: number, dt: number, slots: StepSlots): Awaitable<void>;
  /** The error of the step just made in units of the tolerance; by default the norm of `error`. */
  errorNorm?(engine: Engine, dt: number, slots: StepSlots, tolerance: Tolerance): Awaitable<number>;
  /** Makes the slopes that `interpolate` needs beside those of the step just made; before the first, once a step. */
  extend?(engine: Engine, t: number, dt: number, slots: StepSlots, scratch: Slot): Awaitable<void>;
  /**
   * out ← the solution at t + θ dt within the step just made, 0 ≤ θ ≤ 1. Without it, saved times are re-stepped from x.
   */
  interpolate?(engine: Engine, theta: number, dt: number, slots: StepSlots, out: Slot): Awaitable<void>;
}

/** In radians: what may be left of a stage, and how near to an unstable equilibrium a token is undecided. */
export interface StageLimits {
  readonly accuracy: number;
  readonly undecided: number;
}

/** An integrator whose stages are equations, solved by the engine; its slopes hold increments γ dt f. */
export interface ImplicitIntegrator extends Omit<Integrator, 'step' | 'errorOrder'> {
  readonly errorOrder: number;
  readonly gamma: number;
  /** An outcome that is not solved leaves y and error without meaning. */
  step(engine: Engine, t: number, dt: number, slots: StepSlots, limits: StageLimits): Promise<StageOutcome>;
}

export type AnyIntegrator = Integrator | ImplicitIntegrator;

export function isImplicit(integrator: AnyIntegrator): integrator is ImplicitIntegrator {
  return 'gamma' in integrator;
}
