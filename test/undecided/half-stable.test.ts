/**
 * One token follows ẋ = P_x V x, so it is at e^{tV}x₀ over its length. Where V has a Jordan block, e^{tV} is a polynomial, and the token comes
 * to rest like a power of time at a point that holds it from one side and lets it go on the other.
 */
import { describe, expect, test } from 'vitest';
import { tokensAt } from '../../src/core/recording.ts';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';

/** Per step the force is right to 10⁻⁶; over the decades of a run that adds up to some 10⁻⁵ of the distance to the equilibrium. */
const SHARE = 2e-5;
/** Far from it, tolerances count: the default ones, times what the passage makes of them. */
const ANGLE = 1e-6;

function jordan(...sizes: readonly number[]): number[][] {
  const d = sizes.reduce((sum, size) => sum + size, 0);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  return Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => (i === j || (j === i + 1 && !starts.includes(j)) ? 1 : 0)),
  );
}

/** e^{tN} x over its length, for the nilpotent part N of such a matrix. */
function exactly(value: readonly (readonly number[])[], x: readonly number[], t: number): number[] {
  let term = [...x];
  const sum = [...x];
  for (let power = 1; power < x.length; power++) {
    term = term.map((_, i) => (value[i].reduce((all, v, j) => all + (i === j ? 0 : v * term[j]), 0) * t) / power);
    term.forEach((entry, i) => void (sum[i] += entry));
  }
  const length = Math.hypot(...sum);
  return sum.map((entry) => entry / length);
}

/** Each coordinate right to its share, or to the angle where that is more: none has the wrong sign. */
function expectAt(found: ArrayLike<number>, right: readonly number[]): void {
  const near = right.some((entry) => Math.abs(entry) > 1 - 1e-10);
  right.forEach((entry, i) => {
    const allowed = near ? SHARE * Math.abs(entry) : ANGLE;
    expect(Math.abs(found[i] - entry), `coordinate ${i}: ${found[i]} for ${entry}`).toBeLessThanOrEqual(allowed);
  });
}

async function trajectoryOf(spec: Partial<RunSpec>) {
  return (await run({ beta: 1, observe: 'none', ...spec } as RunSpec)).trajectory;
}

const onCircle = (angle: number) => [Math.cos(angle), Math.sin(angle)];
const ADAPTIVE = ['dopri5', 'auto', 'esdirk4'] as const;
/** At 1e-3 and more the tokens of these starts are far from turning; they pass −1 on the way, some slowly. */
const STARTS = [3, 2, 1, 0.5, -0.5, -1e-3, -1e-6, Math.PI - 1e-4];

describe.each(ADAPTIVE)('a token that half-stable points hold and let go, %s', (integrator) => {
  test.each(STARTS)('from the angle %d it is where cot θ = cot θ₀ + t, up to t = 10¹²', async (angle) => {
    const value = jordan(2);
    const x = onCircle(angle);
    const saveAt = [1, 10, 1e7, 1e9, 1e12];
    const trajectory = await trajectoryOf({ initial: [x], value, integrator, saveAt });
    expect(trajectory.status).toBe('completed');
    expect(trajectory.undecided).toEqual([]);
    saveAt.forEach((t, i) => void expectAt(tokensAt(trajectory, i), exactly(value, x, t)));
  });

  test.each([
    ['one block of 3', jordan(3), [0.6, -0.64, 0.48], 1e12],
    ['one block of 4', jordan(4), [0.5, -0.5, 0.5, -0.5], 1e8],
  ] as const)('in more dimensions: %s', async (_, value, x, until) => {
    const trajectory = await trajectoryOf({ initial: [[...x]], value, integrator, saveAt: [until] });
    expect(trajectory.undecided).toEqual([]);
    expectAt(tokensAt(trajectory, 0), exactly(value, x, until));
  });

  test('two blocks, whose limit is on no axis, are followed as long as numbers tell the sides apart', async () => {
    const value = jordan(2, 2);
    const x = [0.5, -0.5, 0.5, -0.5];
    const trajectory = await trajectoryOf({ initial: [x], value, integrator, saveAt: [1e6] });
    const right = exactly(value, x, 1e6);
    const off = Array.from(tokensAt(trajectory, 0), (entry, i) => Math.abs(entry - right[i]));
    expect(Math.max(...off)).toBeLessThan(1e-8);
    expect(trajectory.undecided).toEqual([]);
  });

  test('of a block that is turned, sides are told apart to 10⁻⁸; from there on the token is named', async () => {
    const turned = [
      [1 - 0.48, 0.64],
      [-0.36, 1 + 0.48],
    ]; // I + ξηᵀ with ξ = (0.8, 0.6), η = (−0.6, 0.8)
    const start = { initial: [onCircle(1)], value: turned, integrator };
    const { undecided } = await trajectoryOf({ ...start, saveAt: [1e6] });
    expect(undecided).toEqual([]);
    const later = await trajectoryOf({ ...start, saveAt: [1e9] });
    expect(later.undecided).toMatchObject([{ token: 0, why: 'half-stable' }]);
    expect(later.undecided[0].since).toBeGreaterThan(1e7);
  });

  test('one that stands there exactly is named', async () => {
    const trajectory = await trajectoryOf({ initial: [[1, 0]], value: jordan(2), integrator, saveAt: [1e12] });
    expect(trajectory.undecided).toEqual([{ token: 0, since: 0, why: 'at rest' }]);
    expect([...tokensAt(trajectory, 0)]).toEqual([1, 0]);
  });
});

test.each([
  ['full attention', { mask: 'full' }],
  ['rotary positions', { dynamics: 'rotary' }],
  ['several heads', { dynamics: 'multi-head' }],
  ['layers', { dynamics: 'layers', layerTime: 1e11 }],
] as const)('%s, whose Jacobian is found by differences', async (_, more) => {
  const x = onCircle(3);
  const spec = { initial: [x], value: jordan(2), integrator: 'dopri5', ...more } as Partial<RunSpec>;
  const trajectory = await trajectoryOf({ ...spec, saveAt: [1e12] });
  expectAt(tokensAt(trajectory, 0), exactly(jordan(2), x, 1e12));
});

test.each(['rk4', 'esdirk3', 'esdirk4'] as const)(
  'fixed steps of %s keep the side, since they are short',
  async (integrator) => {
    const x = onCircle(3);
    const trajectory = await trajectoryOf({ initial: [x], value: jordan(2), integrator, dt: 0.1, saveAt: [300] });
    const right = exactly(jordan(2), x, 300);
    expect(Math.abs(tokensAt(trajectory, 0)[1] - right[1])).toBeLessThan(1e-5 * right[1]);
  },
);

describe('a bottleneck that almost holds: V with eigenvalues 1 ± 10⁻⁷i turns the token once in 6·10⁷', () => {
  const turn = (x: readonly number[], t: number) => {
    const [c, s, w] = [Math.cos(1e-7 * t), Math.sin(1e-7 * t), 1e-7];
    const [a, b] = [c * x[0] + (s / w) * x[1], -w * s * x[0] + c * x[1]];
    return [a / Math.hypot(a, b), b / Math.hypot(a, b)];
  };
  test.each([[[1, 0]], [onCircle(1)]])('from %j', async (x) => {
    const value = [
      [1, 1],
      [-1e-14, 1],
    ];
    const trajectory = await trajectoryOf({ initial: [x], value, integrator: 'dopri5', saveAt: [1e8] });
    expectAt(tokensAt(trajectory, 0), turn(x, 1e8));
  });
});
