/**
 * Two tokens on the circle that end neither together nor opposite: a counterexample to the conjecture behind row 3 of
 * Table 1.
 */
import { kindOfRest, restIn } from '../atlas/rest.ts';
import { seedGroups } from '../core/experiment.ts';
import { tokensAt } from '../core/recording.ts';
import { curves } from '../figures/index.ts';
import { PI } from '../numerics/elementary.ts';
import { geodesicDistance } from '../numerics/sphere.ts';
import { run } from '../run/run.ts';
import { secondTokenSpeed, type TwoTokenModel, twoTokenEquilibria } from '../theory/stability.ts';
import type { ExperimentPreset } from './kit/preset.ts';

interface Cell {
  readonly seeds: readonly number[];
}

/** Of each run: the angle between the tokens, and whether their rest is certified as stable. */
interface Value {
  readonly angles: readonly number[];
  readonly stable: readonly boolean[];
}

const model: TwoTokenModel = { beta: 1, b1: 0.1, b2: 5, lambda: 1, mu: 0.5 };
const spec = {
  tokens: 2,
  dimension: 2,
  beta: model.beta,
  key: [model.b1, model.b2],
  value: [model.lambda, model.mu],
  rtol: 1e-8,
  atol: 1e-10,
} as const;
const RUNS = 2000;
const UNTIL = 1e6;
/** Of an angle: rtol and the stability of what is reached leave far less. */
const NEAR = 1e-6;
/** In a program of another hand, 2000 starts. */
const ELSEWHERE = { share: 0.46, cosine: -0.941159 };

/** The stable place off the line ±ξ, in [0, π]. */
const place = twoTokenEquilibria(model).filter(({ stable, cosine }) => stable && Math.abs(cosine) < 1)[0];

export const rowThreeCounterexample: ExperimentPreset<Cell, Value> = {
  id: 'row-3-counterexample',
  seconds: 8,
  title: 'Two tokens that end neither together nor opposite: a counterexample to row 3 of Table 1',
  checks: ['two-cluster-conjecture', 'two-cluster-counterexample'],
  source:
    'arXiv:2411.04990, the conjecture of two points ±ξ as transcribed (V with distinct positive eigenvalues, any Q and K); V = diag(1, ½), QᵀK = diag(0.1, 5), β = 1 are our choice',
  cells: () => seedGroups(1, RUNS, 100).map((seeds) => ({ seeds })),
  async compute({ seeds }) {
    const angles: number[] = [];
    const stable: boolean[] = [];
    for (const seed of seeds) {
      const { trajectory } = await run({ ...spec, seed, saveAt: [UNTIL], observe: 'none' });
      const done = trajectory.status === 'completed';
      const x = done ? tokensAt(trajectory, 0) : null;
      angles.push(x ? geodesicDistance(x, 0, x, 2, 2) : 0);
      stable.push(x !== null && kindOfRest(restIn(trajectory, x), NEAR, 0) === 'stable');
    }
    return { angles, stable };
  },
  report(values) {
    const angles = values.flatMap((value) => value.angles);
    const open = values.flatMap(({ stable }) => stable).filter((certified) => !certified).length;
    const ends = [
      { name: 'x₂ = x₁', theta: 0 },
      { name: 'off the line', theta: place.theta },
      { name: 'x₂ = −x₁', theta: PI },
    ].map((end) => ({ ...end, at: angles.filter((angle) => Math.abs(angle - end.theta) <= NEAR) }));
    const [, off] = ends;
    const share = off.at.length / angles.length;
    const error = Math.sqrt((share * (1 - share)) / angles.length);
    const elsewhere = ends.reduce((sum, { at }) => sum - at.length, angles.length);
    const sameShare = Math.abs(share - ELSEWHERE.share) <= 4 * Math.SQRT2 * error;
    const sameCosine = Math.abs(place.cosine - ELSEWHERE.cosine) <= 1e-6;
    const asPredicted = open === 0 && elsewhere === 0 && sameShare && sameCosine;
    return {
      table: {
        columns: ['end', '⟨x₁, x₂⟩ predicted', 'measured', 'rate of token 2', 'runs', 'share'],
        rows: ends.map(({ name, theta, at }) => {
          const found = twoTokenEquilibria(model).filter(
            (equilibrium) => Math.abs(equilibrium.theta - theta) < NEAR,
          )[0];
          const mean = at.reduce((sum, angle) => sum + Math.cos(angle), 0) / at.length;
          return [
            name,
            found.cosine.toFixed(6),
            at.length > 0 ? mean.toFixed(6) : '—',
            found.rate.toFixed(4),
            String(at.length),
            `${((100 * at.length) / angles.length).toFixed(1)} %`,
          ];
        }),
      },
      says: `Counterexample to the conjecture as transcribed: ${off.at.length} of ${angles.length} random starts, ${(100 * share).toFixed(1)} ± ${(100 * error).toFixed(1)} %, end at rest with ⟨x₁, x₂⟩ = ${place.cosine.toFixed(6)}, stable with rate ${place.rate.toFixed(4)}, and not at ±ξ; ${open} runs are without certificate. Another program found 46 % of 2000 at −0.941159${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(values) {
    const angles = values.flatMap((value) => value.angles).sort((a, b) => a - b);
    const thetas = Array.from({ length: 361 }, (_, i) => (i * PI) / 360);
    const stable = twoTokenEquilibria(model).filter((equilibrium) => equilibrium.stable);
    // Where the curve of speeds crosses 0 downwards.
    const resting = thetas.map((theta) =>
      stable.some((equilibrium) => Math.abs(equilibrium.theta - theta) <= PI / 720) ? 0 : null,
    );
    return curves({
      title: 'A stable end off the line ±ξ',
      subtitle: `two tokens on the circle, V = diag(1, ½), B = Q^{T}K = diag(0.1, 5), β = 1; ${angles.length} random starts`,
      caption:
        'Above: how fast the second token turns away from the first, which rests at ξ; dots are the stable places. Below: the share of runs whose tokens end at most so far apart. The conjecture, as transcribed, says 0 or π.',
      ts: thetas,
      panels: [
        {
          title: 'Speed of token 2',
          unit: 'radians per time',
          across: 'angle θ of token 2 from ξ, radians',
          wide: true,
          series: [
            { name: '', values: thetas.map((theta) => secondTokenSpeed(theta, model)) },
            { name: '', values: resting, points: true, color: 'strong' },
          ],
        },
        {
          title: 'Runs that end within θ',
          unit: 'share',
          across: 'final angle between the tokens, radians',
          wide: true,
          domain: [0, 1],
          series: [
            {
              name: '',
              values: thetas.map((theta) => angles.filter((angle) => angle <= theta + NEAR).length / angles.length),
            },
          ],
        },
      ],
    });
  },
};
