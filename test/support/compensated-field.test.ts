import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { pythonWith } from '../cli/python.ts';
import { forAll, problems } from './arbitraries.ts';
import { compensatedField } from './compensated-field.ts';
import { atAngles, gaussianMatrix, uniformTokens } from './draw.ts';
import { type Equation, equation, fieldOf } from './problems.ts';

/** Rounding of a few operations a source, an exponential and a projection. */
const OPERATIONS = 16;

function norm(rows: readonly (readonly number[])[]): number {
  return Math.hypot(...rows.flat());
}

describe('the oracle', () => {
  test('differs from the reference by roundoffs, with any matrices, masks and centers', () => {
    forAll(problems(20), 400, ({ n, d, x, given }) => {
      const row = compensatedField(equation(given), x, { n, d });
      const reference = fieldOf(given, x, d);
      const exponent = given.beta * norm(given.query) * norm(given.key);
      for (let k = 0; k < n; k++) {
        const { high, bound } = row(k);
        const size = Math.max(1, norm(given.value) * (given.normalization === 'count' ? Math.exp(exponent) : 1));
        const tolerance = (OPERATIONS * (n + d + exponent) * (1 + norm(given.value)) * size) / 2 ** 53;
        const error = Math.hypot(...high.map((entry, i) => entry - reference[k * d + i]));
        expect(error).toBeLessThanOrEqual(tolerance);
        expect(bound).toBeLessThan(tolerance * 2 ** -30);
      }
    });
  });

  test('lets equal tokens, and the first one, rest exactly for V a multiple of I', () => {
    const one = uniformTokens(5, 1, 3);
    const x = Float64Array.from({ length: 12 }, (_, i) => one[i % 3]);
    const row = compensatedField(equation({ beta: 9, value: 0.3 }), x, { n: 4, d: 3 });
    for (let k = 0; k < 4; k++) expect([...row(k).high, ...row(k).low].every((entry) => entry === 0)).toBe(true);
  });

  test('follows the formula of two tokens on the circle: θ̇ = −sin θ · w/(1 + w), w = e^{−β(1 − cos θ)}', () => {
    const [beta, angle] = [64, 2.5];
    const { high } = compensatedField(equation({ beta }), atAngles([0, angle]), { n: 2, d: 2 })(1);
    const weight = Math.exp(-beta * (1 - Math.cos(angle)));
    const speed = (-Math.sin(angle) * weight) / (1 + weight);
    expect(Math.abs(high[0] / (-Math.sin(angle) * speed) - 1)).toBeLessThan(1e-13);
    expect(Math.abs(high[1] / (Math.cos(angle) * speed) - 1)).toBeLessThan(1e-13);
  });
});

/** The equation as it stands on paper, in 80 digits. */
const program = `
import json, sys
from decimal import Decimal as D, getcontext
getcontext().prec = 80
def dot(a, b): return sum((x * y for x, y in zip(a, b)), D(0))
def vector(values): return [D(v) for v in values]
def unit(v): size = dot(v, v).sqrt(); return [a / size for a in v]
def apply(m, v): return [dot(row, v) for row in m]
worst = []
for case in json.load(sys.stdin, parse_int=float):
    tokens = [unit(vector(row)) for row in case["tokens"]]
    b, v = ([vector(row) for row in case[name]] for name in ("queryKey", "value"))
    centers, weights = [vector(row) for row in case["centers"]], vector(case["weights"])
    for k, (x, row) in enumerate(zip(tokens, case["rows"])):
        seen = tokens[:k + 1] if case["causal"] else tokens
        sources = [(y, D(1)) for y in seen] + list(zip(centers, weights))
        a = [w * (D(case["beta"]) * dot(x, apply(b, y))).exp() for y, w in sources]
        z = D(len(tokens)) if case["count"] else sum(a)
        force = [sum(w * c for w, c in zip(a, column)) / z for column in zip(*(apply(v, y) for y, _ in sources))]
        along = dot(x, force)
        exact = [f - along * c for f, c in zip(force, x)]
        error = sum((D(h) + D(l) - e) ** 2 for h, l, e in zip(row["high"], row["low"], exact)).sqrt()
        worst.append(float(error / D(row["bound"])))
print(json.dumps(worst))
`;

const python = pythonWith('decimal');

function transposed(rows: readonly (readonly number[])[]): number[][] {
  return rows[0].map((_, i) => rows.map((row) => row[i]));
}

function rowsOf(x: Float64Array, d: number): number[][] {
  return Array.from({ length: x.length / d }, (_, k) => [...x.subarray(k * d, (k + 1) * d)]);
}

/** What the program reads: key = I, so that B = Qᵀ. */
function caseOf(given: Equation & { query: number[][]; value: number[][] }, x: Float64Array, d: number) {
  const n = x.length / d;
  const row = compensatedField(equation(given), x, { n, d });
  return {
    tokens: rowsOf(x, d),
    beta: given.beta,
    queryKey: transposed(given.query),
    value: given.value,
    causal: given.mask !== 'full',
    count: given.normalization === 'count',
    centers: given.centers ?? [],
    weights: given.weights ?? [],
    rows: Array.from({ length: n }, (_, k) => {
      const { high, low, bound } = row(k);
      return { high: [...high], low: [...low], bound };
    }),
  };
}

test.skipIf(python === null)("rows are within their bounds of Python's decimal at 80 digits (needs python3)", () => {
  const identity = [
    [1, 0],
    [0, 1],
  ];
  const cases = [
    caseOf({ beta: 64, query: identity, value: identity }, atAngles([0, 2.5, 2.5 + 1e-9, -1]), 2),
    caseOf(
      { beta: 5, query: gaussianMatrix(1, 3), value: gaussianMatrix(2, 3), mask: 'full' },
      uniformTokens(3, 5, 3).map((entry) => entry * (1 + 1e-9)),
      3,
    ),
    caseOf(
      {
        ...{ beta: 2, query: gaussianMatrix(4, 2), value: gaussianMatrix(5, 2), normalization: 'count' },
        ...{ centers: [[0.6, 0.8]], weights: [2.5] },
      },
      uniformTokens(6, 4, 2),
      2,
    ),
  ];
  const { stdout, stderr } = spawnSync(python as string, ['-c', program], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const worst: number[] = JSON.parse(stdout);
  expect(worst.length).toBe(13);
  expect(Math.max(...worst)).toBeLessThan(1);
  expect(Math.max(...worst)).toBeGreaterThan(0); // doubles alone would miss by 2^50; nothing at all would mean nothing compared
});
