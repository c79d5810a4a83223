/** Whoever begins or comes to stand on an unstable equilibrium is named, whatever steps, equation and mask. */
import { describe, expect, test } from 'vitest';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';

async function undecidedIn(spec: Partial<RunSpec>) {
  const { trajectory } = await run({ beta: 1, saveAt: [20], observe: 'none', ...spec } as RunSpec);
  return trajectory.undecided;
}

const onCircle = (...angles: readonly number[]) => angles.map((angle) => [Math.cos(angle), Math.sin(angle)]);
/** Exact opposites, and ones that rounding leaves at a force of some 10⁻¹⁷. */
const OPPOSITES = [
  [
    [0.6, 0.8],
    [-0.6, -0.8],
  ],
  [onCircle(3)[0], onCircle(3)[0].map((entry) => -entry)],
];

describe.each(OPPOSITES.map((initial) => [initial]))('opposites %j', (initial) => {
  test.each([
    ['dopri5', {}],
    ['auto', {}],
    ['esdirk3', {}],
    ['esdirk4', {}],
    ['esdirk4', { dt: 0.5 }],
    ['rk4', { dt: 0.5 }],
    ['euler', { dt: 0.5 }],
    ['heun', { dt: 0.5 }],
    ['lie-euler', { dt: 0.5 }],
    ['residual', { dt: 0.5 }],
  ] as const)('%s %j', async (integrator, more) => {
    expect(await undecidedIn({ initial, integrator, ...more })).toMatchObject([{ token: 1, since: 0 }]);
  });

  test.each([
    ['rotary', { dynamics: 'rotary' }],
    ['positional bias', { dynamics: 'positional-bias' }],
    ['kinetic decay', { dynamics: 'kinetic-decay' }],
    ['normalization', { dynamics: 'normalization' }],
    ['several heads', { dynamics: 'multi-head' }],
    ['layers', { dynamics: 'layers', layerTime: 1 }],
    ['divided by n', { normalization: 'count' }],
    ['the reference backend', { backend: 'reference' }],
  ] as const)('causal: %s', async (_, more) => {
    expect(await undecidedIn({ initial, ...more } as Partial<RunSpec>)).toMatchObject([{ token: 1, since: 0 }]);
  });

  test.each([
    ['β = 0', { beta: 0 }],
    ['β = 1', {}],
    ['β = 12', { beta: 12 }],
    ['rotary', { dynamics: 'rotary' }],
    ['positional bias', { dynamics: 'positional-bias' }],
    ['kinetic decay', { dynamics: 'kinetic-decay' }],
    ['normalization', { dynamics: 'normalization' }],
  ] as const)('full mask, both: %s', async (_, more) => {
    const both = [
      { token: 0, since: 0 },
      { token: 1, since: 0 },
    ];
    expect(await undecidedIn({ initial, mask: 'full', ...more } as Partial<RunSpec>)).toMatchObject(both);
  });
});

describe('symmetric states that full attention would leave', () => {
  test.each([0, 1, 9])('three tokens a third of a turn apart, β = %d', async (beta) => {
    const initial = onCircle(0.3, 0.3 + (2 * Math.PI) / 3, 0.3 + (4 * Math.PI) / 3);
    expect((await undecidedIn({ initial, mask: 'full', beta })).map(({ token }) => token)).toEqual([0, 1, 2]);
  });

  test('a tetrahedron', async () => {
    const signs = [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]; // biome-ignore format: rows
    const initial = signs.map((row) => row.map((sign) => sign / Math.sqrt(3)));
    expect((await undecidedIn({ initial, mask: 'full' })).map(({ token }) => token)).toEqual([0, 1, 2, 3]);
  });

  test('two clusters opposite to each other, of which each holds its own', async () => {
    const initial = onCircle(0, 0, 0).concat(onCircle(0, 0, 0).map(([x, y]) => [-x, -y]));
    expect((await undecidedIn({ initial, mask: 'full' })).length).toBeGreaterThan(0);
  });
});

test.each(['dopri5', 'auto', 'esdirk4'])(
  'a token that comes to rest on a saddle is named from then on, %s',
  async (integrator) => {
    // Between two frozen centers that pull alike it comes along the middle, and would leave it for either.
    const centers = [
      [0.6, 0.8, 0],
      [-0.6, 0.8, 0],
    ];
    const spec = { dynamics: 'frozen-centers', centers, initial: [[0, 0.6, 0.8]], beta: 9, integrator, saveAt: [5000] };
    const found = await undecidedIn(spec as Partial<RunSpec>);
    expect(found).toHaveLength(1);
    expect(found[0].since).toBeGreaterThan(1);
  },
);

describe('ordinary runs name nobody', () => {
  test.each([
    ['figure 2', { tokens: 32, beta: 9, saveAt: [150] }],
    ['one cluster, full mask', { tokens: 12, beta: 1, mask: 'full', saveAt: [200] }],
    ['clusters far apart', { tokens: 24, beta: 64, saveAt: [1000] }],
    ['repulsion', { tokens: 6, beta: 1, value: [-1, -1], saveAt: [300] }],
    ['β = 0', { tokens: 9, beta: 0, saveAt: [60] }],
    ['V = 0', { tokens: 5, beta: 1, value: [0, 0], saveAt: [60] }],
    ['eight dimensions', { tokens: 12, dimension: 8, beta: 4, saveAt: [200] }],
    ['rotary', { tokens: 8, dynamics: 'rotary', saveAt: [60] }],
    ['several heads', { tokens: 8, dimension: 3, dynamics: 'multi-head', saveAt: [60] }],
    ['normalization', { tokens: 8, dimension: 3, dynamics: 'normalization', mask: 'full', saveAt: [60] }],
    ['in R^d', { tokens: 8, dynamics: 'unnormalized', saveAt: [5] }],
    ['a neutral circle of equilibria', { tokens: 6, dimension: 3, beta: 1, value: [1, 1, 0], saveAt: [1e4] }],
  ] as const)('%s', async (_, spec) => {
    for (const integrator of ['auto', 'dopri5'] as const) {
      for (const seed of [1, 2]) {
        expect(await undecidedIn({ seed, integrator, maxSteps: 2000, ...spec } as Partial<RunSpec>)).toEqual([]);
      }
    }
  });
});
