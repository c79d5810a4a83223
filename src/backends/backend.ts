/** The plug-in contract of a place where arithmetic happens. */
import type { Engine, Slot } from '../core/engine.ts';
import type { Awaitable, Shape } from '../core/state.ts';
import type { Dynamics } from '../dynamics/index.ts';

export interface Backend {
  readonly name: string;
  /** 2^−53 for doubles: what tolerances of agreement are stated in. */
  readonly unitRoundoff: number;
  supports(dynamics: Dynamics, shape: Shape): boolean;
  /** Makes a problem ready with `slots` state-sized slots. */
  prepare(dynamics: Dynamics, shape: Shape, slots: number): Awaitable<Engine>;
}

/** The slots of an engine prepared with `count` of them. */
export function slotsOf(count: number): Slot[] {
  return Array.from({ length: count }, (_, i) => i as Slot);
}
