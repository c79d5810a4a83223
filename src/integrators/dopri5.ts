import { rungeKutta } from './runge-kutta.ts';

/** Of each slope the coefficients of 1, θ, θ², … in b_i(θ)/θ. */
const dense = [
  [1, -183 / 64, 37 / 12, -145 / 128],
  [],
  [0, 1500 / 371, -1000 / 159, 1000 / 371],
  [0, -125 / 32, 125 / 12, -375 / 64],
  [0, 9477 / 3392, -729 / 106, 25515 / 6784],
  [0, -11 / 7, 11 / 3, -55 / 28],
  [0, 3 / 2, -4, 5 / 2],
];

/**
 * Dormand–Prince 5(4): seven stages, the last one the first of the next step, with a continuous extension of order 4.
 */
export const dopri5 = rungeKutta({
  name: 'dopri5',
  title: 'Dormand–Prince 5(4), adaptive',
  order: 5,
  /** It is stable up to 3.3. */
  stiffFrom: 2,
  source: 'Dormand & Prince 1980; Hairer, Nørsett & Wanner, Solving ODEs I, §II.5; extension: Shampine 1986',
  a: [
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  ],
  b: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  c: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1],
  embedded: {
    errorOrder: 4,
    difference: [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40],
  },
  extension: { weights: (theta) => dense.map((powers) => powers.reduceRight((sum, power) => sum * theta + power, 0)) },
});
