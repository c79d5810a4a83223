/** The NumPy reference of blocks in time, against closed forms and quadrature. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { BlockCase } from '../support/block-compositions.ts';
import { type BlockAnswer, referenceOf, scipy } from '../support/block-reference.ts';
import { draw } from '../support/draw.ts';
import { scaled } from '../support/linear.ts';

type Spec = Record<string, unknown>;

const cases: BlockCase[] = [];
let answers: BlockAnswer[];
beforeAll(() => {
  if (scipy !== null) answers = referenceOf(cases);
});

function asked(spec: Spec, tokens: number[][], times: number[]): () => BlockAnswer {
  const index = cases.push({ spec: { beta: 1, ...spec }, tokens, times }) - 1;
  return () => answers[index];
}

const scipyTest = test.skipIf(scipy === null);
const J = [
  [0, -1],
  [1, 0],
];
const back = scaled(J, -1);
const at = (angle: number, r = 1) => [r * Math.cos(angle), r * Math.sin(angle)];
/** With relu, W₁ = (I, −I) and W₂ = (B, −B) the perceptron is u → B u. */
const linear = (b: number[][]) => ({
  activation: 'relu',
  in: [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ],
  out: b.map((row) => [...row, ...scaled([row], -1)[0]]),
});

describe('one token (needs python3-scipy)', () => {
  const times = [0, 0.4, 1.7];
  const closed: [string, Spec, number, (t: number) => number[]][] = [
    ['V = I: it stands still', {}, 1, () => at(0.3)],
    ['V = J: it turns', { value: J }, 1, (t) => at(0.3 + t)],
    ['seen with length √2', { value: J, norm: { scheme: 'post', by: 'rms' } }, 1, (t) => at(0.3 + Math.SQRT2 * t)],
    ['pre: it grows by one in a unit of time', { norm: 'pre' }, 1.5, (t) => at(0.3, 1.5 + t)],
    ['none: it grows by itself', { norm: 'none' }, 1.5, (t) => at(0.3, 1.5 * Math.exp(t))],
    [
      'mix: still, then it grows',
      { norm: { scheme: 'mix', switchTime: 0.7 } },
      1.5,
      (t) => at(0.3, 1.5 + Math.max(0, t - 0.7)),
    ],
    [
      'mix: it turns at a speed that does not depend on its length',
      { value: J, norm: { scheme: 'mix', switchTime: 9 } },
      1.5,
      (t) => at(0.3 + t, 1.5),
    ],
    ['peri: values have no size', { value: scaled(J, 7), norm: 'peri' }, 2, (t) => at(0.3 + t / 2, 2)],
    [
      'ngpt: at a speed of its own',
      { value: scaled(J, 7), norm: { scheme: 'ngpt', alpha: 0.6 } },
      1,
      (t) => at(0.3 + 0.6 * t),
    ],
    ['ln-scaling: ever slower', { value: J, norm: 'ln-scaling' }, 1, (t) => at(0.3 + 2 * (Math.sqrt(t + 1) - 1))],
    ['attention and perceptron are added', { value: J, mlp: linear(scaled(J, 2)) }, 1, (t) => at(0.3 + 3 * t)],
  ];
  for (const [name, spec, r, place] of closed) {
    const came = asked(spec, [at(0.3, r)], times);
    scipyTest(name, () => {
      for (const [i, t] of times.entries()) {
        for (const c of [0, 1]) expect(came().tokens[i][0][c], `t = ${t}`).toBeCloseTo(place(t)[c], 11);
      }
    });
  }
});

describe('weights that change (needs python3-scipy)', () => {
  /** Where token 1 is, as an angle, at each time. */
  const angles = ({ tokens }: BlockAnswer) => tokens.map(([[x, y]]) => Math.atan2(y, x));
  const there = { value: J };
  const times = [0, 0.5, 1, 1.5, 2, 2.5];
  const cases: [string, Spec, number[]][] = [
    [
      'layers: there and back, and the first comes after the last',
      { layerTime: 1, layers: [there, { value: back }] },
      [0, 0.5, 1, 0.5, 0, 0.5],
    ],
    [
      'a layer without a matrix has that of the whole',
      { layerTime: 1, layers: [{}, { value: back }], value: J },
      [0, 0.5, 1, 0.5, 0, 0.5],
    ],
    [
      'a layer with a perceptron of its own',
      { ...there, mlp: linear(J), layerTime: 1, layers: [{}, { mlp: linear(back) }] },
      [0, 1, 2, 2, 2, 3],
    ],
    [
      'in turn: attention in the first half, the perceptron in the second, both twice as fast',
      { ...there, mlp: linear(scaled(J, -0.5)), layerTime: 1, sublayers: 'in-turn' },
      [0, 1, 0.5, 1.5, 1, 2],
    ],
    [
      'in turn with ngpt',
      { ...there, mlp: linear(J), layerTime: 2, sublayers: 'in-turn', norm: { scheme: 'ngpt', alpha: 0.5 } },
      [0, 0.5, 1, 1.5, 2, 2.5],
    ],
  ];
  for (const [name, spec, wanted] of cases) {
    const came = asked(spec, [at(0)], times);
    scipyTest(name, () => {
      for (const [i, angle] of angles(came()).entries()) expect(angle, `t = ${times[i]}`).toBeCloseTo(wanted[i], 11);
    });
  }
});

describe('two tokens (needs python3-scipy)', () => {
  /** Time from angle `from` to `to` where φ̇ = −sin φ/(1 + e^{β(1 − cos(φ + ω))}); Simpson. */
  function time(beta: number, omega: number, from: number, to: number): number {
    const slowness = (phi: number) => (1 + Math.exp(beta * (1 - Math.cos(phi + omega)))) / Math.sin(phi);
    const parts = 4000;
    const width = (from - to) / parts;
    let sum = 0;
    for (let i = 0; i <= parts; i++)
      sum += (i === 0 || i === parts ? 1 : i % 2 === 1 ? 4 : 2) * slowness(to + i * width);
    return (sum * width) / 3;
  }

  for (const [beta, omega, start, known] of [
    [3, 0, 1.2, undefined],
    [9, 1, 1, 53_242],
    [9, 1, -1, 26.92],
  ] as const) {
    const until = time(beta, Math.sign(start) * omega, Math.abs(start), 0.1);
    const came = asked({ beta, positions: { angle: omega, base: 1 } }, [at(0), at(start)], [0, until]);
    scipyTest(`β = ${beta}, rotary angle ${omega}: from ${start} to a distance of 0.1 rad as quadrature says`, () => {
      if (known !== undefined) expect(Math.abs(until / known - 1)).toBeLessThan(2e-4);
      const [[x0, y0], [x1, y1]] = came().tokens[1];
      expect(x0).toBeCloseTo(1, 12);
      expect(Math.abs(Math.atan2(x0 * y1 - y0 * x1, x0 * x1 + y0 * y1))).toBeCloseTo(0.1, 8);
    });
  }
});

describe('many tokens (needs python3-scipy)', () => {
  const { uniform } = draw(3);
  const tokens = Array.from({ length: 6 }, () => at(2 * Math.PI * uniform()));
  const parts = {
    beta: 4,
    positions: { angle: 0.5, base: 1, slope: 0.2 },
    mask: { window: 3 },
    mlp: linear([
      [0.5, 1],
      [0, -1],
    ]),
  };
  const [six, three] = [tokens, tokens.slice(0, 3)].map((own) => asked(parts, own, [0, 2]));
  scipyTest('the first ones of a causal mask do not know of later ones', () => {
    expect(six().tokens[1].slice(0, 3).flat()).toEqual(
      three()
        .tokens[1].flat()
        .map((entry) => expect.closeTo(entry, 11)),
    );
  });

  const hard = asked({ weighting: 'hardmax', mask: 'full', value: J }, tokens, [0]);
  const sharp = asked({ beta: 1e7, mask: 'full', value: J }, tokens, [0]);
  scipyTest('hard attention is the limit of large β', () => {
    expect(hard().velocity.flat()).toEqual(
      sharp()
        .velocity.flat()
        .map((entry) => expect.closeTo(entry, 11)),
    );
  });

  // Tokens 1 and 2 stand still; token 3 flees the nearer one, until it is as near to the other at angle 1.
  const matrix = [
    [1, 0, 0],
    [0, 1, 0],
    [1, 1, 0],
  ];
  const held = {
    weighting: 'hardmax',
    mask: { matrix },
    value: scaled(
      [
        [1, 0],
        [0, 1],
      ],
      -1,
    ),
  };
  const changing = asked(held, [at(0), at(2), at(1.2)], [0, 0.1, 1]);
  scipyTest('where leaders change, it says so, and tokens end before', () => {
    expect(changing().leaders_changed).toBe(true);
    expect(changing().tokens.length).toBe(2);
    // θ̇ = −sin(2 − θ): tan((2 − θ)/2) grows like e^t
    const angle = 2 - 2 * Math.atan(Math.tan(0.4) * Math.exp(0.1));
    expect(changing().tokens[1][2][0]).toBeCloseTo(Math.cos(angle), 11);
    expect(hard().leaders_changed).toBe(false);
  });
});
