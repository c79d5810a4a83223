/** Who takes part: the rows of the tables, and the process each runs in. */

export type SideName = 'parkade' | 'numpy' | 'torch' | 'numba' | 'c' | 'c-128' | 'tfjs' | 'jax-js';

export interface Peer {
  readonly side: SideName;
  /** Its name within its side. */
  readonly peer: string;
  readonly label: string;
  readonly precision: 'f64' | 'f32';
  /** The time is at least of this order in n. */
  readonly order: 1 | 2;
  /** Bytes of its n×n arrays a pair, at the peak. */
  readonly bytesPerPair?: number;
  /** Unless given, every number of threads. */
  readonly threads?: readonly number[];
}

/** parkade's paths; a path that a version of parkade lacks is told so by its side. */
const parkade: readonly Peer[] = [
  { side: 'parkade', peer: 'auto', label: '**parkade**, default', precision: 'f64', order: 1 },
  { side: 'parkade', peer: 'direct', label: 'parkade direct', precision: 'f64', order: 2 },
  { side: 'parkade', peer: 'harmonic', label: 'parkade harmonic', precision: 'f64', order: 1 },
  { side: 'parkade', peer: 'local', label: 'parkade local', precision: 'f64', order: 1 },
  {
    side: 'parkade',
    peer: 'reference',
    label: 'parkade reference (TypeScript)',
    precision: 'f64',
    order: 2,
    threads: [1],
  },
  { side: 'parkade', peer: 'single', label: 'parkade single', precision: 'f32', order: 1 },
  { side: 'parkade', peer: 'blas', label: 'parkade BLAS', precision: 'f64', order: 2 },
  { side: 'parkade', peer: 'webgpu', label: 'parkade WebGPU', precision: 'f32', order: 1, threads: [1] },
];

const others: readonly Peer[] = [
  { side: 'c', peer: 'direct', label: 'C direct, gcc -O3 -march=native', precision: 'f64', order: 2 },
  { side: 'c-128', peer: 'direct', label: 'C direct, 128-bit vectors, no FMA', precision: 'f64', order: 2 },
  { side: 'numpy', peer: 'natural', label: 'NumPy natural', precision: 'f64', order: 2, bytesPerPair: 32 },
  { side: 'numpy', peer: 'in-place', label: 'NumPy in place', precision: 'f64', order: 2, bytesPerPair: 8 },
  { side: 'numpy', peer: 'blocked', label: 'NumPy row-blocked', precision: 'f64', order: 2 },
  { side: 'numpy', peer: 'harmonic', label: 'NumPy with parkade’s harmonics', precision: 'f64', order: 1 },
  { side: 'torch', peer: 'natural', label: 'PyTorch', precision: 'f64', order: 2, bytesPerPair: 24 },
  { side: 'numba', peer: 'direct', label: 'Numba', precision: 'f64', order: 2 },
  { side: 'c', peer: 'direct-f32', label: 'C direct, gcc -O3 -march=native', precision: 'f32', order: 2 },
  { side: 'c-128', peer: 'direct-f32', label: 'C direct, 128-bit vectors, no FMA', precision: 'f32', order: 2 },
  { side: 'numpy', peer: 'natural-f32', label: 'NumPy natural', precision: 'f32', order: 2, bytesPerPair: 16 },
  { side: 'numpy', peer: 'blocked-f32', label: 'NumPy row-blocked', precision: 'f32', order: 2 },
  { side: 'torch', peer: 'natural-f32', label: 'PyTorch', precision: 'f32', order: 2, bytesPerPair: 12 },
  {
    side: 'tfjs',
    peer: 'natural-f32',
    label: 'TensorFlow.js wasm',
    precision: 'f32',
    order: 2,
    bytesPerPair: 40,
    threads: [1],
  },
  {
    side: 'jax-js',
    peer: 'natural-f32',
    label: 'jax-js wasm',
    precision: 'f32',
    order: 2,
    bytesPerPair: 40,
    threads: [1],
  },
];

export const peers: readonly Peer[] = [...parkade, ...others];

export const keyOf = ({ side, peer }: Peer) => `${side} ${peer}`;
/** What ratios are taken to. */
export const DEFAULT_KEY = 'parkade auto';
