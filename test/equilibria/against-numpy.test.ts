/** Spectra against NumPy's eigvals of Jacobians that NumPy makes by itself, from the formulas of the papers. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Equilibrium } from '../../src/equilibria/find-equilibrium.ts';
import { pythonWith } from '../cli/python.ts';
import { atAngles, gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { dynamicsOf } from '../support/kinds.ts';
import { equation } from '../support/problems.ts';
import { found } from './support.ts';

const program = `
import json, sys
import numpy as np

def field(x, case, dtype):
    n, d = x.shape
    x = x / np.sqrt((x * x).sum(axis=1, keepdims=True))
    total = np.zeros((n, d), dtype=dtype)
    for Q, K, W in zip(case["queries"], case["keys"], case["values"]):
        scores = case["beta"] * (x @ np.array(Q).T) @ (x @ np.array(K).T).T
        weights = np.exp(scores - scores.real.max(axis=1, keepdims=True) * (not case["count"]))
        if case["causal"]:
            weights = np.tril(weights)
        weights = weights / n if case["count"] else weights / weights.sum(axis=1, keepdims=True)
        total = total + weights @ x @ np.array(W).T
    along = (total * x).sum(axis=1, keepdims=True)
    return total - along * x - x @ np.array(case["rotation"]).T

answers = []
for case in json.load(sys.stdin):
    x = np.array(case["tokens"])
    n, d = x.shape
    J = np.zeros((n * d, n * d))
    for i in range(n * d):
        moved = x.astype(complex).reshape(-1)
        moved[i] += 1e-30j  # complex step: exact to rounding
        J[:, i] = field(moved.reshape(n, d), case, complex).reshape(-1).imag / 1e-30
    T = np.zeros((n * d, n * (d - 1)))
    for k in range(n):
        _, _, rows = np.linalg.svd(x[k:k + 1])
        T[k * d:(k + 1) * d, k * (d - 1):(k + 1) * (d - 1)] = rows[1:].T
    values = np.linalg.eigvals(T.T @ J @ T)
    speed = np.abs(field(x, case, float)).max()
    answers.append({"re": values.real.tolist(), "im": values.imag.tolist(), "speed": float(speed)})
print(json.dumps(answers))
`;

const python = pythonWith('numpy');

interface Heads {
  readonly queries: readonly number[][][];
  readonly keys: readonly number[][][];
  readonly values: readonly number[][][];
}

function rowsOf(x: ArrayLike<number>, d: number): number[][] {
  return Array.from({ length: x.length / d }, (_, k) => Array.from({ length: d }, (__, i) => x[k * d + i]));
}

function caseOf({ x, rotation }: Equilibrium, d: number, heads: Heads, given: object) {
  return {
    ...{ tokens: rowsOf(x, d), causal: true, count: false, ...heads, ...given },
    rotation: rotation ? rowsOf(rotation, d) : new Array(d).fill(new Array(d).fill(0)),
  };
}

/** How far the two multisets are apart: each number is taken by the nearest one that is left. */
function farthest(result: Equilibrium, other: { re: number[]; im: number[] }): number {
  const left = other.re.map((re, i) => [re, other.im[i]]);
  return result.spectrum.eigenvalues.reduce((most, { re, im }) => {
    const distances = left.map(([a, b]) => Math.hypot(a - re, b - im));
    const nearest = distances.indexOf(Math.min(...distances));
    left.splice(nearest, 1);
    return Math.max(most, distances[nearest]);
  }, 0);
}

test.skipIf(python === null)('eigenvalues agree with those of NumPy (needs python3 with numpy)', async () => {
  const cases: object[] = [];
  const results: Equilibrium[] = [];
  for (const [seed, mask, normalization] of [
    [1, 'causal', 'softmax'],
    [2, 'full', 'softmax'],
    [3, 'full', 'count'],
    [4, 'causal', 'count'],
  ] as const) {
    const [d, n, beta] = [3, 5, 1];
    const [query, key] = [gaussianMatrix(seed, d), gaussianMatrix(seed + 10, d)];
    const value = [1, 0.2, -0.4].map((entry, i) => [0, 1, 2].map((j) => (i === j ? entry : 0)));
    const start = uniformTokens(seed, n, d).map((entry, i) => 0.05 * entry + (i % d === 0 ? 1 : 0));
    const dynamics = equation({ beta, query, key, value, mask, normalization });
    const result = await found(dynamics, start, d);
    results.push(result);
    const heads = { queries: [query], keys: [key], values: [value] };
    cases.push(caseOf(result, d, heads, { beta, causal: mask === 'causal', count: normalization === 'count' }));
  }
  // By differences: two heads, not at one point.
  const heads = {
    queries: [gaussianMatrix(5, 2), gaussianMatrix(6, 2)],
    keys: [gaussianMatrix(7, 2), gaussianMatrix(8, 2)],
    values: [
      [
        [1, 0],
        [0, 0.3],
      ],
      [
        [0.5, 0.1],
        [0, -0.2],
      ],
    ],
  };
  const multiHead = dynamicsOf({
    ...{ dynamics: 'multi-head', beta: 2, heads: 2, mask: 'full' },
    ...{ query: heads.queries, key: heads.keys, value: heads.values },
  } as Parameters<typeof dynamicsOf>[0]);
  const result = await found(multiHead, atAngles([0.1, 0, -0.1, 3]), 2);
  results.push(result);
  cases.push(caseOf(result, 2, heads, { beta: 2, causal: false }));
  // A wave in three dimensions.
  const value = [
    [1, -0.7, 0],
    [0.7, 1, 0],
    [0, 0, 0.2],
  ];
  const identity = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const wave = await found(
    equation({ beta: 2, value, mask: 'full' }),
    uniformTokens(3, 4, 3).map((entry, i) => 0.1 * entry + (i % 3 === 0 ? 1 : 0)),
    3,
  );
  expect(wave.status).toBe('rotating wave');
  results.push(wave);
  cases.push(caseOf(wave, 3, { queries: [identity], keys: [identity], values: [value] }, { beta: 2, causal: false }));

  const { stdout, stderr } = spawnSync(python as string, ['-c', program], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const answers: { re: number[]; im: number[]; speed: number }[] = JSON.parse(stdout);
  expect(answers).toHaveLength(6);
  for (const [i, answer] of answers.entries()) {
    expect(answer.speed, `case ${i}`).toBeLessThan(1e-14);
    expect(farthest(results[i], answer), `case ${i}`).toBeLessThan(1e-7);
  }
});
