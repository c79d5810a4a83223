/** Captures: tokens that come within the radius of a Rényi center. */
import type { Shape, State } from '../core/state.ts';
import type { StepTaken } from '../core/step.ts';
import { rootWithin } from '../numerics/root.ts';
import { squaredChord } from '../numerics/sphere.ts';
import { outside, reachOf } from '../numerics/ties.ts';
import type { CaptureEvent } from './event.ts';
import type { Change } from './links.ts';

type Found = Omit<CaptureEvent, 't' | 'step'>;

/** Times of one step this close, as shares of it, are one. */
const AT_ONCE = 1e-6;

/**
 * Follows which center holds each token. A token belongs to the center that first came closer to it than the radius, as
 * long as it stays there; the centers are given, and are where they are now. Of
 * several that it comes near at once, as of centers that have come together, the first in their order counts: rounding
 * shall not choose.
 *
 * @param before the holders of tokens before they were edited: where they still hold, that is no new capture
 */
export function captureFollower(
  { n, d }: Shape,
  centers: readonly number[],
  radius: number,
  initial: State,
  before: ArrayLike<number> = [],
) {
  const reach = reachOf(radius);
  const isCenter = new Set(centers);
  const holder = new Int32Array(n).fill(-1);
  for (let k = 0; k < n; k++) {
    if (isCenter.has(k)) continue;
    const around = near(initial, k);
    holder[k] = around.includes(before[k]) ? before[k] : (around[0] ?? -1);
  }

  return {
    /** The center that holds each token, or −1. */
    holder,
    /** The captures within a step, in the order of time; null where a time could not be found. */
    async follow(step: StepTaken): Promise<Change<Found>[] | null> {
      const end = (await step.state(1)) as State;
      const start = (await step.state(0)) as State;
      const caught: { token: number; center: number; theta: number }[] = [];
      for (let token = 0; token < n; token++) {
        if (isCenter.has(token) || (holder[token] >= 0 && distance(end, token, holder[token]) <= 0)) continue;
        const around = near(end, token);
        if (around.length === 0) {
          holder[token] = -1;
          continue;
        }
        const times: number[] = [];
        for (const center of around) {
          const theta = await timeOf(token, center, start, end, step);
          if (theta === null) return null;
          times.push(theta);
        }
        const first = times.reduce((least, theta) => Math.min(least, theta), 1);
        const which = times.findIndex((theta) => theta <= first + AT_ONCE);
        caught.push({ token, center: around[which], theta: times[which] });
      }
      caught.sort((a, b) => a.theta - b.theta);
      return caught.map(({ token, center, theta }) => {
        const before = heldBy(center);
        holder[token] = center;
        return { theta, event: { kind: 'capture', token, center, before, after: heldBy(center) } };
      });
    },
  };

  /** |x_k − x_center|² less that of the radius; below 0 where the center holds the token, ties above. */
  function distance(x: State, k: number, center: number): number {
    return outside(squaredChord(x, k * d, x, center * d, d), reach);
  }

  /** The centers closer to token k than the radius, in their order. */
  function near(x: State, k: number): number[] {
    return centers.filter((center) => distance(x, k, center) < 0);
  }

  function heldBy(center: number): number[] {
    const held: number[] = [];
    for (let k = 0; k < n; k++) if (holder[k] === center) held.push(k);
    return held;
  }

  /**
   * When the token came within the radius of a center; where it was there before, when the center that held it let it
   * go. It was near neither for a while, or near both.
   */
  async function timeOf(
    token: number,
    center: number,
    start: State,
    end: State,
    step: StepTaken,
  ): Promise<number | null> {
    const other = distance(start, token, center) <= 0 ? holder[token] : center;
    if (other < 0) return 0;
    return rootWithin(
      async (theta) => {
        const x = await step.state(theta);
        return x && distance(x, token, other);
      },
      distance(start, token, other),
      distance(end, token, other),
    );
  }
}
