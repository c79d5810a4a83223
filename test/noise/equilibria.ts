/** Stationary laws of noisy tokens, with as many draws as asked for; shared by a short and a long suite. */
import { expect, test } from 'vitest';
import { orderParameter } from '../../src/analysis/order-parameter.ts';
import { tokensAt } from '../../src/core/recording.ts';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { summary } from '../support/numeric.ts';
import { SIGMAS } from './brownian-step.ts';

/** How much is drawn: times by tokens make the samples. */
export interface Draws {
  readonly tokens: number;
  readonly times: number;
}

/** Means over stretches of a run, each far longer than it remembers. */
const STRETCHES = 20;

/** Saved times, means of a quantity over each of the stretches. */
async function stretches(
  spec: RunSpec,
  times: number,
  apart: number,
  from: number,
  quantity: (x: Float64Array) => number,
) {
  const saveAt = Array.from({ length: times }, (_, i) => from + i * apart);
  const { trajectory } = await run({ ...spec, saveAt, observe: 'none' });
  expect(trajectory.status).toBe('completed');
  const values = saveAt.map((_, i) => quantity(tokensAt(trajectory, i)));
  const each = Math.floor(times / STRETCHES);
  return summary(Array.from({ length: STRETCHES }, (_, s) => summary(values.slice(s * each, (s + 1) * each)).mean));
}

/** Σ of g over a density e^{log p}, both functions of u in [from, to]. */
function meanUnder(logDensity: (u: number) => number, from: number, to: number, g: (u: number) => number): number {
  const count = 20_000;
  const at = (i: number) => from + ((to - from) * (i + 0.5)) / count;
  const logs = Array.from({ length: count }, (_, i) => logDensity(at(i)));
  const top = Math.max(...[...Array(100).keys()].map((i) => Math.max(...logs.slice(200 * i, 200 * (i + 1)))));
  let [above, below] = [0, 0];
  for (const [i, value] of logs.entries()) {
    const weight = Math.exp(value - top);
    above += weight * g(at(i));
    below += weight;
  }
  return above / below;
}

/** log ∫ e^{yc} (1 − c²)^{(d−3)/2} dc by angles: the sum over tokens of one field y. */
function logPartition(d: number, y: number): number {
  let sum = 0;
  for (let i = 0; i < 400; i++) {
    const angle = (Math.PI * (i + 0.5)) / 400;
    sum += Math.exp(y * (Math.cos(angle) - 1)) * Math.sin(angle) ** (d - 2);
  }
  return Math.log(sum) + y;
}

/** The mean-field limit: R = ⟨c⟩ under the density e^{κRc} on the sphere. */
export function meanFieldOrder(d: number, kappa: number): number {
  let order = 1;
  for (let i = 0; i < 200; i++) {
    const y = kappa * order;
    order = (logPartition(d, y + 1e-4) - logPartition(d, y - 1e-4)) / 2e-4;
  }
  return order;
}

/** E R² of n tokens exactly: the density e^{κnR²/2} is a Gaussian mixture of fields y/κ in R^d, so E R² = E|y|²/κ² − d/(κn). */
export function equilibriumSquare(d: number, kappa: number, n: number): number {
  const peak = kappa * meanFieldOrder(d, kappa);
  const width = Math.sqrt((kappa * 10) / n);
  const density = (y: number) =>
    (d - 1) * Math.log(y) - (n * y * y) / (2 * kappa) + n * (logPartition(d, y) - logPartition(d, 0));
  const grid = 400;
  const [from, to] = [Math.max(1e-6, peak - 8 * width), peak + 8 * width];
  const table = Array.from({ length: grid + 1 }, (_, i) => density(from + ((to - from) * i) / grid));
  const interpolated = (y: number) => {
    const place = Math.min(grid - 1e-9, ((y - from) / (to - from)) * grid);
    const i = Math.floor(place);
    return table[i] + (place - i) * (table[i + 1] - table[i]);
  };
  return meanUnder(interpolated, from, to, (y) => y * y) / kappa ** 2 - d / (kappa * n);
}

/** Of the steps: twice (a dt)²/12 of an order, a < 1 here; see noise in docs/numerics.md. */
const ofSteps = (dt: number) => (dt * dt) / 6;

export function describeEquilibria({ tokens, times }: Draws): void {
  // What heun had at n = 4000: 0.736 and 0.727.
  test.each([
    [2, 3, 0.125, 0.7242],
    [3, 4.5, 0.25, 0.6757],
  ])('mean-field order, d = %i, κ = %f, dt = %f: %f as n → ∞', async (d, kappa, dt, limit) => {
    expect(meanFieldOrder(d, kappa)).toBeCloseTo(limit, 4);
    const exact = equilibriumSquare(d, kappa, tokens);
    expect(Math.abs(exact / limit ** 2 - 1)).toBeLessThan(10 / tokens);
    const { mean, error } = await stretches(
      { beta: 0, mask: 'full', tokens, dimension: d, kappa, dt, seed: 5 },
      times,
      4,
      30,
      (x) => orderParameter(x, { n: tokens, d }) ** 2,
    );
    const message = `E R² = ${mean} ± ${error}, exactly ${exact}`;
    expect(Math.abs(mean - exact), message).toBeLessThan(SIGMAS * error + ofSteps(dt) * exact);
  });

  // One token and a center: ẋ = P_x θ, so the law is von Mises and Fisher's, of concentration κ.
  test.each([2, 3, 6])('a token in a constant field has the law of von Mises and Fisher, d = %i', async (d) => {
    const [kappa, dt] = [4, 0.25];
    const center = Array.from({ length: d }, (_, i) => (i === 0 ? 1 : 0));
    const exact = (logPartition(d, kappa + 1e-4) - logPartition(d, kappa - 1e-4)) / 2e-4;
    const spec: RunSpec = {
      beta: 0,
      dynamics: 'frozen-centers',
      centers: [center],
      weights: 1,
      value: 2,
      tokens: 1,
      dimension: d,
      kappa,
      dt,
      maxSteps: 1e8,
    };
    const { mean, error } = await stretches(spec, (tokens * times) / 20, 1, 10, (x) => x[0]);
    expect(Math.abs(mean - exact), `E⟨x, θ⟩ = ${mean} ± ${error}, exactly ${exact}`).toBeLessThan(
      SIGMAS * error + ofSteps(dt) * exact,
    );
  });
}

/**
 * USA on the circle at β = 5, above 2.447: the uniform law is stable for κ < β/I_1(β) = 0.2055, and so is one with a cluster from κ = 0.185 on:
 * stationary densities are ∝ e^{(κ/β) ∫ e^{β cos(θ − φ)} p(φ) dφ}. At κ = 0.19 either stays what it is, for n large enough.
 */
export function describeHysteresis(tokens: number, times: number): void {
  const [beta, kappa, dt] = [5, 0.19, 1 / 128];
  const spec: RunSpec = { beta, mask: 'full', normalization: 'count', tokens, dimension: 2, kappa, dt };
  const order = (x: Float64Array) => orderParameter(x, { n: tokens, d: 2 });

  test('a cluster stays, with the order of mean field', async () => {
    const initial = Array.from({ length: tokens }, (_, i) => (0.5 * (i + 0.5)) / tokens);
    const { mean, error } = await stretches({ ...spec, initial }, times, 0.25, 4, order);
    const exact = clusteredOrder(beta, kappa);
    // Fluctuations shift the mean of finite n by O(1/n), enlarged near the end of the branch.
    expect(Math.abs(mean - exact), `order ${mean} ± ${error}, mean field ${exact}`).toBeLessThan(
      SIGMAS * error + 10 / tokens,
    );
  });

  test('no cluster forms', async () => {
    const { mean } = await stretches({ ...spec, initial: 'equispaced' }, times, 0.25, 4, order);
    // n E R² = 1/(1 − 0.19/0.2055) = 13 in the linear theory.
    expect(mean, `order ${mean}`).toBeLessThan(6 / Math.sqrt(tokens));
  });
}

/** ∫ cos θ p of the stationary density with a cluster, by iteration. */
function clusteredOrder(beta: number, kappa: number): number {
  const count = 360;
  const angles = Array.from({ length: count }, (_, i) => (2 * Math.PI * i) / count);
  const pull = angles.map((angle) => Math.exp(beta * Math.cos(angle)));
  let p = angles.map((angle) => Math.exp(6 * Math.cos(angle)));
  for (let round = 0; round < 400; round++) {
    const total = p.reduce((sum, value) => sum + value, 0);
    const field = angles.map(
      (_, i) => p.reduce((sum, value, j) => sum + pull[(i - j + count) % count] * value, 0) / total,
    );
    p = field.map((value) => Math.exp((kappa / beta) * (value - field[0])));
  }
  const total = p.reduce((sum, value) => sum + value, 0);
  return p.reduce((sum, value, i) => sum + value * Math.cos(angles[i]), 0) / total;
}
