/** Random numbers of one seed, one after another: what a random problem is made of. */
import { cos, log, PI } from '../numerics/elementary.ts';
import { random, streams } from '../numerics/random.ts';

export interface Draws {
  /** In (from, to). */
  uniform(from: number, to: number): number;
  normal(): number;
  /** A whole number from … to, both included. */
  whole(from: number, to: number): number;
  oneOf<T>(list: readonly T[]): T;
}

export function drawsOf(seed: number): Draws {
  const source = random(seed, streams.atlas);
  const pair = new Float64Array(2);
  let drawn = 0;
  const next = () => {
    source.uniforms(drawn++, 0, pair);
    return pair;
  };
  const whole = (from: number, to: number) => from + Math.floor((to - from + 1) * next()[0]);
  return {
    uniform: (from, to) => from + (to - from) * next()[0],
    normal() {
      const [u, v] = next();
      return Math.sqrt(-2 * log(u)) * cos(2 * PI * v);
    },
    whole,
    oneOf: (list) => list[whole(0, list.length - 1)],
  };
}
