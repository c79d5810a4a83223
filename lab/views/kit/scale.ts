/** The upright axis of a view. Pure. */

export interface Scale {
  readonly range: readonly [number, number];
  readonly log?: boolean;
  readonly ticks: readonly number[];
  readonly text: (value: number) => string;
}

/** How high a value stands, from 0 at the lower end to 1. */
export function heightOf({ range: [low, high], log = false }: Scale, value: number): number {
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

export const shareScale: Scale = {
  range: [0, 1],
  ticks: [0, 0.5, 1],
  text: (share) => `${Math.round(100 * share)} %`,
};
