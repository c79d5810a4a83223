/** Densities on S² without an axis: real spherical harmonics, products on a grid of latitudes and longitudes. */
import { gaussLegendre } from '../numerics/special/quadrature.ts';
import { type FourierTransform, fourierTransform, powerOfTwoFrom } from './fourier.ts';
import type { HarmonicSpace, Weight } from './harmonics.ts';
import { associatedTable } from './legendre.ts';

const ROOT_TWO = Math.sqrt(2);

/** A function as its waves e^{imφ}, m = 0 … K, on every latitude: row by m, column by latitude. */
interface Waves {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * Coefficients E Y_lm, l = 1 … K, of Y_l0 = P̄_l, then √2 P̄_l^m cos mφ and √2 P̄_l^m sin mφ for m = 1 … l: of mean
 * square 1. The grid has 3K/2 Gauss–Legendre latitudes and 3K longitudes, or more: products of two such functions are
 * exact up to degree K. O(K³) a transform.
 */
export function sphereSpace(degree: number): HarmonicSpace {
  const size = degree * (degree + 2);
  const [latitudes, longitudes] = [Math.floor((3 * degree) / 2) + 2, powerOfTwoFrom(3 * degree + 1)];
  const places = latitudes * longitudes;
  const { nodes, weights } = gaussLegendre(latitudes);
  const tables = Array.from({ length: degree + 1 }, (_, m) => associatedTable(nodes, m, degree));
  const transform = fourierTransform(longitudes);
  const newWaves = (): Waves => ({
    re: new Float64Array((degree + 1) * latitudes),
    im: new Float64Array((degree + 1) * latitudes),
  });
  const [first, second, third, fourth] = [newWaves(), newWaves(), newWaves(), newWaves()];
  const [re, im] = [new Float64Array(longitudes), new Float64Array(longitudes)];
  const factor = new Float64Array(longitudes);

  /** Σ_l over a table: the waves of a function, of its derivative by the polar angle, or by longitude over the sine. */
  function synthesize(
    coefficients: ArrayLike<number>,
    which: 'values' | 'slopes' | 'quotients',
    { re: real, im: imaginary }: Waves,
  ): void {
    real.fill(0);
    imaginary.fill(0);
    for (let m = 0; m <= degree; m++) {
      const table = tables[m][which];
      for (let l = m === 0 ? 1 : m; l <= degree; l++) {
        const at = l * l - 1;
        const cosine = m === 0 ? coefficients[at] : coefficients[at + 2 * m - 1] / ROOT_TWO;
        const sine = m === 0 ? 0 : coefficients[at + 2 * m] / ROOT_TWO;
        // The derivative of (cosine − i sine)e^{imφ} has the factor im, of which the table holds m.
        const a = which === 'quotients' ? sine : cosine;
        const b = which === 'quotients' ? cosine : -sine;
        const row = (l - m) * latitudes;
        for (let j = 0; j < latitudes; j++) {
          real[m * latitudes + j] += a * table[row + j];
          imaginary[m * latitudes + j] += b * table[row + j];
        }
      }
    }
  }

  function evaluate(constant: number, coefficients: ArrayLike<number>, values: Float64Array): void {
    synthesize(coefficients, 'values', first);
    for (let j = 0; j < latitudes; j++) {
      ontoLatitude(transform, [first, null], j, latitudes, re, im);
      for (let i = 0; i < longitudes; i++) values[j * longitudes + i] = constant + re[i];
    }
  }

  function transport(given: ArrayLike<number>, potential: ArrayLike<number>, weight: Weight | null, out: Float64Array) {
    synthesize(given, 'values', first);
    if (weight) synthesize(weight.coefficients, 'values', second);
    synthesize(potential, 'slopes', third);
    synthesize(potential, 'quotients', fourth);
    for (let j = 0; j < latitudes; j++) {
      ontoLatitude(transform, [first, weight && second], j, latitudes, re, im);
      for (let i = 0; i < longitudes; i++) factor[i] = weight ? (1 + re[i]) / (weight.constant + im[i]) : 1 + re[i];
      ontoLatitude(transform, [third, fourth], j, latitudes, re, im);
      for (let i = 0; i < longitudes; i++) {
        re[i] *= factor[i];
        im[i] *= factor[i];
      }
      transform.forward(re, im);
      const share = weights[j] / (2 * longitudes);
      for (let m = 0; m <= degree; m++) {
        const mirror = (longitudes - m) % longitudes;
        const at = m * latitudes + j;
        // Two real functions in one transform, parted by symmetry.
        third.re[at] = (share * (re[m] + re[mirror])) / 2;
        third.im[at] = (share * (im[m] - im[mirror])) / 2;
        fourth.re[at] = (share * (im[m] + im[mirror])) / 2;
        fourth.im[at] = (share * (re[mirror] - re[m])) / 2;
      }
    }
    gather(out);
  }

  /** ⟨∇Y, p v⟩ summed over latitudes: `third` along the meridians, `fourth` along the parallels. */
  function gather(out: Float64Array): void {
    for (let m = 0; m <= degree; m++) {
      const { slopes, quotients } = tables[m];
      for (let l = m === 0 ? 1 : m; l <= degree; l++) {
        let [cosine, sine] = [0, 0];
        const row = (l - m) * latitudes;
        for (let j = 0; j < latitudes; j++) {
          const at = m * latitudes + j;
          cosine += slopes[row + j] * third.re[at] + quotients[row + j] * fourth.im[at];
          sine += quotients[row + j] * fourth.re[at] - slopes[row + j] * third.im[at];
        }
        if (m === 0) out[l * l - 1] = cosine;
        else {
          out[l * l + 2 * m - 2] = ROOT_TWO * cosine;
          out[l * l + 2 * m - 1] = ROOT_TWO * sine;
        }
      }
    }
  }

  const shares = new Float64Array(places);
  for (let j = 0; j < latitudes; j++) {
    shares.fill(weights[j] / (2 * longitudes), j * longitudes, (j + 1) * longitudes);
  }
  return {
    ...{ kind: 'sphere', d: 3, degree, size, places, shares, evaluate, transport },
    degrees: Int32Array.from({ length: size }, (_, i) => Math.floor(Math.sqrt(i + 1))),
    norms: new Float64Array(size).fill(1),
    resized: sphereSpace,
  };
}

/** One or two real functions on a latitude, in the real and the imaginary part, from their waves. */
function ontoLatitude(
  { length, backward }: FourierTransform,
  [a, b]: readonly [Waves, Waves | null],
  latitude: number,
  latitudes: number,
  re: Float64Array,
  im: Float64Array,
): void {
  re.fill(0);
  im.fill(0);
  for (let m = 0; m * latitudes < a.re.length; m++) {
    const at = m * latitudes + latitude;
    const [x, y] = [a.re[at], a.im[at]];
    const [u, v] = b ? [b.re[at], b.im[at]] : [0, 0];
    re[m] += x - v;
    im[m] += y + u;
    if (m === 0) continue;
    re[length - m] += x + v;
    im[length - m] += u - y;
  }
  backward(re, im);
}
