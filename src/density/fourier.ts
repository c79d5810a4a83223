/** Discrete Fourier transforms of a power of two of complex numbers. */
import { cos, PI, sin } from '../numerics/elementary.ts';

/** A transform of `length` complex numbers, in place and without a factor. */
export interface FourierTransform {
  readonly length: number;
  /** z_k ← Σ_j z_j e^{−2πijk/length}. */
  forward(re: Float64Array, im: Float64Array): void;
  /** z_j ← Σ_k z_k e^{+2πijk/length}. */
  backward(re: Float64Array, im: Float64Array): void;
}

/**
 * Cooley and Tukey (1965), radix 2, O(length log length); every root of unity comes from one call of sine and cosine.
 *
 * @param length a power of two
 */
export function fourierTransform(length: number): FourierTransform {
  const half = length / 2;
  const cosines = Float64Array.from({ length: half }, (_, k) => cos((2 * PI * k) / length));
  const sines = Float64Array.from({ length: half }, (_, k) => sin((2 * PI * k) / length));
  const reversed = bitReversal(length);

  function transform(re: Float64Array, im: Float64Array, sign: 1 | -1): void {
    for (let i = 0; i < length; i++) {
      const j = reversed[i];
      if (j <= i) continue;
      [re[i], re[j]] = [re[j], re[i]];
      [im[i], im[j]] = [im[j], im[i]];
    }
    for (let size = 2; size <= length; size *= 2) {
      const stride = length / size;
      for (let k = 0; k < size / 2; k++) {
        const c = cosines[k * stride];
        const s = sign * sines[k * stride];
        for (let a = k; a < length; a += size) {
          const b = a + size / 2;
          const real = re[b] * c - im[b] * s;
          const imaginary = re[b] * s + im[b] * c;
          re[b] = re[a] - real;
          im[b] = im[a] - imaginary;
          re[a] += real;
          im[a] += imaginary;
        }
      }
    }
  }

  return {
    length,
    forward: (re, im) => transform(re, im, -1),
    backward: (re, im) => transform(re, im, 1),
  };
}

/** The smallest power of two from `least` on. */
export function powerOfTwoFrom(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}

/** Where each index goes when its binary digits are read backwards. */
function bitReversal(length: number): Uint32Array {
  const reversed = new Uint32Array(length);
  for (let i = 1; i < length; i++) reversed[i] = reversed[i >> 1] / 2 + (i & 1 ? length / 2 : 0);
  return reversed;
}
