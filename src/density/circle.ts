/** Densities on the circle in Fourier coefficients, products on a grid by fast transforms. */
import { fourierTransform, powerOfTwoFrom } from './fourier.ts';
import type { HarmonicSpace, Weight } from './harmonics.ts';

/**
 * Coefficients E cos θ, E sin θ, E cos 2θ, … up to K. The grid has 3K + 1 points or more: products of two such
 * functions are exact up to degree K.
 */
export function circleSpace(degree: number): HarmonicSpace {
  const size = 2 * degree;
  const places = powerOfTwoFrom(3 * degree + 1);
  const { forward, backward } = fourierTransform(places);
  const [re, im] = [new Float64Array(places), new Float64Array(places)];
  const quotient = new Float64Array(places);

  /** Adds a real function to the packed ones: to the real part, or to the imaginary one. */
  function pack(constant: number, coefficients: ArrayLike<number>, imaginary: boolean, derived: boolean): void {
    if (imaginary) im[0] += constant;
    else re[0] += constant;
    for (let k = 1; k <= degree; k++) {
      const cosine = coefficients[2 * k - 2];
      const sine = coefficients[2 * k - 1];
      // c_k = cosine − i sine; of the derivative ik c_k.
      const real = derived ? k * sine : cosine;
      const other = derived ? k * cosine : -sine;
      if (imaginary) {
        re[k] -= other;
        im[k] += real;
        re[places - k] += other;
        im[places - k] += real;
      } else {
        re[k] += real;
        im[k] += other;
        re[places - k] += real;
        im[places - k] -= other;
      }
    }
  }

  function clear(): void {
    re.fill(0);
    im.fill(0);
  }

  function evaluate(constant: number, coefficients: ArrayLike<number>, values: Float64Array): void {
    clear();
    pack(constant, coefficients, false, false);
    backward(re, im);
    values.set(re);
  }

  function transport(
    density: ArrayLike<number>,
    potential: ArrayLike<number>,
    weight: Weight | null,
    out: Float64Array,
  ): void {
    if (weight) evaluate(weight.constant, weight.coefficients, quotient);
    clear();
    pack(1, density, false, false);
    pack(0, potential, true, true);
    backward(re, im);
    for (let j = 0; j < places; j++) {
      re[j] *= weight ? im[j] / quotient[j] : im[j];
      im[j] = 0;
    }
    forward(re, im);
    for (let k = 1; k <= degree; k++) {
      out[2 * k - 2] = (k * im[k]) / places;
      out[2 * k - 1] = (k * re[k]) / places;
    }
  }

  return {
    ...{ kind: 'circle', d: 2, degree, size, places, evaluate, transport },
    degrees: Int32Array.from({ length: size }, (_, i) => Math.floor(i / 2) + 1),
    norms: new Float64Array(size).fill(2),
    shares: new Float64Array(places).fill(1 / places),
    resized: circleSpace,
  };
}
