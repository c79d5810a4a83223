import { DOP853 } from '../numerics/dop853.ts';
import { rungeKutta } from './runge-kutta.ts';

const { a, b, c, error5, error3 } = DOP853;

/** Of the continuous extension, for each slope: the last four of its seven differences. */
const D = [
  [-8.428938276109013, 10.427508642579134, 19.985053242002433, -25.69393346270375],
  ...Array.from({ length: 4 }, () => [0, 0, 0, 0]),
  [0.5667149535193777, 242.28349177525817, -387.0373087493518, -154.18974869023643],
  [-3.0689499459498917, 165.20045171727028, -189.17813819516758, -231.5293791760455],
  [2.38466765651207, -374.5467547226902, 527.8081592054236, 357.6391179106141],
  [2.117034582445028, -22.113666853125306, -11.57390253995963, 93.40532418362432],
  [-0.871391583777973, 7.733432668472264, 6.8812326946963, -37.45832313645163],
  [2.2404374302607883, -30.674084731089398, -1.0006050966910838, 104.0996495089623],
  [0.6315787787694688, -9.332130526430229, 0.7777137798053443, 29.8402934266605],
  [18.148505520854727, -31.139403219565178, -60.19669523126412, 96.32455395918828],
  [-9.194632392478356, -9.35292435884448, 84.32040550667716, -39.17726167561544],
  [-4.436036387594894, 35.81684148639408, 11.99229113618279, -149.72683625798564],
  [-0.08899033645133331, 15.697238121770845, -2.778205752353508, -43.53345659001114],
];

/** b_i(θ)/θ, nested in θ and 1 − θ so that the solution and its slope are met at both ends. */
function weights(theta: number): number[] {
  const rest = 1 - theta;
  return D.map(([d0, d1, d2, d3], i) => {
    const first = i === 0 ? 1 : 0;
    const last = i === D.length - 1 ? 1 : 0;
    const whole = b[i] ?? 0;
    const inner = d0 + theta * (d1 + rest * (d2 + theta * d3));
    return whole + rest * (first - whole + theta * (2 * whole - last - first + rest * inner));
  });
}

/**
 * Dormand–Prince 8(5, 3): twelve stages and a last one that is the first of the next step, errors judged by two
 * estimates, with a continuous extension of order 7 that takes three slopes more.
 */
export const dop853 = rungeKutta({
  name: 'dop853',
  title: 'Dormand–Prince 8(5, 3), adaptive',
  order: 8,
  /** It is stable up to 6.1. */
  stiffFrom: 4,
  source: 'Hairer, Nørsett & Wanner, Solving ODEs I, §II.5, §II.6 and §II.10, and the code DOP853',
  ...{ a, b, c },
  embedded: { errorOrder: 7, difference: error5, lower: error3 },
  extension: {
    weights,
    extra: {
      c: [0.1, 0.2, 7 / 9],
      a: [
        [
          0.056167502283047954, 0, 0, 0, 0, 0, 0.25350021021662483, -0.2462390374708025, -0.12419142326381637,
          0.15329179827876568, 0.00820105229563469, 0.007567897660545699, -0.008298,
        ],
        [
          0.03183464816350214, 0, 0, 0, 0, 0.028300909672366776, 0.053541988307438566, -0.05492374857139099, 0, 0,
          -0.00010834732869724932, 0.0003825710908356584, -0.00034046500868740456, 0.1413124436746325,
        ],
        [
          -0.42889630158379194, 0, 0, 0, 0, -4.697621415361164, 7.683421196062599, 4.06898981839711, 0.3567271874552811,
          0, 0, 0, -0.0013990241651590145, 2.9475147891527724, -9.15095847217987,
        ],
      ],
    },
  },
});
