/** A step just made, to look into: what the time loop shows to whoever follows it. */
import type { State } from './state.ts';

export interface StepTaken {
  readonly t: number;
  readonly dt: number;
  readonly end: number;
  readonly implicit: boolean;
  /**
   * The tokens [n, d] at t + θ dt, 0 ≤ θ ≤ 1, to the accuracy of the step, or null where the step could not be made again. A new
   * array for every θ, the same one for the same θ.
   */
  state(theta: number): Promise<State | null>;
}
