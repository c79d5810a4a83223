/**
 * What the kernel of spherical harmonics keeps in memory: its settings, the lots of a block of tokens, a record for
 * each degree.
 */
import { Parameters } from './parameters';

/** Tokens are taken in blocks: within one directly, with all before it through the sums. A multiple of four. */
export const BLOCK: i32 = 32;
export const LOTS: i32 = BLOCK / 4;

/** Settings that the caller fills (sphere-harmonics.ts), at fixed offsets. */
@unmanaged
export class SphereHarmonics {
  parameters: Parameters;
  degrees: i32; // L
  ready: i32; // whether the sums over the centers are at `initialHigh`
  centers: i32; // rows of the centers with padding; 0 for none
  kappa: f64; // κ = βb
  mean: f64; // e^{−|κ|} i_0(|κ|)
  meanSlope: f64; // e^{−|κ|} i_0′(κ)
  accuracy: f64; // largest bound of a row that is not done directly
  ownError: f64; // δ/Z from what is done directly
  sumsError: f64; // δ/gauge
  norm: f64; // |error of ẋ| ≤ norm·δ·factor
  countFactor: f64; // e^{|κ|}/n
  errorBound: f64; // largest bound so far
  directRows: f64; // so far
  held: f64; // what the sums hold before the block at hand: C_00
  // Addresses; tables by order, then degree, are called modes.
  lots: usize; // LOTS of Lot
  records: usize; // of Degree, one before degree m and one after degree L − 1
  polynomials: usize; // p_l of a lot, l = m … L: two vectors each
  power: usize; // vectors Σ_m H C² for each degree
  weights: usize; // H, modes
  recurrence: usize; // B, modes
  slopes: usize; // κ i_l′/i_l for each degree
  gauge: usize; // for each degree
  floors: usize; // for each order
  high: usize; // C = high + low: modes of vectors (Re, Im)
  low: usize;
  initialHigh: usize; // the same over the centers
  initialLow: usize;
  centerRows: usize; // by coordinate, then their weights; each as long as `centers`
}

/** Four tokens, two (a, b) in the lanes of each vector. */
@unmanaged
export class Lot {
  // Where they are: 2 cos θ in two parts, sin θ, e^{iφ}, and what they count in the sums.
  xa: v128; xb: v128;
  lowA: v128; lowB: v128;
  sineA: v128; sineB: v128;
  cosA: v128; cosB: v128;
  sinA: v128; sinB: v128;
  weightA: v128; weightB: v128;
  // For the order at hand: sin^{m−1} θ and e^{imφ}.
  startA: v128; startB: v128;
  cosMA: v128; cosMB: v128;
  sinMA: v128; sinMB: v128;
  // Sums over orders so far: Z, its derivatives by κ, θ and (over sin θ) φ; over κ and, but for order 0, over sin θ in
  // the first two.
  zA: v128; zB: v128;
  slopeA: v128; slopeB: v128;
  thetaA: v128; thetaB: v128;
  phiA: v128; phiB: v128;
  zonalA: v128; zonalB: v128; // order 0 of Z and of its derivative by κ, whole
  zonalSlopeA: v128; zonalSlopeB: v128;
  // From the block itself, by differences: Σ w and Σ w (x_j − x_k), by coordinate.
  nearZA: v128; nearZB: v128;
  near0A: v128; near0B: v128;
  near1A: v128; near1B: v128;
  near2A: v128; near2B: v128;
  first: i32; // index of the first token
  active: i32; // whether some sin^{m−1} θ still counts
  evaluate: i32;
  accumulate: i32;
}

/** One degree l of the order at hand. */
@unmanaged
export class Degree {
  c: v128; // H_lm C_lm: (Re, Im)
  d: v128; // the same for the derivative by θ
  slope: v128; // κ i_l′/i_l H_lm C_lm
  re: v128; // Σ over the block of Re Y, by lane
  im: v128;
}
