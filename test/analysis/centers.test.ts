import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renyiCenters, strongRenyiCenters } from '../../src/analysis/renyi-centers.ts';
import { ParkadeError } from '../../src/core/errors.ts';
import { sin } from '../../src/numerics/elementary.ts';
import { geodesicDistance } from '../../src/numerics/sphere.ts';
import { between, forAll, tokens } from '../support/arbitraries.ts';
import { atAngles } from '../support/draw.ts';

const cases = fc.tuple(tokens(120), between(0.05, 2.5));
const RUNS = 300;

describe('Rényi centers', () => {
  test('begin with token 1; strong ones are among the ordinary; indices ascend', () => {
    forAll(cases, RUNS, ([{ n, d, x }, delta]) => {
      const ordinary = renyiCenters(x, { n, d }, delta);
      const strong = strongRenyiCenters(x, { n, d }, delta);
      expect(ordinary[0]).toBe(0);
      expect(strong[0]).toBe(0);
      for (const k of strong) expect(ordinary).toContain(k);
      for (const list of [ordinary, strong]) expect(list).toEqual([...new Set(list)].sort((a, b) => a - b));
    });
  });

  test('are farther than δ from each other, strong ones from every earlier token', () => {
    forAll(cases, RUNS, ([{ n, d, x }, delta]) => {
      const distance = (j: number, k: number) => geodesicDistance(x, j * d, x, k * d, d);
      const ordinary = renyiCenters(x, { n, d }, delta);
      for (const k of ordinary) for (const j of ordinary) if (j < k) expect(distance(j, k)).toBeGreaterThan(delta);
      for (const k of strongRenyiCenters(x, { n, d }, delta)) {
        for (let j = 0; j < k; j++) expect(distance(j, k)).toBeGreaterThan(delta);
      }
    });
  });

  test('leave no token out that had room', () => {
    forAll(cases, RUNS, ([{ n, d, x }, delta]) => {
      const distance = (j: number, k: number) => geodesicDistance(x, j * d, x, k * d, d);
      const ordinary = renyiCenters(x, { n, d }, delta);
      const strong = strongRenyiCenters(x, { n, d }, delta);
      for (let k = 0; k < n; k++) {
        if (!ordinary.includes(k)) expect(ordinary.some((j) => j < k && distance(j, k) <= delta)).toBe(true);
        if (!strong.includes(k)) expect([...Array(k).keys()].some((j) => distance(j, k) <= delta)).toBe(true);
      }
    });
  });

  test('that are strong only become fewer as δ grows', () => {
    forAll(fc.tuple(cases, between(0, 0.6)), RUNS, ([[{ n, d, x }, delta], more]) => {
      const near = strongRenyiCenters(x, { n, d }, delta);
      for (const k of strongRenyiCenters(x, { n, d }, delta + more)) expect(near).toContain(k);
    });
  });

  test('that are ordinary may become other ones', () => {
    const x = atAngles([0, 0.5, 1.1]);
    expect(renyiCenters(x, { n: 3, d: 2 }, 0.4)).toEqual([0, 1, 2]);
    expect(renyiCenters(x, { n: 3, d: 2 }, 0.55)).toEqual([0, 2]); // 1 is gone
    expect(strongRenyiCenters(x, { n: 3, d: 2 }, 0.55)).toEqual([0, 2]);
    expect(renyiCenters(x, { n: 3, d: 2 }, 0.7)).toEqual([0, 2]); // 2 stays: 1 no longer stands in its way
    expect(strongRenyiCenters(x, { n: 3, d: 2 }, 0.7)).toEqual([0]);
  });

  test('do not depend on later tokens', () => {
    forAll(cases, RUNS, ([{ n, d, x }, delta]) => {
      const half = Math.ceil(n / 2);
      const prefix = x.slice(0, half * d);
      for (const scan of [renyiCenters, strongRenyiCenters]) {
        expect(scan(x, { n, d }, delta).filter((k) => k < half)).toEqual(scan(prefix, { n: half, d }, delta));
      }
    });
  });

  test('depend on the order of tokens', () => {
    const [left, middle, right] = [0, 0.4, 0.8];
    const count = (angles: number[]) => renyiCenters(atAngles(angles), { n: 3, d: 2 }, 0.5).length;
    expect(count([left, middle, right])).toBe(2);
    expect(count([middle, left, right])).toBe(1);
  });

  test('are strictly farther than δ: at a tie the later token is none', () => {
    const chord = 2 * sin(0.7 / 2);
    const scan = (gap: number) => renyiCenters(Float64Array.of(1, 0, 1, gap), { n: 2, d: 2 }, 0.7);
    for (const rounding of [0, -4 * Number.EPSILON, 4 * Number.EPSILON, 1e-12])
      expect(scan(chord * (1 + rounding))).toEqual([0]);
    expect(scan(chord * (1 + 1e-11))).toEqual([0, 1]);
    const same = Float64Array.of(0.6, 0.8, 0.6, 0.8);
    expect(renyiCenters(same, { n: 2, d: 2 }, Number.MIN_VALUE)).toEqual([0]);
    expect(strongRenyiCenters(same, { n: 2, d: 2 }, Number.MIN_VALUE)).toEqual([0]);
  });

  test.each([0, -1, Math.PI, 4, NaN, Infinity])('need a separation strictly between 0 and π, not %d', (delta) => {
    for (const scan of [renyiCenters, strongRenyiCenters]) {
      expect(() => scan(atAngles([0, 1]), { n: 2, d: 2 }, delta)).toThrow(ParkadeError);
      expect(() => scan(atAngles([0, 1]), { n: 2, d: 2 }, delta)).toThrow(
        /"delta" should be a separation strictly between/,
      );
    }
  });
});
