/** Rényi centers by their definitions: every token against every earlier center, or token. */
import { separationLimit } from '../../src/analysis/renyi-centers.ts';
import { squaredChord } from '../../src/numerics/sphere.ts';

function scan(x: Float64Array, { n, d }: { n: number; d: number }, delta: number, strongly: boolean): number[] {
  const limit = separationLimit(delta);
  const centers: number[] = [];
  for (let k = 0; k < n; k++) {
    const before = strongly ? k : centers.length;
    let at = 0;
    while (at < before && squaredChord(x, k * d, x, (strongly ? at : centers[at]) * d, d) > limit) at++;
    if (at === before) centers.push(k);
  }
  return centers;
}

export const plainCenters = (x: Float64Array, shape: { n: number; d: number }, delta: number) =>
  scan(x, shape, delta, false);

export const plainStrongCenters = (x: Float64Array, shape: { n: number; d: number }, delta: number) =>
  scan(x, shape, delta, true);
