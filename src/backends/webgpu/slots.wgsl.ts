/** The operations of an engine on slots, in WGSL: a row a lane, or a number a lane for combinations. */

/** Terms of one combination; longer ones are made of several. */
export const MOST_TERMS = 14;
/** Workgroups along x of a dispatch over numbers, below the 65,535 that every device allows; the rest lie along y. */
export const WIDTH = 32_768;

export const slotSource = /* wgsl */ `
struct Parameters {
  out: u32, x: u32, other: u32, n: u32, rows: u32, hasX: u32, terms: u32, d: u32,
  /// Address and coefficient of each term.
  term: array<vec4<u32>, ${MOST_TERMS}>,
}
@group(0) @binding(0) var<storage, read_write> memory: array<f32>;
@group(0) @binding(1) var<uniform> p: Parameters;
@group(0) @binding(2) var<storage, read_write> largest: atomic<u32>;

/// out ← x + Σ_s coefficient_s·slot_s, in order.
@compute @workgroup_size(64)
fn combine(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * ${WIDTH}u + group.x) * 64u + lane;
  if (i >= p.d * p.rows) { return; }
  var sum = 0.0;
  if (p.hasX != 0u) { sum = memory[p.x + i]; }
  for (var s = 0u; s < p.terms; s++) { sum += bitcast<f32>(p.term[s].y) * memory[p.term[s].x + i]; }
  memory[p.out + i] = sum;
}

/// Rows of x ← x/|x|, but those that equal their row in \`other\` are left alone.
@compute @workgroup_size(64)
fn normalize_(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= p.n) { return; }
  var moved = false;
  var square = 0.0;
  for (var i = 0u; i < p.d; i++) {
    let entry = memory[p.x + i * p.rows + k];
    moved = moved || entry != memory[p.other + i * p.rows + k];
    square += entry * entry;
  }
  if (!moved) { return; }
  let norm = sqrt(square);
  for (var i = 0u; i < p.d; i++) { memory[p.x + i * p.rows + k] /= norm; }
}

/// (cos l, sin l) to about an ulp for 0 ≤ l ≤ 1000: WGSL promises no more than 2^−11 of its own.
fn circle(l: f32) -> vec2<f32> {
  let quarters = round(l * 0.63661977);
  let r = ((l - quarters * 1.5703125) - quarters * 4.837512969970703e-4) - quarters * 7.5497901e-8;
  let z = r * r;
  let c = 1.0 - z * (0.5 - z * (0.041666667 - z * (0.0013888889 - z * 2.4801587e-5)));
  let s = r - r * z * (0.16666667 - z * (0.0083333333 - z * (1.9841270e-4 - z * 2.7557319e-6)));
  switch (u32(quarters) & 3u) {
    case 0u: { return vec2(c, s); }
    case 1u: { return vec2(-s, c); }
    case 2u: { return vec2(-c, -s); }
    default: { return vec2(s, -c); }
  }
}

/// out ← exp_x(v), v in \`other\`; a row with v = 0 keeps its bits.
@compute @workgroup_size(64)
fn exponential(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= p.n) { return; }
  var square = 0.0;
  for (var i = 0u; i < p.d; i++) {
    let entry = memory[p.other + i * p.rows + k];
    square += entry * entry;
  }
  let l = sqrt(square);
  let turn = circle(l);
  for (var i = 0u; i < p.d; i++) {
    let x = memory[p.x + i * p.rows + k];
    let v = memory[p.other + i * p.rows + k];
    memory[p.out + i * p.rows + k] = select(turn.x * x + turn.y / max(l, 1e-30) * v, x, square == 0.0);
  }
}

/// The bits of |entry| order as the numbers do, then infinity, then NaN: whole numbers compare where NaN may be.
fn magnitude(entry: f32) -> u32 { return bitcast<u32>(entry) & 0x7fffffffu; }

/// The largest |entry| of row k.
fn largestEntry(k: u32) -> u32 {
  var bits = 0u;
  for (var i = 0u; i < p.d; i++) { bits = max(bits, magnitude(memory[p.x + i * p.rows + k])); }
  return bits;
}

/// largest ← the largest |entry|, as bits.
@compute @workgroup_size(64)
fn entries(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x < p.n) { atomicMax(&largest, largestEntry(id.x)); }
}

/// largest ← the largest length of a row, as bits; in units of its largest entry, so that no square vanishes.
@compute @workgroup_size(64)
fn lengths(@builtin(global_invocation_id) id: vec3<u32>) {
  let k = id.x;
  if (k >= p.n) { return; }
  let bits = largestEntry(k);
  if (bits == 0u) { return; }
  if (bits >= 0x7f800000u) {
    atomicMax(&largest, bits);
    return;
  }
  let unit = bitcast<f32>(bits);
  var square = 0.0;
  for (var i = 0u; i < p.d; i++) {
    let entry = memory[p.x + i * p.rows + k] / unit;
    square += entry * entry;
  }
  atomicMax(&largest, magnitude(unit * sqrt(square)));
}
`;
