/** The exponential of a matrix at many times, in portable arithmetic. */
import { exp } from './elementary.ts';
import { frobeniusNorm, type Matrix, splitIdentity } from './matrix.ts';

/** Taylor's series is summed where the norm is at most 1/4: with 14 terms it is left below 1e-17. */
const SMALL = 0.25;
const TERMS = 14;

/**
 * t ↦ e^{tV}, written into d×d numbers. With V = λI + W it is e^{λt} e^{tW}, the latter by scaling, Taylor's series and
 * squaring; exact to rounding for V = λI. Infinite where it overflows.
 */
export function matrixExponential(v: Matrix, d: number): (t: number, out: Matrix) => void {
  const { scale: lambda, rest: w } = splitIdentity(v, d);
  const size = w ? frobeniusNorm(w) : 0;
  const small = new Float64Array(d * d);
  const term = new Float64Array(d * d);
  const product = new Float64Array(d * d);

  function multiplyInto(a: Matrix, b: Matrix): void {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        let sum = 0;
        for (let l = 0; l < d; l++) sum += a[i * d + l] * b[l * d + j];
        product[i * d + j] = sum;
      }
    }
  }

  return (t, out) => {
    setIdentity(out, d);
    if (w) {
      let squarings = 0;
      let share = t;
      for (; Math.abs(share) * size > SMALL; squarings++) share *= 0.5;
      for (let i = 0; i < d * d; i++) small[i] = share * w[i];
      setIdentity(term, d);
      for (let k = 1; k <= TERMS; k++) {
        multiplyInto(term, small);
        for (let i = 0; i < d * d; i++) {
          term[i] = product[i] / k;
          out[i] += term[i];
        }
      }
      for (; squarings > 0; squarings--) {
        multiplyInto(out, out);
        out.set(product);
      }
    }
    const factor = exp(lambda * t);
    for (let i = 0; i < d * d; i++) out[i] *= factor;
  };
}

function setIdentity(out: Matrix, d: number): void {
  out.fill(0);
  for (let i = 0; i < d; i++) out[i * d + i] = 1;
}
