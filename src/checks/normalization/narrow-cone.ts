/** Tokens in a cone around the first axis, and how fast they draw together. */
import { cos, sin } from '../../numerics/elementary.ts';
import { random, streams } from '../../numerics/random.ts';
import { normalizeRow } from '../../numerics/sphere.ts';
import type { Setting } from '../kit/setting.ts';
import { directionsOf } from './normalization-schemes.ts';

/** −d log Var/dt with Var = n^{−2} Σ_{i<j} |θ_i − θ_j|²; 0 where it stands still. */
export function contraction(setting: Setting): number {
  const {
    shape: { n, d },
    x,
    velocity,
  } = directionsOf(setting);
  let [variance, change] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      for (let c = 0; c < d; c++) {
        const apart = x[i * d + c] - x[j * d + c];
        variance += apart * apart;
        change += 2 * apart * (velocity[i * d + c] - velocity[j * d + c]);
      }
    }
  }
  return 0 - change / variance; // 0, not −0, at rest
}

/** Rows within an angle of the first axis, uniform in that angle. */
export function coneRows(n: number, d: number, angle: number, seed: number): number[][] {
  const draw = random(seed, streams.tokens);
  const pair = new Float64Array(2);
  return Array.from({ length: n }, (_, k) => {
    const row = new Float64Array(d);
    draw.uniforms(k, 0, pair);
    draw.normals(k, 1, row, d);
    row[0] = 0;
    normalizeRow(row, row, 0, d);
    const off = angle * pair[0];
    return Array.from(row, (entry, i) => (i === 0 ? cos(off) : sin(off) * entry));
  });
}
