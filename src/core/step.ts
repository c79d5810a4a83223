/** A step just made, to look into: what the time loop shows to whoever follows it. */
import type { State } from './state.ts';

/** Below it, dt times a coefficient of a method could vanish, and a field of NaN pass for one of zeros. */
export const SMALLEST_STEP = 1e-280;
/** A run this short is still one step, or some. */
export const SHORTEST_RUN = 1e-270;

export interface StepTaken {
  readonly t: number;
  readonly dt: number;
  readonly end: number;
  readonly implicit: boolean;
  /**
   * The tokens [n, d] at t + θ dt, 0 ≤ θ ≤ 1, to the accuracy of the step, or null where the step could not be made
   * again. A new array for every θ, the same one for the same θ.
   */
  state(theta: number): Promise<State | null>;
}
