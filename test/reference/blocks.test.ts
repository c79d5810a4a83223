/** The NumPy reference of blocks at an instant, against what is written out by hand. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { BlockCase } from '../support/block-compositions.ts';
import { type BlockAnswer, referenceOf, scipy } from '../support/block-reference.ts';
import { uniformTokens } from '../support/draw.ts';
import { identity } from '../support/linear.ts';

type Spec = Record<string, unknown>;
type Rows = number[][];

const cases: BlockCase[] = [];
let answers: BlockAnswer[];
beforeAll(() => {
  if (scipy !== null) answers = referenceOf(cases);
});

/** Asks for the velocity of tokens; the answer is there when tests run, from one process for all. */
function asked(spec: Spec, tokens: Rows): () => Rows {
  const index = cases.push({ spec, tokens, times: [0] }) - 1;
  return () => answers[index].velocity;
}

function expectClose(came: Rows, wanted: Rows, within = 1e-13): void {
  const apart = came.flatMap((row, k) => row.map((entry, i) => Math.abs(entry - wanted[k][i])));
  expect(Math.max(...apart)).toBeLessThan(within);
}

const scipyTest = test.skipIf(scipy === null);
const n = 6;
/** Tokens e_1 … e_n, seen as they are: with V = I the velocity of token k is its row of weights. */
const weightsOf = (spec: Spec) => asked({ beta: 0, norm: 'none', ...spec }, identity(n));

describe('masks (needs python3-scipy)', () => {
  const tables: [string, unknown, string][] = [
    ['causal', 'causal', '1..... 11.... 111... 1111.. 11111. 111111'],
    ['full', 'full', '111111 111111 111111 111111 111111 111111'],
    ['window', { window: 2 }, '1..... 11.... .11... ..11.. ...11. ....11'],
    ['both sides', { causal: false, window: 2 }, '11.... 111... .111.. ..111. ...111 ....11'],
    ['sinks', { window: 2, sinks: 2 }, '1..... 11.... 111... 1111.. 11.11. 11..11'],
    ['sinks of full', { causal: false, window: 1, sinks: 2 }, '11.... 11.... 111... 11.1.. 11..1. 11...1'],
    ['prefix', { prefix: 3 }, '111... 111... 111... 1111.. 11111. 111111'],
    ['prefix and window', { prefix: 2, window: 1 }, '11.... 11.... 111... 11.1.. 11..1. 11...1'],
    ['blocks', { blocks: 4 }, '1111.. 1111.. 1111.. 1111.. 111111 111111'],
    ['blocks alone', { causal: false, blocks: 4 }, '1111.. 1111.. 1111.. 1111.. ....11 ....11'],
  ];
  const matrix = [[0, 1, 0, 0, 0, 1], ...identity(n).slice(0, 4), [0, 0, 0, 0, 0, 0]];
  tables.push(['matrix, one row of it empty', { matrix }, '.1...1 1..... .1.... ..1... ...1.. ......']);

  for (const [name, mask, table] of tables) {
    const seen = table.split(' ').map((row) => Array.from(row, (sign) => Number(sign === '1')));
    const shares = seen.map((row) => row.map((one) => (one === 0 ? 0 : one / row.reduce((sum, own) => sum + own, 0))));
    const [softmax, hardmax, count] = ['softmax', 'hardmax', 'count'].map((weights) =>
      weightsOf({ mask, weighting: weights }),
    );
    scipyTest(name, () => {
      expectClose(softmax(), shares);
      expectClose(hardmax(), shares); // β = 0: all scores are equal, and share
      expectClose(
        count(),
        seen.map((row) => row.map((one) => one / n)),
      );
    });
  }
});

describe('scores (needs python3-scipy)', () => {
  const two = (spec: Spec) => asked({ beta: 2, norm: 'none', mask: 'full', ...spec }, identity(2));
  const soft = (s: number) => Math.log(1 + Math.exp(s));
  const logistic = (s: number) => 1 / (1 + Math.exp(-s));
  const kernels: [Spec, number, number][] = [
    [{}, Math.exp(2) / (Math.exp(2) + 1), 1 / (Math.exp(2) + 1)],
    [{ weighting: 'count' }, Math.exp(2) / 2, 1 / 2],
    [{ weighting: 'hardmax' }, 1, 0],
    [{ beta: -2, weighting: 'hardmax' }, 0, 1],
    [{ weighting: { kernel: 'sigmoid', divide: 'sum' } }, logistic(2) / (logistic(2) + 0.5), 0.5 / (logistic(2) + 0.5)],
    [{ weighting: { kernel: 'sigmoid', divide: 'count' } }, logistic(2) / 2, 0.25],
    [
      { weighting: { kernel: 'softplus', divide: 'sum' } },
      soft(2) / (soft(2) + soft(0)),
      soft(0) / (soft(2) + soft(0)),
    ],
    [{ weighting: { kernel: 'softplus', divide: 'count' } }, soft(2) / 2, soft(0) / 2],
    // scores of 2000 do not overflow where a quotient is asked for
    [{ beta: 2000 }, 1, 0],
  ];
  for (const [spec, own, other] of kernels) {
    const came = two(spec);
    scipyTest(JSON.stringify(spec), () =>
      expectClose(came(), [
        [own, other],
        [other, own],
      ]),
    );
  }

  const fading = identity(n).map((row, k) => row.map((_, j) => (j <= k ? Math.exp(-0.3 * (k - j)) : 0)));
  const wanted = fading.map((row) => row.map((entry) => entry / row.reduce((sum, own) => sum + own, 0)));
  const bias = identity(n).map((row, k) => row.map((_, j) => -0.3 * Math.abs(k - j)));
  const ways = [{ slope: 0.3 }, { decay: 0.3 * n }, { bias }, { slope: [0.3] }].map((positions) =>
    weightsOf({ positions }),
  );
  scipyTest('slope, decay and a matrix of biases fade with distance', () => {
    for (const came of ways) expectClose(came(), wanted);
  });
  const each = weightsOf({ positions: { slope: [0, 0.3] }, heads: { count: 2, combine: 'mean' } });
  const plain = weightsOf({});
  scipyTest('a slope each', () => {
    expectClose(
      each(),
      wanted.map((row, k) => row.map((entry, j) => (entry + plain()[k][j]) / 2)),
    );
  });

  const rows = Array.from({ length: 5 }, (_, k) => Array.from(uniformTokens(4, 5, 5).subarray(5 * k, 5 * k + 5)));
  const turned = asked({ beta: 1.5, positions: { angle: 0.7, base: 20 }, weighting: 'count' }, rows);
  scipyTest('rotary positions turn queries against keys by (k − j) times the angle of a pair', () => {
    const wanted = rows.map((x, k) => {
      const y = [0, 0, 0, 0, 0];
      for (const other of rows.slice(0, k + 1)) {
        let score = x[4] * other[4];
        for (const i of [0, 1]) {
          const [[a, b], [c, d]] = [x, other].map((own) => own.slice(2 * i));
          const angle = (k - rows.indexOf(other)) * 0.7 * 20 ** (-i / 2);
          score += Math.cos(angle) * (a * c + b * d) + Math.sin(angle) * (a * d - b * c);
        }
        for (const i of y.keys()) y[i] += (Math.exp(1.5 * score) / 5) * other[i];
      }
      const along = y.reduce((sum, entry, i) => sum + entry * x[i], 0);
      return y.map((entry, i) => entry - along * x[i]);
    });
    expectClose(turned(), wanted);
  });
});

describe('heads, norms, perceptrons (needs python3-scipy)', () => {
  const one = (spec: Spec, token: number[]) => asked({ beta: 1, norm: 'none', ...spec }, [token]);
  const value = [[[1, 0]], [[0, 1]]];
  const output = [
    [1, 10, 100, 1000],
    [0, 0, 0, 1],
  ];
  const root = Math.sqrt(1.5);
  const dead = { value: [[[0]]] };
  const perceptron = (mlp: Spec, x = 1) => one({ ...dead, mlp: { in: [[1]], out: [[1]], ...mlp } }, [x]);
  const written: [string, () => Rows, number[]][] = [
    ['groups', one({ query: value, key: value, value, heads: { count: 4, groups: 2, output } }, [2, 3]), [3322, 3]],
    ['side by side', one({ value: [[[0, 1]], [[1, 0]]], heads: { count: 2, width: 1 } }, [2, 3]), [3, 2]],
    ['sum', one({ heads: 3 }, [2, 3]), [6, 9]],
    ['mean', one({ heads: { count: 3, combine: 'mean' } }, [2, 3]), [2, 3]],
    ['pre', one({ norm: 'pre' }, [3, 4]), [0.6, 0.8]],
    ['rms', one({ norm: { scheme: 'pre', by: 'rms' } }, [3, 4]), [0.6 * Math.SQRT2, 0.8 * Math.SQRT2]],
    ['layer', one({ norm: { scheme: 'pre', by: 'layer' } }, [1, 2, 3]), [-root, 0, root]],
    [
      'gain and shift',
      one({ norm: { scheme: 'pre', by: 'layer', gain: [1, 2, 3], shift: 0.5 } }, [1, 2, 3]),
      [0.5 - root, 0.5, 0.5 + 3 * root],
    ],
    ['relu', perceptron({ activation: 'relu' }), [1]],
    ['relu below zero', perceptron({ activation: 'relu' }, -1), [0]],
    ['gelu', perceptron({ activation: 'gelu' }), [0.8411919906082768]],
    ['tanh', perceptron({ activation: 'tanh' }), [0.7615941559557649]],
    ['silu', perceptron({ activation: 'silu' }, -1), [-0.2689414213699951]],
    ['biases, gain', perceptron({ activation: 'relu', inBias: 2, outBias: [4], gain: 3, in: [[5]] }), [33]],
    ['gated', perceptron({ activation: 'relu', gated: true, gate: [[-3]], in: [[5]] }, 2), [-60]],
  ];
  for (const [name, came, wanted] of written) scipyTest(name, () => expectClose(came(), [wanted], 1e-12));
});

test.skipIf(scipy === null)(
  'a key that there is not is refused, lest it silently do nothing (needs python3-scipy)',
  () => {
    const misspelt = { spec: { beta: 1, mask: { windows: 3 } }, tokens: identity(2), times: [0] };
    expect(() => referenceOf([misspelt])).toThrow(
      '"mask" has kind causal window sinks prefix blocks matrix, but came with [\'windows\']',
    );
  },
);
