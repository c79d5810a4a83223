/**
 * What the field does for a row by itself, before and after the sums: a row a lane, nothing compiled for an equation.
 */
import { DECLARATIONS } from './field.wgsl.ts';

/** Sources ← x/|x|, and the query Cᵀx_k, a row a lane. */
const UNIT = /* wgsl */ `
@compute @workgroup_size(64)
fn unit(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= p.n) { return; }
  var square = 0.0;
  for (var i = 0u; i < p.d; i++) {
    let entry = memory[p.x + i * p.rows + k];
    square += entry * entry;
  }
  let norm = sqrt(square);
  for (var i = 0u; i < p.d; i++) {
    memory[p.sources + i * p.stride + k] = memory[p.x + i * p.rows + k] / norm;
  }
  if (p.hasCross == 0u) { return; }
  for (var i = 0u; i < p.d; i++) {
    var sum = 0.0;
    for (var l = 0u; l < p.d; l++) { sum += memory[p.cross + i * p.d + l] * memory[p.sources + l * p.stride + k]; }
    memory[p.query + i * p.rows + k] = sum;
  }
}
`;

/** Adds the chunks of this round, in order, to the sums of a row; the first round begins them. */
const MERGE = /* wgsl */ `
@compute @workgroup_size(64)
fn merge(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= p.n) { return; }
  let sums = p.sums + k;
  let zAt = sums + p.d * p.rows;
  let largestAt = zAt + p.rows;
  if (p.first == 0u) {
    for (var i = 0u; i < p.d + 2u; i++) { memory[sums + i * p.rows] = 0.0; }
  }
  var z = memory[zAt];
  var largest = memory[largestAt];
  for (var c = 0u; c < p.chunks; c++) {
    if (seen(k, (p.first + c) * CHUNK) == 0u) { continue; }
    let chunk = p.partials + c * (p.d + 2u) * p.rows + k;
    var old = 1.0;
    var fresh = 1.0;
    if (p.shifted != 0u) {
      let other = memory[chunk + (p.d + 1u) * p.rows];
      let top = max(largest, other);
      old = exp(largest - top);
      fresh = exp(other - top);
      largest = top;
    }
    z = z * old + memory[chunk + p.d * p.rows] * fresh;
    for (var i = 0u; i < p.d; i++) {
      let at = sums + i * p.rows;
      memory[at] = memory[at] * old + memory[chunk + i * p.rows] * fresh;
    }
  }
  memory[zAt] = z;
  memory[largestAt] = largest;
}
`;

/**
 * out ← P_x( (1/Z)(λ s + W(s + Z x)) ), s = Σ_j w_j (x_j − x); with `count` the factor is e^{β⟨x, Bx⟩ + largest}/n
 * instead.
 */
const FINISH = /* wgsl */ `
@compute @workgroup_size(64)
fn finish(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= p.n) { return; }
  let sums = p.sums + k;
  let x = p.sources + k;
  let z = memory[sums + p.d * p.rows];
  var factor = 1.0 / z;
  if (p.count != 0u) {
    var own = p.b;
    if (p.hasCross != 0u) {
      for (var i = 0u; i < p.d; i++) { own += memory[p.query + i * p.rows + k] * memory[x + i * p.stride]; }
    }
    factor = exp(p.beta * own + memory[sums + (p.d + 1u) * p.rows]) / f32(p.n);
  }
  var along = 0.0;
  for (var i = 0u; i < p.d; i++) {
    var image = p.lambda * memory[sums + i * p.rows];
    if (p.hasRest != 0u) {
      for (var l = 0u; l < p.d; l++) {
        image += memory[p.rest + i * p.d + l] * (memory[sums + l * p.rows] + z * memory[x + l * p.stride]);
      }
    }
    let entry = factor * image;
    along += entry * memory[x + i * p.stride];
    memory[p.out + i * p.rows + k] = entry;
  }
  for (var i = 0u; i < p.d; i++) {
    memory[p.out + i * p.rows + k] -= along * memory[x + i * p.stride];
  }
}
`;

/** Entry points `unit`, `merge`, `finish`. */
export const rowSource = [DECLARATIONS, UNIT, MERGE, FINISH].join('\n');
