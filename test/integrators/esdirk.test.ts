/** The implicit methods as Runge–Kutta methods: their coefficients, their stability, and steps on equations that can be solved by hand. */
import { describe, expect, test } from 'vitest';
import type { Engine, Slot, StageOutcome, Stages } from '../../src/core/engine.ts';
import type { ImplicitTableau } from '../../src/integrators/esdirk.ts';
import { esdirk3, esdirk3Tableau } from '../../src/integrators/esdirk3.ts';
import { esdirk4, esdirk4Tableau } from '../../src/integrators/esdirk4.ts';
import type { ImplicitIntegrator, StepSlots } from '../../src/integrators/integrator.ts';
import { flatEngine } from '../support/flat-engine.ts';
import { dotProduct } from '../support/linear.ts';

/** Coefficients are quotients right to a roundoff, and a condition sums products of a few of them, none above 10. */
const TOLERANCE = 1e-14;

interface Method {
  readonly a: readonly (readonly number[])[];
  readonly b: readonly number[];
  readonly c: readonly number[];
}

/** The full matrix, with γ on its diagonal, and its last row as b. */
function fullMethod({ a, c, gamma }: ImplicitTableau): Method {
  const stages = c.length;
  const padded = [[], ...a.map((row) => [...row, gamma])].map((row) =>
    Array.from({ length: stages }, (_, j) => row[j] ?? 0),
  );
  return { a: padded, b: padded[stages - 1], c };
}

const times = (u: readonly number[], v: readonly number[]) => u.map((entry, i) => entry * v[i]);

/** Σ b Φ − 1/γ of every rooted tree, by the number of its nodes. */
function residuals({ a, b, c }: Method): number[][] {
  const after = (v: readonly number[]) => a.map((row) => dotProduct(row, v));
  const [c2, ac] = [times(c, c), after(c)];
  const conditions: [readonly number[], number][][] = [
    [[c.map(() => 1), 1]],
    [[c, 1 / 2]],
    [
      [c2, 1 / 3],
      [ac, 1 / 6],
    ],
    [
      [times(c, c2), 1 / 4],
      [times(c, ac), 1 / 8],
      [after(c2), 1 / 12],
      [after(ac), 1 / 24],
    ],
  ];
  return conditions.map((trees) => trees.map(([phi, wanted]) => dotProduct(b, phi) - wanted));
}

type Complex = readonly [number, number];

/** R(z) = 1 + z bᵀ(I − zA)⁻¹1, stage by stage: (1 − zγ) Y_i = 1 + z Σ_j a_ij Y_j. */
function stability({ a, b }: Method, z: Complex): Complex {
  const product = ([p, q]: Complex, [r, s]: Complex): Complex => [p * r - q * s, p * s + q * r];
  const sum = (row: readonly number[], stages: readonly Complex[]): Complex => {
    const [re, im] = [0, 1].map((part) => stages.reduce((total, stage, j) => total + row[j] * stage[part], 0));
    const [x, y] = product(z, [re, im]);
    return [1 + x, y];
  };
  const stages: Complex[] = [];
  for (const [i, row] of a.entries()) {
    const [p, q] = [1 - z[0] * row[i], -z[1] * row[i]];
    const square = p * p + q * q;
    stages.push(product(sum(row, stages), [p / square, -q / square]));
  }
  return sum(b, stages);
}

const methods: readonly [ImplicitIntegrator, ImplicitTableau][] = [
  [esdirk3, esdirk3Tableau],
  [esdirk4, esdirk4Tableau],
];

describe.each(methods)('$name', (integrator, tableau) => {
  const method = fullMethod(tableau);
  const { a, c } = method;
  const { order, errorOrder, embedded, gamma } = tableau;

  test('satisfies the conditions of its order', () => {
    for (const conditions of residuals(method).slice(0, order)) {
      for (const residual of conditions) expect(Math.abs(residual)).toBeLessThan(TOLERANCE);
    }
  });

  test('its embedded method is of its order, and of no higher one', () => {
    const conditions = residuals({ a, b: embedded, c });
    for (const residual of conditions.slice(0, errorOrder).flat()) expect(Math.abs(residual)).toBeLessThan(TOLERANCE);
    expect(errorOrder).toBe(order - 1);
    expect(Math.max(...conditions[errorOrder].map(Math.abs))).toBeGreaterThan(1e-4);
  });

  test('has stages of order 2 at the nodes stated, the first one explicit and the last one the end', () => {
    const squares = times(c, c);
    for (const [i, row] of a.entries()) {
      expect(Math.abs(row.reduce((sum, entry) => sum + entry, 0) - c[i])).toBeLessThan(TOLERANCE);
      expect(Math.abs(dotProduct(row, c) - squares[i] / 2)).toBeLessThan(TOLERANCE);
      expect(row[i]).toBe(i === 0 ? 0 : gamma);
    }
    expect(c[0]).toBe(0);
    expect(c[c.length - 1]).toBe(1);
    expect(integrator.stages).toBe(c.length);
  });

  test('is A-stable: |R(iy)| ≤ 1, and R has no pole on the left', () => {
    expect(gamma).toBeGreaterThan(0);
    for (let exponent = -3; exponent <= 6; exponent += 0.01) {
      const [re, im] = stability(method, [0, 10 ** exponent]);
      expect(Math.hypot(re, im)).toBeLessThanOrEqual(1 + TOLERANCE);
    }
  });

  test('is L-stable: R(z) = O(1/z)', () => {
    for (const size of [1e3, 1e6, 1e9]) {
      for (const angle of [Math.PI / 2, 2, 2.5, Math.PI]) {
        const [re, im] = stability(method, [size * Math.cos(angle), size * Math.sin(angle)]);
        expect(size * Math.hypot(re, im)).toBeLessThan(10);
      }
    }
  });

  test('does not enlarge what decays: |R(x)| ≤ 1 for x < 0, and damps 2 % at x = −0.02', () => {
    for (let exponent = -3; exponent <= 8; exponent += 0.01) {
      expect(Math.abs(stability(method, [-(10 ** exponent), 0])[0])).toBeLessThan(1);
    }
    expect(Math.abs(stability(method, [-0.02, 0])[0] - Math.exp(-0.02))).toBeLessThan(1e-7);
  });

  test('the estimate of the embedded method stays bounded, so that huge steps can be judged', () => {
    const [re] = stability({ a, b: embedded, c }, [-1e9, 0]);
    expect(Math.abs(re)).toBeLessThan(2);
  });
});

/** y′ = λ y on R, whose stages y = base + cλy are solved by division. */
function linearEngine(lambda: number): Engine & { readonly stages: Stages } {
  const engine = flatEngine((_t, y) => [lambda * y[0]], 1, 12);
  const into = new Float64Array(1);
  const outcome: StageOutcome = {
    solved: true,
    finite: true,
    evaluations: 1,
    growth: 0,
    steepest: 0,
    rates: new Float64Array(1),
    undecided: [],
  };
  const stages: Stages = {
    solve(c, base, y, increment) {
      engine.read(base, into);
      const end = into[0] / (1 - c * lambda);
      engine.write(y, Float64Array.of(end));
      engine.write(increment, Float64Array.of(end - into[0]));
      return outcome;
    },
    assess: () => outcome,
    around: () => {
      throw new Error('a step asks nothing of the kind');
    },
    angularErrorNorm: () => 0,
  };
  return { ...engine, stages };
}

describe.each(methods)('steps of $name on y′ = λy', (integrator, tableau) => {
  const slot = (i: number) => i as Slot;
  const count = integrator.stages;

  /** y after each step, and the error estimates. */
  async function steps(lambda: number, sizes: readonly number[]) {
    const engine = linearEngine(lambda);
    const one = new Float64Array(1);
    const read = async (from: Slot) => {
      await engine.read(from, one);
      return one[0];
    };
    let slopes = Array.from({ length: count }, (_, i) => slot(3 + i));
    let slots: StepSlots = { x: slot(0), y: slot(1), error: slot(2), slopes, unit: 1 };
    await engine.write(slots.x, Float64Array.of(1));
    await engine.field(0, slots.x, slopes[0]);
    const ys: number[] = [];
    const errors: number[] = [];
    for (const dt of sizes) {
      await integrator.step(engine, 0, dt, slots, { accuracy: 1e-16, undecided: 0 });
      ys.push(await read(slots.y));
      errors.push(await read(slots.error));
      slopes = [...slopes];
      [slopes[0], slopes[count - 1]] = [slopes[count - 1], slopes[0]];
      slots = { x: slots.y, y: slots.x, error: slots.error, slopes, unit: integrator.gamma * dt };
    }
    return { ys, errors };
  }

  test('multiply by R(λ dt), also where the step changes its size', async () => {
    const method = fullMethod(tableau);
    for (const lambda of [-1, -30, 0.3]) {
      const sizes = [0.1, 0.5, 0.02, 1];
      const { ys } = await steps(lambda, sizes);
      let wanted = 1;
      sizes.forEach((dt, i) => {
        wanted *= stability(method, [lambda * dt, 0])[0];
        expect(Math.abs(ys[i] - wanted)).toBeLessThan(1e-13);
      });
    }
  });

  test('estimate their error as the difference to the embedded method', async () => {
    const method = fullMethod(tableau);
    for (const z of [-0.3, -4, 0.2]) {
      const { errors } = await steps(1, [z]);
      const wanted = stability(method, [z, 0])[0] - stability({ ...method, b: tableau.embedded }, [z, 0])[0];
      expect(Math.abs(errors[0] - wanted)).toBeLessThan(1e-13);
    }
  });

  test('of any size end at rest: increments are carried, not slopes', async () => {
    const { ys } = await steps(-1, [1, 1e3, 1e40, 1e80, 1e10, 1, 1e200]);
    for (const y of ys.slice(2)) expect(Math.abs(y)).toBeLessThan(1e-12);
    expect(ys.every(Number.isFinite)).toBe(true);
  });
});
