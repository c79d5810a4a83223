/**
 * The direct field of attention in WGSL, by the differences and relative scores of dynamics/attention-field.ts.
 *
 * A workgroup has 64 rows k, one a lane, and one chunk of 256 sources j, of which 32 at a time lie in its own memory,
 * four to a vector. It leaves Σ_j w_j (x_j − x_k), Σ_j w_j and the largest score of the chunk; rows.wgsl.ts does what
 * is left to do for a row. So a row's sums do not depend on n, and chunks that a row cannot see are never begun.
 *
 * WGSL lets a compiler assume that no number is NaN and fuse a product with a sum; nothing here depends on either.
 */
import { CHUNK } from './layout.ts';

/** The words of `struct Parameters`, in order: counts, addresses, the round, then switches that are 0 or 1. */
export const FIELD_PARAMETERS = [
  ...['n', 'd', 'm', 'rows', 'stride', 'sources', 'weights', 'query', 'sums', 'partials', 'cross', 'rest', 'x', 'out'],
  ...['first', 'chunks', 'causal', 'count', 'hasCross', 'hasRest', 'shifted'],
] as const;
export const FIELD_CONSTANTS = ['beta', 'b', 'lambda'] as const;

/** What all shaders of the field begin with. */
export const DECLARATIONS = /* wgsl */ `
struct Parameters {
  ${FIELD_PARAMETERS.map((name) => `${name}: u32,`).join(' ')}
  ${FIELD_CONSTANTS.map((name) => `${name}: f32,`).join(' ')}
}
@group(0) @binding(0) var<storage, read_write> memory: array<f32>;
@group(0) @binding(1) var<uniform> p: Parameters;
const CHUNK = ${CHUNK}u;

/// How many sources of the chunk that begins at this one row k sees.
fn seen(k: u32, begin: u32) -> u32 {
  if (begin >= p.rows) { return min(CHUNK, p.rows + p.m - begin); }
  let end = select(p.n, min(k + 1u, p.n), p.causal != 0u);
  return min(CHUNK, max(end, begin) - begin);
}
`;

/** Vectors of four sources in a tile. */
const GROUPS = 8;
/** Coordinates of a tile that lie in the memory of a workgroup at a time: 8 KiB. */
const SLAB = 64;

/** One line for each vector of a tile. */
function lines(line: (g: number) => string): string {
  return Array.from({ length: GROUPS }, (_, g) => line(g)).join('\n      ');
}

function sumOf(term: (g: number) => string): string {
  return Array.from({ length: GROUPS }, (_, g) => term(g)).join(' + ');
}

/** What is fixed when the inner loop is compiled, since it decides over the work for a pair. */
interface PartialVariant {
  readonly d: number;
  /** B has a part C besides bI. */
  readonly cross: boolean;
  /** Relative scores may be positive, so that the largest has to be subtracted. */
  readonly shifted: boolean;
}

/**
 * Entry point `partial`: the sums of 64 rows over one chunk. A score is β Σ_i δ_i (q_i − (b/2) δ_i) with δ = x_j − x_k
 * and q = Cᵀx_k.
 */
export function partialSource({ d, cross, shifted }: PartialVariant): string {
  return /* wgsl */ `${DECLARATIONS}
const D = ${d}u;
const TILE = ${4 * GROUPS}u;
const GROUPS = ${GROUPS}u;
const SLAB = ${SLAB}u;
const CROSS = ${cross};
const SHIFTED = ${shifted};

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
    z += total(${sumOf((g) => `w${g}`)});
    for (var slab = 0u; slab < D; slab += SLAB) {
      if (D > SLAB) { load(begin + first, slab, lane); }
      for (var i = slab; i < min(D, slab + SLAB); i++) {
        let x = memory[p.sources + i * p.stride + k];
        let at = (i - slab) * GROUPS;
        let sum = total(${sumOf((g) => `w${g} * (tile[at + ${g}u] - x)`)});
        let to = sums + i * p.rows;
        memory[to] = select(memory[to] * shrink, 0.0, first == 0u) + sum;
      }
    }
  }
  memory[sums + D * p.rows] = z;
  memory[sums + (D + 1u) * p.rows] = largest;
}
`;
}
