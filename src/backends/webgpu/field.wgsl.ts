/**
 * The direct field of attention in WGSL, by the differences and relative scores of dynamics/attention-field.ts.
 *
 * A workgroup has 64 rows k, one a lane, and one chunk of 256 sources j, of which 32 at a time lie in its own memory, four
 * to a vector. It leaves Σ_j w_j (x_j − x_k), Σ_j w_j and the largest score of the chunk; `merge` adds chunks in order
 * and `finish` applies V and the projection. So a row's sums do not depend on n, and chunks that a row cannot see are
 * never begun.
 *
 * WGSL lets a compiler assume that no number is NaN and fuse a product with a sum; nothing here depends on either.
 */
import { CHUNK } from './layout.ts';

/** What of an equation decides over the source, since it decides over the work for a pair; the rest are parameters. */
export interface FieldVariant {
  readonly d: number;
  /** B has a part C besides bI. */
  readonly cross: boolean;
  /** V has a part W besides λI. */
  readonly rest: boolean;
  /** Relative scores may be positive, so that the largest has to be subtracted. */
  readonly shifted: boolean;
}

/** The words of `struct Parameters`, in order. `causal` and `count` (divide by n instead of Z_k) are 0 or 1. */
export const FIELD_PARAMETERS = [
  ...['n', 'm', 'rows', 'stride', 'sources', 'weights', 'query', 'sums', 'partials', 'cross', 'rest'],
  ...['x', 'out', 'first', 'chunks', 'causal', 'count'],
] as const;
export const FIELD_CONSTANTS = ['beta', 'b', 'lambda'] as const;

/** Vectors of four sources in a tile. */
const GROUPS = 8;
/** Coordinates of a tile that lie in the memory of a workgroup at a time: 8 KiB. */
const SLAB = 64;

/** One line for each vector of a tile. */
function lines(line: (g: number) => string): string {
  return Array.from({ length: GROUPS }, (_, g) => line(g)).join('\n      ');
}

function terms(term: (g: number) => string, operator = ' + '): string {
  return Array.from({ length: GROUPS }, (_, g) => term(g)).join(operator);
}

export function fieldSource(variant: FieldVariant): string {
  return [declarations(variant), UNIT, PARTIAL, MERGE, FINISH].join('\n');
}

function declarations({ d, cross, rest, shifted }: FieldVariant): string {
  return /* wgsl */ `
struct Parameters {
  ${FIELD_PARAMETERS.map((name) => `${name}: u32,`).join(' ')}
  ${FIELD_CONSTANTS.map((name) => `${name}: f32,`).join(' ')}
}
@group(0) @binding(0) var<storage, read_write> memory: array<f32>;
@group(0) @binding(1) var<uniform> p: Parameters;
const D = ${d}u;
const CHUNK = ${CHUNK}u;
const TILE = ${4 * GROUPS}u;
const GROUPS = ${GROUPS}u;
const SLAB = ${SLAB}u;
const CROSS = ${cross};
const REST = ${rest};
const SHIFTED = ${shifted};

/// How many sources of the chunk that begins at this one row k sees.
fn seen(k: u32, begin: u32) -> u32 {
  if (begin >= p.rows) { return min(CHUNK, p.rows + p.m - begin); }
  let end = select(p.n, min(k + 1u, p.n), p.causal != 0u);
  return min(CHUNK, max(end, begin) - begin);
}
`;
}

/** Sources ← x/|x|, and the query Cᵀx_k, a row a lane. */
const UNIT = /* wgsl */ `
@compute @workgroup_size(64)
fn unit(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= p.n) { return; }
  var square = 0.0;
  for (var i = 0u; i < D; i++) {
    let entry = memory[p.x + i * p.rows + k];
    square += entry * entry;
  }
  let norm = sqrt(square);
  for (var i = 0u; i < D; i++) {
    memory[p.sources + i * p.stride + k] = memory[p.x + i * p.rows + k] / norm;
  }
  if (!CROSS) { return; }
  for (var i = 0u; i < D; i++) {
    var sum = 0.0;
    for (var l = 0u; l < D; l++) { sum += memory[p.cross + i * D + l] * memory[p.sources + l * p.stride + k]; }
    memory[p.query + i * p.rows + k] = sum;
  }
}
`;

/** The sums of 64 rows over one chunk. A score is β Σ_i δ_i (q_i − (b/2) δ_i) with δ = x_j − x_k and q = Cᵀx_k. */
const PARTIAL = /* wgsl */ `
var<workgroup> tile: array<vec4<f32>, ${GROUPS * SLAB}>;

/// Coordinates from \`slab\` on of the sources from \`source\` on.
fn load(source: u32, slab: u32, lane: u32) {
  workgroupBarrier();
  for (var e = lane; e < min(D - slab, SLAB) * GROUPS; e += 64u) {
    let at = p.sources + (slab + e / GROUPS) * p.stride + source + 4u * (e % GROUPS);
    tile[e] = vec4(memory[at], memory[at + 1u], memory[at + 2u], memory[at + 3u]);
  }
  workgroupBarrier();
}

fn total(v: vec4<f32>) -> f32 { return (v.x + v.y) + (v.z + v.w); }

fn weightsOf(source: u32) -> vec4<f32> {
  let at = p.weights + source;
  return vec4(memory[at], memory[at + 1u], memory[at + 2u], memory[at + 3u]);
}

@compute @workgroup_size(64)
fn partial(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let begin = (p.first + group.y) * CHUNK;
  let k = group.x * 64u + lane;
  let seenByGroup = seen(group.x * 64u + 63u, begin);
  if (seenByGroup == 0u) { return; }
  let seenByRow = seen(k, begin);
  let sums = p.partials + group.y * (D + 2u) * p.rows + k;
  let half = 0.5 * p.b;
  var z = 0.0;
  var largest = 0.0; // the row's own score, to which the others are relative

  for (var first = 0u; first < seenByGroup; first += TILE) {
    ${lines((g) => `var s${g} = vec4(0.0);`)}
    for (var slab = 0u; slab < D; slab += SLAB) {
      load(begin + first, slab, lane);
      for (var i = slab; i < min(D, slab + SLAB); i++) {
        let x = memory[p.sources + i * p.stride + k];
        var q = 0.0;
        if (CROSS) { q = memory[p.query + i * p.rows + k]; }
        let at = (i - slab) * GROUPS;
        ${lines((g) => `let e${g} = tile[at + ${g}u] - x; s${g} += e${g} * (q - half * e${g});`)}
      }
    }
    let count = max(seenByRow, first) - first;
    let place = vec4(0u, 1u, 2u, 3u);
    ${lines((g) => `let m${g} = place + ${4 * g}u < vec4(count); s${g} *= p.beta;`)}
    var shrink = 1.0;
    if (SHIFTED) {
      ${lines((g) => `s${g} = select(vec4(-3e38), s${g}, m${g});`)}
      let v = ${'max('.repeat(GROUPS - 1)}s0${Array.from({ length: GROUPS - 1 }, (_, g) => `, s${g + 1})`).join('')};
      let top = max(largest, max(max(v.x, v.y), max(v.z, v.w)));
      shrink = exp(largest - top);
      largest = top;
      z *= shrink;
    }
    ${lines((g) => `var w${g} = select(vec4(0.0), exp(s${g} - largest), m${g});`)}
    if (begin >= p.rows) {
      ${lines((g) => `w${g} *= weightsOf(begin + first + ${4 * g}u);`)}
    }
    z += total(${terms((g) => `w${g}`)});
    for (var slab = 0u; slab < D; slab += SLAB) {
      if (D > SLAB) { load(begin + first, slab, lane); }
      for (var i = slab; i < min(D, slab + SLAB); i++) {
        let x = memory[p.sources + i * p.stride + k];
        let at = (i - slab) * GROUPS;
        let sum = total(${terms((g) => `w${g} * (tile[at + ${g}u] - x)`)});
        let to = sums + i * p.rows;
        memory[to] = select(memory[to] * shrink, 0.0, first == 0u) + sum;
      }
    }
  }
  memory[sums + D * p.rows] = z;
  memory[sums + (D + 1u) * p.rows] = largest;
}
`;

/** Adds the chunks of this round, in order, to the sums of a row; the first round begins them. */
const MERGE = /* wgsl */ `
@compute @workgroup_size(64)
fn merge(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= p.n) { return; }
  let sums = p.sums + k;
  let zAt = sums + D * p.rows;
  let largestAt = zAt + p.rows;
  if (p.first == 0u) {
    for (var i = 0u; i < D + 2u; i++) { memory[sums + i * p.rows] = 0.0; }
  }
  var z = memory[zAt];
  var largest = memory[largestAt];
  for (var c = 0u; c < p.chunks; c++) {
    if (seen(k, (p.first + c) * CHUNK) == 0u) { continue; }
    let chunk = p.partials + c * (D + 2u) * p.rows + k;
    var old = 1.0;
    var fresh = 1.0;
    if (SHIFTED) {
      let other = memory[chunk + (D + 1u) * p.rows];
      let top = max(largest, other);
      old = exp(largest - top);
      fresh = exp(other - top);
      largest = top;
    }
    z = z * old + memory[chunk + D * p.rows] * fresh;
    for (var i = 0u; i < D; i++) {
      let at = sums + i * p.rows;
      memory[at] = memory[at] * old + memory[chunk + i * p.rows] * fresh;
    }
  }
  memory[zAt] = z;
  memory[largestAt] = largest;
}
`;

/** out ← P_x( (1/Z)(λ s + W(s + Z x)) ), s = Σ_j w_j (x_j − x); with `count` the factor is e^{β⟨x, Bx⟩ + largest}/n instead. */
const FINISH = /* wgsl */ `
@compute @workgroup_size(64)
fn finish(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= p.n) { return; }
  let sums = p.sums + k;
  let x = p.sources + k;
  let z = memory[sums + D * p.rows];
  var factor = 1.0 / z;
  if (p.count != 0u) {
    var own = p.b;
    if (CROSS) {
      for (var i = 0u; i < D; i++) { own += memory[p.query + i * p.rows + k] * memory[x + i * p.stride]; }
    }
    factor = exp(p.beta * own + memory[sums + (D + 1u) * p.rows]) / f32(p.n);
  }
  var along = 0.0;
  for (var i = 0u; i < D; i++) {
    var image = p.lambda * memory[sums + i * p.rows];
    if (REST) {
      for (var l = 0u; l < D; l++) {
        image += memory[p.rest + i * D + l] * (memory[sums + l * p.rows] + z * memory[x + l * p.stride]);
      }
    }
    let entry = factor * image;
    along += entry * memory[x + i * p.stride];
    memory[p.out + i * p.rows + k] = entry;
  }
  for (var i = 0u; i < D; i++) {
    memory[p.out + i * p.rows + k] -= along * memory[x + i * p.stride];
  }
}
`;
