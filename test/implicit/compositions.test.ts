/** Causal compositions to the end of time. */
import { describe, expect, test } from 'vitest';
import { prepareRun } from '../../src/run/prepare.ts';
import { execute } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';

/** ∫ f from a to b by the trapezoidal rule in s of x = (a + b)/2 + (b − a)/2 tanh(π/2 sinh s), which ends spoil nothing of. */
function integral(f: (x: number) => number, a: number, b: number): number {
  const step = 1 / 64;
  let sum = 0;
  for (let s = -4; s <= 4; s += step) {
    const inner = (Math.PI / 2) * Math.sinh(s);
    const weight = ((Math.PI / 2) * Math.cosh(s)) / Math.cosh(inner) ** 2;
    sum += f((a + b) / 2 + ((b - a) / 2) * Math.tanh(inner)) * weight;
  }
  return (sum * step * (b - a)) / 2;
}

/** Token 2 at θ, token 1 at 0: θ̇ = −sin θ/(1 + e^{β(1 − cos(θ + ω))}). */
function meeting(beta: number, omega: number, from: number, to: number): number {
  return integral((x) => -(1 + Math.exp(beta * (1 - Math.cos(x + omega)))) / Math.sin(x), from, to);
}

describe('two rotary tokens come within 0.1 rad when quadrature says', () => {
  test.each([
    [1, 53_242],
    [-1, 26.92],
  ])('from angle %d', async (angle, about) => {
    const exact = meeting(9, 1, angle, 0.1 * angle);
    expect(exact / about).toBeCloseTo(1, 3);
    const spec: RunSpec = { beta: 9, initial: [0, angle], positions: { angle: 1 }, until: 1e5, saveAt: [1e5] };
    const tight = { threshold: 0.1, events: true, rtol: 1e-11, atol: 1e-13, observe: 'none' } as const;
    const { events } = await execute(prepareRun({ ...spec, ...tight }));
    const t = events?.list.find(({ kind }) => kind === 'collapse')?.t as number;
    expect(Math.abs(t / exact - 1)).toBeLessThan(1e-8);
  });
});

describe('at β = 25 they collapse, and when does not depend on the tolerance', () => {
  test.each<Partial<RunSpec>>([
    { positions: { angle: 0.3 } },
    { mask: { window: 6 } },
    { heads: 4, query: { gaussian: 1 }, key: { gaussian: 2 } },
  ])('%j', async (keys) => {
    const collapse = async (rtol: number) => {
      const spec = {
        beta: 25,
        tokens: 12,
        until: 1e60,
        saveAt: [1e60],
        events: true,
        observe: 'none',
        ...keys,
      } as const;
      const { trajectory, events } = await execute(prepareRun({ ...spec, rtol, atol: rtol / 100 } as RunSpec));
      expect(trajectory.status).toBe('completed');
      expect(trajectory.statistics.implicitFrom).not.toBeNull();
      return events?.list.find(({ kind }) => kind === 'collapse')?.t as number;
    };
    const [rough, fine] = [await collapse(1e-6), await collapse(1e-8)];
    expect(Math.abs(rough / fine - 1)).toBeLessThan(1e-3);
  });
});
