/** Stationary densities: equations of their own, spectra, folds, and what the equation in time does near them. */
import { describe, expect, test } from 'vitest';
import { discontinuousFrom, noiseThreshold } from '../../src/density/bend.ts';
import { type Branch, type BranchSpec, followBranch } from '../../src/density/branch.ts';
import { circleSpace } from '../../src/density/circle.ts';
import { densityCourse } from '../../src/density/course.ts';
import { energyOf } from '../../src/density/energy.ts';
import { meanField } from '../../src/density/equation.ts';
import { linearRates } from '../../src/density/linear.ts';
import { profileOf } from '../../src/density/profile.ts';
import { spectrumAt } from '../../src/density/stability.ts';
import { momentsOf, stationaryNear } from '../../src/density/stationary.ts';
import { zonalSpace } from '../../src/density/zonal.ts';
import { scaledBesselI } from '../../src/numerics/special/bessel.ts';
import { attentionOf, problemOf, still } from './problems.ts';

function branchOf(given: Partial<BranchSpec>): Branch {
  const spec: BranchSpec = {
    ...{ d: 2, attention: attentionOf({ normalization: 'count' }), along: 'kappa', degree: 1, sign: 1, range: [0, 1] },
    ...given,
  };
  const way = followBranch(spec);
  let step = way.next();
  while (!step.done) step = way.next();
  if (step.value === null) throw new Error('no threshold');
  return step.value;
}

describe.each([2, 3] as const)('stationary densities, d = %i', (d) => {
  const attention = attentionOf({ beta: 3, kappa: 1, normalization: 'count' });
  const branch = branchOf({ d, attention, range: [0, 1.2 * noiseThreshold(d, attention, 1)] });

  test('leave where Bessel functions say', () => {
    const bessel = scaledBesselI(d / 2, 3) * Math.exp(3);
    const known = d === 2 ? 3 / bessel : 3 / (Math.sqrt(Math.PI / 6) * bessel);
    expect(branch.threshold).toBeCloseTo(known, 10);
  });

  test('rest under the equation in time', () => {
    for (const { attention: own, coefficients, profile } of branch.points) {
      const space = d === 2 ? circleSpace(profile.degree) : zonalSpace(profile.degree);
      const rows = new Float64Array(space.size);
      coefficients.forEach((value, i) => {
        rows[d === 2 ? 2 * i : i] = value;
      });
      const out = new Float64Array(space.size);
      meanField(space, own).rates(rows, rows, 1, out);
      expect(Math.max(...out.map(Math.abs))).toBeLessThan(1e-8);
    }
  });

  test('turn stable at the fold and have the free energy of the equation in time', () => {
    const [fold] = branch.folds;
    expect(fold.attention.kappa).toBeLessThan(branch.threshold);
    const order = fold.coefficients[0];
    for (const { coefficients, spectrum, energy, attention: own, profile } of branch.points) {
      if (Math.abs(coefficients[0] - order) > 1e-3) expect(spectrum.unstable).toBe(coefficients[0] < order ? 1 : 0);
      const space = d === 2 ? circleSpace(profile.degree) : zonalSpace(profile.degree);
      const rows = new Float64Array(space.size);
      coefficients.forEach((value, i) => {
        rows[d === 2 ? 2 * i : i] = value;
      });
      expect(energyOf(space, rows, own)).toBeCloseTo(energy ?? Number.NaN, 10);
    }
    expect(Math.abs(fold.spectrum.growth)).toBeLessThan(1e-6);
    expect(Math.abs(branch.equal?.energy ?? 1)).toBeLessThan(1e-10);
  });

  test('are neutral to being turned as a whole', () => {
    for (const { spectrum } of branch.points) {
      const [, odd] = spectrum.rates;
      expect(Math.min(...odd.map(Math.abs))).toBeLessThan(1e-8);
    }
  });

  test('have at the uniform density the rates that are known, each order from its own degree on', () => {
    const profile = profileOf(d, 12);
    const { rates } = spectrumAt(profile, attention, new Float64Array(12));
    const known = linearRates(d, attention, 13);
    const sorted = Array.from(known.subarray(1)).sort((a, b) => b - a);
    for (const [i, rate] of rates[0].entries())
      expect(Math.abs(rate - sorted[i])).toBeLessThan(1e-9 * Math.abs(sorted[11]));
  });
});

test('the growth of a disturbance in time is the spectrum’s: near the unstable branch', async () => {
  const attention = attentionOf({ beta: 4, normalization: 'count', kappa: 0.4 });
  const branch = branchOf({ attention, range: [0, 0.42] });
  const near = branch.points.find(({ coefficients }) => coefficients[0] > 0.25);
  if (!near) throw new Error('the branch has such a point');
  const own = { ...attention, kappa: near.attention.kappa };
  const modes = (scale: number) =>
    Array.from(near.coefficients.subarray(0, 24), (value, i) => ({ degree: i + 1, amplitude: scale * value }));
  const coefficients = async (scale: number, times: number[]) => {
    const { states } = await densityCourse(
      problemOf({ attention: own, start: { ...still, modes: modes(scale) }, times }),
      { rtol: 1e-11 },
    );
    return states.map(({ rows }) => rows[0] - near.coefficients[0]);
  };
  const times = [4, 6];
  const [plus, minus] = [await coefficients(1 + 1e-6, times), await coefficients(1 - 1e-6, times)];
  const rate = Math.log((plus[1] - minus[1]) / (plus[0] - minus[0])) / 2;
  expect(rate).toBeCloseTo(near.spectrum.growth, 4);
});

test('Kuramoto’s model with noise: R = I₁(κR)/I₀(κR) at β = 0', () => {
  const attention = attentionOf({ beta: 0, normalization: 'count', kappa: 3 });
  const found = stationaryNear(
    profileOf(2, 24),
    attention,
    Float64Array.from({ length: 24 }, (_, i) => 0.5 ** (i + 1)),
  );
  const order = found?.[0] ?? Number.NaN;
  expect(order).toBeGreaterThan(0.5);
  expect(order).toBeCloseTo(scaledBesselI(1, 3 * order) / scaledBesselI(0, 3 * order), 12);
  expect(noiseThreshold(2, attention, 1)).toBeCloseTo(2, 12);
  expect(noiseThreshold(3, attention, 1)).toBeCloseTo(3, 12);
});

test('a branch in β meets the one in κ', () => {
  const inBeta = branchOf({
    along: 'beta',
    attention: attentionOf({ normalization: 'count', kappa: 1.5 }),
    range: [0.5, 2],
  });
  const [, point] = inBeta.points.filter(({ coefficients }) => coefficients[0] > 0.4);
  const profile = profileOf(2, 40);
  const guess = new Float64Array(40);
  guess.set(point.coefficients.subarray(0, 40));
  const found = stationaryNear(profile, point.attention, guess);
  expect(found?.[0]).toBeCloseTo(point.coefficients[0], 10);
  const same = branchOf({ attention: point.attention, range: [0, 1.5] });
  expect(same.points.at(-1)?.coefficients[0]).toBeGreaterThan(0.3);
  expect(inBeta.threshold).toBeCloseTo(1.5 * scaledBesselI(1, inBeta.threshold) * Math.exp(inBeta.threshold), 9);
});

test('the transition turns discontinuous where theory says', () => {
  for (const d of [2, 3] as const) {
    const beta = discontinuousFrom(d);
    expect(scaledBesselI(d / 2 + 1, beta) / scaledBesselI(d / 2, beta)).toBeCloseTo(1 / d, 6);
  }
  expect(discontinuousFrom(2)).toBeCloseTo(2.447, 3);
  expect(discontinuousFrom(3)).toBeCloseTo(1.816, 3);
});

test('moments of the density that a potential makes are those it was found by', () => {
  const profile = profileOf(3, 10);
  const uniform = momentsOf(profile, new Float64Array(profile.count).fill(1));
  expect(Math.max(...uniform.map(Math.abs))).toBeLessThan(1e-14);
});
