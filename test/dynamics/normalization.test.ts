import { describe, expect, test } from 'vitest';
import { normalizationSchemes } from '../../src/dynamics/normalization.ts';
import { makeProblem } from '../../src/simulation/problem.ts';
import { forAll, problems } from '../support/arbitraries.ts';
import { uniformTokens, unitRows } from '../support/draw.ts';
import { dynamicsOf, solved, velocities } from '../support/kinds.ts';
import { applied, dotProduct, identity, type Rows } from '../support/linear.ts';
import { largestDifference, slope } from '../support/numeric.ts';
import { odex } from '../support/odex.ts';

type Scheme = (typeof normalizationSchemes)[number];

/** Two integrations at tolerance 1e-13 over a time of 3. */
const RUN = 1e-10;
const FIELD = 1e-11; // exponents up to 50, and quotients by |A|

interface Plain {
  readonly beta: number;
  readonly query: Rows;
  readonly key: Rows;
  readonly value: Rows;
  readonly mask: 'causal' | 'full';
}

/** A_j(Θ), written out. */
function outputs({ beta, query, key, value, mask }: Plain, theta: readonly (readonly number[])[]): number[][] {
  return theta.map((x, k) => {
    const seen = mask === 'causal' ? theta.slice(0, k + 1) : theta;
    const scores = seen.map((y) => beta * dotProduct(applied(query, x), applied(key, y)));
    const largest = Math.max(...scores);
    const weights = scores.map((score) => Math.exp(score - largest));
    const z = weights.reduce((a, b) => a + b, 0);
    const mean = x.map((_, i) => seen.reduce((sum, y, j) => sum + (weights[j] / z) * y[i], 0));
    return applied(value, mean);
  });
}

const rowsOf = (x: Float64Array, d: number) =>
  Array.from({ length: x.length / d }, (_, k) => Array.from(x.subarray(k * d, (k + 1) * d)));
const norm = (v: ArrayLike<number>) => Math.sqrt(dotProduct(v, v));

/** Table 2: s_j and ṙ_j at radius r, time t. */
function speeds(scheme: Scheme, r: number, a: readonly number[], theta: readonly number[], t: number) {
  const along = dotProduct(theta, a);
  switch (scheme) {
    case 'post':
      return { s: 1, growth: 0 };
    case 'pre':
      return { s: r, growth: along };
    case 'mix':
      return t <= SWITCH ? { s: 1, growth: 0 } : { s: r, growth: along };
    case 'peri':
      return { s: r * norm(a), growth: along / norm(a) };
    case 'ngpt':
      return { s: norm(a) / ALPHA, growth: 0 };
    case 'ln-scaling':
      return { s: Math.sqrt(t + 1), growth: 0 };
  }
}

const SWITCH = 0.5;
const ALPHA = 0.7;
const isEuclidean = (scheme: Scheme) => scheme === 'pre' || scheme === 'mix' || scheme === 'peri';
const given = (scheme: Scheme) =>
  ({
    dynamics: 'normalization',
    scheme,
    ...(scheme === 'mix' && { switchTime: SWITCH }),
    ...(scheme === 'ngpt' && { alpha: ALPHA }),
  }) as const;

describe.each(normalizationSchemes)('%s', (scheme) => {
  test('θ̇ = P A/s and ṙ are those of Table 2', () => {
    forAll(problems(8), 150, ({ n, d, x, given: { beta, query, key, value, mask } }) => {
      const plain = { beta, query, key, value, mask };
      const radii = Array.from({ length: n }, (_, k) => (isEuclidean(scheme) ? 0.5 + k : 1));
      const state = x.map((entry, at) => radii[Math.floor(at / d)] * entry);
      const theta = rowsOf(x, d);
      const a = outputs(plain, theta);
      for (const t of [0, SWITCH, 2]) {
        const f = rowsOf(velocities(dynamicsOf({ ...plain, ...given(scheme) }), state, d, t), d);
        for (let j = 0; j < n; j++) {
          if (norm(a[j]) < 1e-3) continue; // a quotient by almost nothing
          const { s, growth } = speeds(scheme, radii[j], a[j], theta[j], t);
          const along = dotProduct(theta[j], a[j]);
          // ẋ = ṙθ + rθ̇
          const wanted = theta[j].map((c, i) => growth * c + (radii[j] * (a[j][i] - along * c)) / s);
          expect(largestDifference(f[j], wanted)).toBeLessThan(FIELD * Math.max(1, norm(wanted)));
        }
      }
    });
  });
});

describe('tokens at equal angles', () => {
  const [n, beta, r0] = [6, 2, 1.5];
  /** n unit vectors of R^n with all cosines ρ. */
  function equiangular(rho: number): Float64Array {
    const spread = Math.sqrt(1 - rho);
    const common = (Math.sqrt(1 + (n - 1) * rho) - spread) / n;
    return Float64Array.from({ length: n * n }, (_, i) => common + (i % (n + 1) === 0 ? spread : 0));
  }

  /** (ρ̇, ṙ) of the closure, §4.4. */
  function closure(scheme: Scheme): (t: number, y: number[]) => number[] {
    return (t, [rho, r]) => {
      const z = Math.exp(beta) + (n - 1) * Math.exp(beta * rho);
      const [a0, a1] = [Math.exp(beta) / z, Math.exp(beta * rho) / z];
      const along = a0 + (n - 1) * rho * a1;
      const size = Math.sqrt(rho + (1 - rho) * (a0 * a0 + (n - 1) * a1 * a1));
      const factors = {
        post: [1, 0],
        pre: [r, along],
        mix: t <= SWITCH ? [1, 0] : [r, along],
        peri: [r * size, along / size],
        ngpt: [size / ALPHA, 0],
        'ln-scaling': [Math.sqrt(t + 1), 0],
      } as const;
      const [s, growth] = factors[scheme];
      return [(2 * Math.exp(beta * rho) * (1 - rho) * ((n - 1) * rho + 1)) / (s * z), growth];
    };
  }

  test.each(normalizationSchemes)('under %s stay so, at the angle and radius of a scalar equation', async (scheme) => {
    const radius = isEuclidean(scheme) ? r0 : 1;
    const start = equiangular(0.1).map((entry) => radius * entry);
    // Mix in two parts, so that neither integrator crosses the switch.
    const until = scheme === 'mix' ? SWITCH : 3;
    const dynamics = dynamicsOf({ beta, mask: 'full', ...given(scheme) });
    const [rho, r] = odex(closure(scheme), [0.1, radius], until);
    const rows = rowsOf((await solved(dynamics, start, n, [until])).xs, n);
    for (let k = 0; k < n; k++) {
      expect(Math.abs(norm(rows[k]) - r)).toBeLessThan(RUN);
      for (let j = 0; j < k; j++) {
        expect(Math.abs(dotProduct(rows[k], rows[j]) / (norm(rows[k]) * norm(rows[j])) - rho)).toBeLessThan(RUN);
      }
    }
  });

  test.each(normalizationSchemes)('under %s begin to close up from ρ = 0 as Table 2 says', (scheme) => {
    const radius = isEuclidean(scheme) ? r0 : 1;
    const start = identity(n)
      .flat()
      .map((entry) => radius * entry);
    const f = rowsOf(velocities(dynamicsOf({ beta, mask: 'full', ...given(scheme) }), Float64Array.from(start), n), n);
    // x_i = r e_i: d⟨θ_0, θ_1⟩/dt = (ẋ_0)_1/r + (ẋ_1)_0/r.
    const rate = (f[0][1] + f[1][0]) / radius;
    const post = 2 / (Math.exp(beta) + n - 1);
    const bySize = 2 / Math.sqrt(Math.exp(2 * beta) + n - 1);
    const wanted = { post, pre: post / r0, mix: post, peri: bySize / r0, ngpt: ALPHA * bySize, 'ln-scaling': post };
    expect(Math.abs(rate - wanted[scheme])).toBeLessThan(1e-14);
  });

  test('collapse at the rates of Table 2: e^{−2t}, t^{−2}, e^{−4√t}', () => {
    const at = (scheme: Scheme, t: number) => 1 - odex(closure(scheme), [0.5, 1], t)[0];
    const run = async (scheme: Scheme, t: number) => {
      const { xs } = await solved(dynamicsOf({ beta, mask: 'full', ...given(scheme) }), equiangular(0.5), n, [t]);
      const [a, b] = rowsOf(xs, n);
      return 1 - dotProduct(a, b) / (norm(a) * norm(b));
    };
    const times = [200, 400, 800];
    const logs = times.map(Math.log);
    for (const scheme of ['pre', 'peri'] as const) {
      // The slope −2 up to the 1/t by which r differs from t.
      expect(
        Math.abs(
          slope(
            logs,
            times.map((t) => Math.log(at(scheme, t))),
          ) + 2,
        ),
      ).toBeLessThan(0.02);
    }
    expect(Math.abs(Math.log(at('post', 6) / at('post', 5)) + 2)).toBeLessThan(0.02);
    const [early, late] = [16, 25].map((t) => Math.log(at('ln-scaling', t)));
    expect(Math.abs(late - early + 4 * (Math.sqrt(26) - Math.sqrt(17)))).toBeLessThan(0.02);
    return run('pre', 200).then((measured) => expect(Math.abs(measured / at('pre', 200) - 1)).toBeLessThan(1e-6));
  });
});

describe('pre-LN in R^d', () => {
  test('is the system of θ and r', async () => {
    const [n, d] = [5, 3];
    const theta0 = uniformTokens(6, n, d);
    const eye = identity(d);
    const plain: Plain = { beta: 3, query: eye, key: eye, value: eye, mask: 'causal' };
    const coupled = (_t: number, y: number[]) => {
      const theta = rowsOf(Float64Array.from(y.slice(0, n * d)), d);
      const a = outputs(plain, theta);
      const along = a.map((row, j) => dotProduct(row, theta[j]));
      const turning = a.flatMap((row, j) => row.map((entry, i) => (entry - along[j] * theta[j][i]) / y[n * d + j]));
      return [...turning, ...along];
    };
    const end = odex(coupled, [...theta0, ...new Array<number>(n).fill(2)], 3);
    const start = theta0.map((entry) => 2 * entry);
    const { xs } = await solved(dynamicsOf({ ...plain, ...given('pre') }), start, d, [3]);
    expect(largestDifference(unitRows(xs, d), end.slice(0, n * d))).toBeLessThan(RUN);
    expect(largestDifference(rowsOf(xs, d).map(norm), end.slice(n * d))).toBeLessThan(RUN);
  });
});

describe('refused', () => {
  const attempt = (keys: object) => () =>
    dynamicsOfChecked({ beta: 1, dynamics: 'normalization', ...keys } as Parameters<typeof dynamicsOf>[0]);
  test.each([
    [{ scheme: 'mix' }, /^"switchTime" should be the time/],
    [{ scheme: 'pre', switchTime: 1 }, /^"switchTime" should come with scheme mix/],
    [{ scheme: 'pre', alpha: 2 }, /^"alpha" should come with scheme ngpt/],
    [{ scheme: 'post', initialRadius: 2 }, /^"initialRadius" should come with scheme pre, mix or peri/],
    [{ scheme: 'rms' }, /^"scheme" should be one of post, pre/],
    [{ scheme: 'ngpt', alpha: 0 }, /^"alpha" should be a finite number > 0/],
    [{ scheme: 'pre', query: [1, 2, 3] }, /^"query"/],
  ])('%o', (keys, sentence) => {
    expect(attempt(keys)).toThrow(sentence);
  });
});

function dynamicsOfChecked(keys: Parameters<typeof dynamicsOf>[0]) {
  const initial = uniformTokens(1, 3, 2);
  return makeProblem({ shape: { n: 3, d: 2 }, dynamics: dynamicsOf(keys), initial, tSpan: [0, 1] });
}
