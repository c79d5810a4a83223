/** What the mean-field equation keeps, lets fall and does exactly. */
import { describe, expect, test } from 'vitest';
import { circleSpace } from '../../src/density/circle.ts';
import { type DensityState, densityAt, densityCourse, wholeDensity } from '../../src/density/course.ts';
import { energyOf } from '../../src/density/energy.ts';
import { meanField } from '../../src/density/equation.ts';
import { type HarmonicSpace, laplacian, strengths } from '../../src/density/harmonics.ts';
import { heightsOf } from '../../src/density/shown.ts';
import { sphereSpace } from '../../src/density/sphere.ts';
import { startAt } from '../../src/density/start.ts';
import { zonalSpace } from '../../src/density/zonal.ts';
import { growthRates } from '../../src/theory/first-clusters.ts';
import { largestDifference } from '../support/numeric.ts';
import { around, attentionOf, problemOf, still } from './problems.ts';

const spaces = [
  ['circle', circleSpace],
  ['zonal', zonalSpace],
  ['sphere', sphereSpace],
] as const;
const normalizations = ['softmax', 'count'] as const;

const states = async (...given: Parameters<typeof problemOf>): Promise<readonly DensityState[]> => {
  const course = await densityCourse(problemOf(...given));
  expect(course.status).toBe('completed');
  return course.states;
};

describe.each(spaces)('rates about the uniform density, %s', (_, make) => {
  test.each(normalizations)('are γ_k − k(k + d − 2)/κ under %s', (normalization) => {
    const [beta, kappa] = [3, 7];
    const space = make(12);
    const field = meanField(space, attentionOf({ beta, kappa, normalization }));
    const known = growthRates(beta, space.d, 13);
    const SMALL = 1e-6;
    for (let i = 0; i < space.size; i++) {
      const rate = (sign: number) => {
        const bent = new Float64Array(space.size);
        bent[i] = sign * SMALL;
        const out = new Float64Array(space.size);
        field.rates(bent, bent, 1, out);
        return out[i];
      };
      const k = space.degrees[i];
      const gamma = normalization === 'softmax' ? known.softmax[k] : Math.exp(beta) * known.scaledCount[k];
      const expected = gamma - laplacian(k, space.d) / kappa;
      expect(Math.abs((rate(1) - rate(-1)) / (2 * SMALL) - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
    }
  });
});

describe('without attraction', () => {
  test.each([2, 3] as const)('heat is exact for V = 0, d = %i', async (d) => {
    const start = around(3, d === 2 ? [3, 4] : [1, 2, 2]);
    const [first, last] = await states({ d, attention: attentionOf({ value: 0, kappa: 5 }), start, times: [0, 2] });
    for (let i = 0; i < last.space.size; i++) {
      const l = last.space.degrees[i];
      const before = i < first.rows.length ? first.rows[i] : 0;
      expect(Math.abs(last.rows[i] - before * Math.exp((-2 * laplacian(l, d)) / 5))).toBeLessThan(1e-11);
    }
  });
});

describe('energy never rises', () => {
  test.each([
    ['USA with noise, circle', { d: 2, normalization: 'count', kappa: 2, beta: 2 }],
    ['USA with noise, sphere', { d: 3, normalization: 'count', kappa: 2, beta: 2 }],
    ['SA without noise, circle', { d: 2, normalization: 'softmax', kappa: Infinity, beta: 2 }],
  ] as const)('%s', async (_, { d, ...given }) => {
    const attention = attentionOf(given);
    const start = around(
      4,
      ...(d === 2
        ? [
            [1, 0],
            [-0.2, 1],
          ]
        : [[0, 0, 1]]),
    );
    const times = Array.from({ length: 41 }, (_, i) => i / 20);
    const energies = (await states({ d, attention, start, times })).map(
      ({ space, rows }) => energyOf(space, rows, attention) ?? Number.NaN,
    );
    for (let i = 1; i < energies.length; i++) expect(energies[i]).toBeLessThan(energies[i - 1] + 1e-12);
    expect(energies[40]).toBeLessThan(energies[0] - 1e-3);
  });

  test('falls as fast as the gradient flow says, USA with noise', async () => {
    const attention = attentionOf({ normalization: 'count', kappa: 3, beta: 1.5 });
    const H = 1e-3;
    const [a, b, c] = await states({ attention, start: around(2, [1, 0]), times: [0.5 - H, 0.5, 0.5 + H] });
    const energy = ({ space, rows }: DensityState) => energyOf(space, rows, attention) ?? Number.NaN;
    // −∫ |v − κ^{−1}∇log p|² dμ on a grid of its own.
    const { space, rows } = b;
    const n = 400;
    let dissipation = 0;
    for (let j = 0; j < n; j++) {
      const theta = (2 * Math.PI * j) / n;
      let [p, slope, speed] = [1, 0, 0];
      for (let k = 1; k <= space.degree; k++) {
        const [re, im] = [rows[2 * k - 2], rows[2 * k - 1]];
        p += 2 * (re * Math.cos(k * theta) + im * Math.sin(k * theta));
        slope += 2 * k * (im * Math.cos(k * theta) - re * Math.sin(k * theta));
        speed += 2 * k * bessel(k, 1.5) * (im * Math.cos(k * theta) - re * Math.sin(k * theta));
      }
      const flux = speed / 1.5 - slope / p / 3;
      dissipation += (p * flux * flux) / n;
    }
    expect((energy(c) - energy(a)) / (2 * H)).toBeCloseTo(-dissipation, 6);
  });
});

/** I_k(x) by its series. */
function bessel(k: number, x: number): number {
  let term = 1;
  for (let j = 1; j <= k; j++) term *= x / 2 / j;
  let sum = 0;
  for (let m = 0; m < 40; m++) {
    sum += term;
    term *= ((x / 2) * (x / 2)) / ((m + 1) * (m + 1 + k));
  }
  return sum;
}

describe('positivity and symmetry', () => {
  test('densities stay above 0, with noise and without', async () => {
    for (const kappa of [5, Infinity]) {
      const found = await states({
        attention: attentionOf({ kappa }),
        start: around(4, [1, 0], [-1, 1]),
        times: [1, 2, 3],
      });
      for (const { space, rows } of found) expect(heightsOf(space, rows).lowest).toBeGreaterThan(-1e-9);
    }
  });

  test('turned starts stay turned: on the sphere off the axis what is zonal on it', async () => {
    const attention = attentionOf({ kappa: 4, beta: 2 });
    const times = [0.2, 0.6];
    // Two directions and their third, so that no common axis is found.
    const zonal = await states({ d: 3, attention, start: around(2, [0, 0, 1], [0, 0, -1]), times });
    const skew = await states({
      d: 3,
      attention,
      start: { ...around(2, [1, 2, 2], [-1, -2, -2]), turn: 1e-13 },
      times,
    });
    expect([zonal[0].space.kind, skew[0].space.kind]).toEqual(['zonal', 'sphere']);
    for (const [i, { space, rows }] of zonal.entries()) {
      const one = strengths(space, rows);
      const other = strengths(skew[i].space, skew[i].rows);
      for (let l = 1; l <= 12; l++) expect(Math.abs(one[l] - other[l])).toBeLessThan(1e-8);
    }
  });

  test('a turn of the start is a turn of the end, on the circle', async () => {
    const times = [1, 3];
    const angles = [0.3, 2];
    const found = await Promise.all(
      angles.map((angle) => states({ times, start: around(2, [Math.cos(angle), Math.sin(angle)]) })),
    );
    for (const i of times.keys()) {
      const [a, b] = found.map((one) => one[i]);
      for (let k = 1; k <= 10; k++) {
        const [x, y] = [a.rows[2 * k - 2], a.rows[2 * k - 1]];
        const by = k * (angles[1] - angles[0]);
        expect(Math.abs(x * Math.cos(by) - y * Math.sin(by) - b.rows[2 * k - 2])).toBeLessThan(1e-9);
      }
    }
  });

  test('V < 0 with β < 0 turned into itself: x ↦ −x for odd degrees', async () => {
    // e^{β⟨x, y⟩}y with β → −β and y → −y: −v. So (−β, −V) moves x as (β, V) does with sources mirrored; even densities agree.
    const start = around(2, [1, 0], [-1, 0]);
    const [plus] = await states({ start, attention: attentionOf({ beta: 3, kappa: 6 }), times: [2] });
    const [minus] = await states({ start, attention: attentionOf({ beta: -3, value: -1, kappa: 6 }), times: [2] });
    expect(largestDifference(plus.rows.subarray(0, 20), minus.rows.subarray(0, 20))).toBeLessThan(1e-10);
  });
});

describe('the causal mask', () => {
  test('does nothing to a start that is the same for all positions', async () => {
    const given = { attention: attentionOf({ kappa: 6 }), start: around(2, [1, 0], [0, 1]), times: [1, 4] };
    const full = await states(given);
    const causal = await states({ ...given, mask: 'causal' });
    for (const [i, state] of causal.entries()) {
      for (const sigma of [0, 0.2, 1]) {
        expect(largestDifference(densityAt(state, sigma).subarray(0, 24), full[i].rows.subarray(0, 24))).toBeLessThan(
          1e-9,
        );
      }
    }
  });

  test('the first tokens never hear of later ones: a start that is longer has the same beginning', async () => {
    // Positions up to ½ of a start that turns by 0.4 are all of one that turns by 0.2.
    const attention = attentionOf({ kappa: 8, beta: 2 });
    const [whole] = await states({ mask: 'causal', attention, start: { ...around(2, [1, 0]), turn: 0.4 }, times: [1] });
    const [half] = await states({
      mask: 'causal',
      attention,
      start: { ...around(2, [1, 0]), turn: 0.2 },
      times: [1],
    });
    for (const sigma of [0.1, 0.3, 0.5]) {
      expect(
        largestDifference(densityAt(whole, sigma).subarray(0, 20), densityAt(half, 2 * sigma).subarray(0, 20)),
      ).toBeLessThan(1e-8);
    }
    expect(largestDifference(wholeDensity(whole).subarray(0, 20), wholeDensity(half).subarray(0, 20))).toBeGreaterThan(
      1e-2,
    );
  });
});

describe('resolution and steps', () => {
  test('tighter tolerances change less than the looser one says', async () => {
    const problem = problemOf({ attention: attentionOf({ kappa: 10 }), start: around(2, [1, 0]), times: [5] });
    const [loose, tight] = await Promise.all([1e-9, 1e-12].map((rtol) => densityCourse(problem, { rtol })));
    expect(largestDifference(loose.states[0].rows.subarray(0, 30), tight.states[0].rows.subarray(0, 30))).toBeLessThan(
      1e-8,
    );
  });

  test('implicit steps come to where explicit ones do', async () => {
    const { stiffSolver } = await import('../../src/density/stiff.ts');
    const { solveTo } = await import('../../src/numerics/ode.ts');
    const space: HarmonicSpace = circleSpace(24);
    const field = meanField(space, attentionOf({ kappa: 3, normalization: 'count', beta: 1 }));
    const start = startAt(space, around(2, [1, 1]), 0);
    const rates = (y: Float64Array, out: Float64Array) => field.rates(y, y, 1, out);
    const implicit = stiffSolver(rates, space.size, { rtol: 1e-10, atol: 1e-14, maxSteps: 1e4 });
    const explicit = solveTo((_, y, out) => rates(y, out), 0, start, 4, { rtol: 1e-12, atol: 1e-15 });
    const halfway = implicit.advance(start, 0, 1);
    expect(largestDifference(implicit.advance(halfway, 1, 4), explicit)).toBeLessThan(1e-9);
  });

  test('a density that contracts to a point is told to be unresolved', async () => {
    const course = await densityCourse(
      problemOf({ attention: attentionOf({ beta: 1 }), start: around(8000, [1, 0]), times: [2] }),
    );
    expect(course.status).toBe('unresolved');
    expect(course.reached).toBeGreaterThan(0);
    expect(course.reached).toBeLessThan(2);
  });

  test('starts below zero and starts that are too narrow are refused', async () => {
    const bent = { ...still, modes: [{ degree: 3, amplitude: 0.6 }] };
    await expect(densityCourse(problemOf({ start: bent }))).rejects.toThrow(/nowhere below zero/);
    await expect(densityCourse(problemOf({ start: around(1e7, [1, 0]) }))).rejects.toThrow(/degrees of harmonics/);
  });
});
