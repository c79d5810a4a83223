/** What must be so of edited runs, whatever moves the tokens: mostly to the bit. */
import { describe, expect, test } from 'vitest';
import { shapeAt } from '../../src/core/recording.ts';
import {
  type Edit,
  execute,
  integratorRegistry,
  prepareRun,
  type RunSpec,
  type Trajectory,
  tokensAt,
} from '../../src/index.ts';
import { different, euclidean } from '../support/kinds.ts';
import { largestDifference } from '../support/numeric.ts';

async function made(given: RunSpec): Promise<Trajectory> {
  const { trajectory } = await execute(prepareRun({ observe: 'none', ...given }));
  if (trajectory.status !== 'completed') throw new Error(`ended with ${trajectory.status}`);
  return trajectory;
}

/** Rows of tokens from … to at every saved time. */
function rowsOf(trajectory: Trajectory, from: number, to: number): number[][] {
  const { d } = trajectory.shape;
  return Array.from(trajectory.ts, (_, i) => [...tokensAt(trajectory, i).subarray(from * d, to * d)]);
}

const until = 3;
const saveAt = [0, 0.25, 0.5, 1, 1.5, 2, 2.75, 3];
const small: RunSpec = { tokens: 9, beta: 4, seed: 5, until, saveAt };
const fixed: Partial<RunSpec> = { integrator: 'rk4', dt: 0.125 };
const steps: Readonly<Record<string, Partial<RunSpec>>> = { fixed, adaptive: {} };
const equations: Readonly<Record<string, RunSpec>> = {
  'the circle': small,
  'the sphere': { ...small, dimension: 3, value: { gaussian: 2 } },
  'full mask': { ...small, mask: 'full' },
  layers: { ...small, dynamics: 'layers', layerTime: 0.5, value: { gaussian: 2 } },
  ...Object.fromEntries(
    Object.entries({ ...different, ...euclidean }).map(([name, own]) => [name, { ...small, ...own }]),
  ),
};
const place = (d: number) => [0.6, 0.8, ...new Array(d - 2).fill(0)];
const places = (d: number) => [place(d), [-0.28, 0.96, ...new Array(d - 2).fill(0)]];

describe.each(Object.entries(equations))('%s', (_, spec) => {
  const d = prepareRun(spec).problem.shape.d;
  const initial = () => {
    const { x, rows } = { x: prepareRun(spec).problem.initial, rows: [] as number[][] };
    for (let k = 0; k < 9; k++) rows.push([...x.subarray(k * d, (k + 1) * d)]);
    return rows;
  };
  const listed = (rows: number[][]): RunSpec => {
    const { tokens, seed, dimension, initialRadius, ...others } = { initialRadius: 1, dimension: 2, ...spec } as Record<
      string,
      unknown
    >;
    return { ...others, initial: rows } as unknown as RunSpec;
  };

  test.each(Object.entries(steps))(
    'an empty list is none, and edits at the beginning are initial tokens, %s steps',
    async (_, how) => {
      const rows = initial();
      const plain = await made({ ...listed(rows), ...how });
      expect((await made({ ...listed(rows), ...how, edits: [] })).xs).toEqual(plain.xs);

      const moved = await made({ ...listed(rows), ...how, edits: [{ t: 0, kind: 'move', token: 3, x: place(d) }] });
      expect(moved.xs).toEqual((await made({ ...listed(rows.with(3, place(d))), ...how })).xs);
      expect(moved.xs).not.toEqual(plain.xs);

      const added = await made({ ...listed(rows), ...how, edits: [{ t: 0, kind: 'add', x: place(d) }] });
      expect(added.xs).toEqual((await made({ ...listed([...rows, place(d)]), ...how })).xs);

      const removed = await made({ ...listed(rows), ...how, edits: [{ t: 0, kind: 'remove' }] });
      expect(removed.xs).toEqual((await made({ ...listed(rows.slice(0, -1)), ...how })).xs);
      expect([moved.present, added.present, removed.present]).toEqual([undefined, undefined, undefined]);
    },
  );

  test('a frozen token keeps its bits and its place, and the others feel it', async () => {
    const edits: Edit[] = [
      { t: 0, kind: 'freeze', token: 0 },
      { t: 0.5, kind: 'freeze', token: 4 },
      { t: 2, kind: 'release', token: 4 },
    ];
    for (const how of Object.values(steps)) {
      const run = await made({ ...spec, ...how, edits });
      const first = rowsOf(run, 0, 1);
      for (const row of first) expect(row).toEqual(first[0]);
      const fifth = rowsOf(run, 4, 5);
      for (const i of [3, 4, 5]) expect(fifth[i]).toEqual(fifth[2]);
      expect(fifth[7]).not.toEqual(fifth[5]);
      const plain = await made({ ...spec, ...how });
      expect(rowsOf(run, 5, 9).at(-1)).not.toEqual(rowsOf(plain, 5, 9).at(-1));
    }
  });

  test('what is done later changes nothing before, to the bit with fixed steps', async () => {
    const [x, y] = places(d);
    const edits: Edit[] = [
      { t: 1, kind: 'move', token: 2, x },
      { t: 1.5, kind: 'add', x: y },
      { t: 1.5, kind: 'freeze', token: 1 },
      { t: 2.75, kind: 'remove' },
    ];
    const [run, plain] = [await made({ ...spec, ...fixed, edits }), await made({ ...spec, ...fixed })];
    expect(rowsOf(run, 0, 9).slice(0, 3)).toEqual(rowsOf(plain, 0, 9).slice(0, 3));
    expect([...tokensAt(run, 3).subarray(2 * d, 3 * d)]).toEqual(x);
    expect([...(run.present ?? [])]).toEqual([9, 9, 9, 9, 10, 10, 9, 9]);
    expect(run.shape).toEqual({ n: 10, d });
    expect(run.xs.every(Number.isFinite)).toBe(true);
    expect(tokensAt(run, 0)).toHaveLength(9 * d);
    expect(shapeAt(run, 4)).toEqual({ n: 10, d });
  });
});

describe('under the causal mask', () => {
  const edits: Edit[] = [
    { t: 0.25, kind: 'move', token: 5, x: 1 },
    { t: 1, kind: 'freeze', token: 6 },
    { t: 1.3, kind: 'move', token: 5, x: 4 },
    { t: 2, kind: 'add', x: 2 },
  ];
  const onGrid = edits.filter(({ t }) => t !== 1.3);

  test.each(['auto', 'harmonic', 'local', 'direct'] as const)(
    'tokens before an edited one keep their bits with fixed steps, field %s',
    async (field) => {
      const spec: RunSpec = { ...small, tokens: 70, ...fixed, field };
      const [run, plain] = [await made({ ...spec, edits: onGrid }), await made(spec)];
      expect(rowsOf(run, 0, 5)).toEqual(rowsOf(plain, 0, 5));
      expect(rowsOf(run, 5, 70)).not.toEqual(rowsOf(plain, 5, 70));
    },
  );

  test('a token added on the way leaves all others their future too, where steps meet their grid but for rounding', async () => {
    const saved = [0.3, 0.5, 0.7, 1.1, 3];
    const spec: RunSpec = { ...small, integrator: 'rk4', dt: 0.1, saveAt: saved };
    const plain = rowsOf(await made(spec), 0, 9);
    for (const t of [0.3, 0.7, 1.1, 2.9]) {
      const run = await made({ ...spec, edits: [{ t, kind: 'add', x: 2 }] });
      rowsOf(run, 0, 9).forEach((rows, i) => {
        // Seven steps of 0.1 end a rounding after 0.7, and so does the sample there but for the edit.
        if (saved[i] === t) expect(largestDifference(rows, plain[i])).toBeLessThan(1e-15);
        else expect(rows).toEqual(plain[i]);
      });
      expect(run.statistics.steps).toBe(30);
    }
  });

  test('with adaptive steps, and with an edit beside the grid, within the tolerance', async () => {
    for (const how of [
      { rtol: 1e-10, atol: 1e-12 },
      { integrator: 'rk4', dt: 0.01 },
    ] as Partial<RunSpec>[]) {
      const [run, plain] = [await made({ ...small, ...how, edits }), await made({ ...small, ...how })];
      expect(largestDifference(rowsOf(run, 0, 5).flat(), rowsOf(plain, 0, 5).flat())).toBeLessThan(1e-7);
    }
  });

  test('noise is the same for every token, edited or not', async () => {
    const spec: RunSpec = { ...small, kappa: 8, commonKappa: 16, dt: 0.125, noiseSeed: 3 };
    const [run, plain] = [await made({ ...spec, edits: onGrid }), await made(spec)];
    expect(rowsOf(run, 0, 5)).toEqual(rowsOf(plain, 0, 5));
    const frozen = rowsOf(run, 6, 7);
    for (const i of [4, 5, 6, 7]) expect(frozen[i]).toEqual(frozen[3]);
    const more = await made({ ...spec, edits: [{ t: 1, kind: 'add', x: 2 }] });
    expect(rowsOf(more, 0, 9)).toEqual(rowsOf(plain, 0, 9));
  });
});

describe.each(Object.entries(integratorRegistry))('%s', (name, integrator) => {
  const how: Partial<RunSpec> = 'gamma' in integrator || integrator.errorOrder !== null ? {} : { dt: 0.125 };
  const noise: Partial<RunSpec> = name === 'splitting' || name === 'euler-maruyama' ? { kappa: 8, dt: 0.125 } : {};

  test.each(['wasm', 'reference'] as const)('leaves frozen tokens their bits on %s, d = 2, 3, 5', async (backend) => {
    for (const dimension of [2, 3, 5]) {
      const spec: RunSpec = { ...small, ...how, ...noise, dimension, backend, integrator: name as 'rk4' };
      const x = [-0, 0.6, -0.8, 0, -0].slice(0, dimension);
      const edits: Edit[] = [
        { t: 0, kind: 'freeze', token: 2 },
        { t: 0.5, kind: 'move', token: 6, x: dimension === 2 ? [-0, 1] : x },
        { t: 0.5, kind: 'freeze', token: 6 },
      ];
      const run = await made({ ...spec, edits });
      for (const row of rowsOf(run, 2, 3)) expect(row).toEqual(rowsOf(run, 2, 3)[0]);
      for (const row of rowsOf(run, 6, 7).slice(2)) expect(row).toEqual(rowsOf(run, 6, 7)[2]);
      expect(rowsOf(run, 7, 9).at(-1)).not.toEqual(rowsOf(run, 7, 9)[3]);
    }
  });
});

test('WebAssembly and the reference agree', async () => {
  const edits: Edit[] = [
    { t: 0.5, kind: 'freeze', token: 3 },
    { t: 1, kind: 'add', x: [0, 0.6, 0.8] },
    { t: 1.5, kind: 'move', token: 0, x: [1, 0, 0] },
  ];
  for (const integrator of ['dopri5', 'esdirk4'] as const) {
    const spec: RunSpec = { ...small, tokens: 60, dimension: 3, integrator, rtol: 1e-11, atol: 1e-13, edits };
    const [wasm, reference] = [await made({ ...spec, backend: 'wasm' }), await made({ ...spec, backend: 'reference' })];
    expect(wasm.backend).toBe('wasm');
    expect(largestDifference(wasm.xs, reference.xs)).toBeLessThan(1e-10);
  }
});

describe('frozen tokens are the frozen centers of Theorem 5.2', () => {
  const centers = [
    [1, 0, 0],
    [0, 0.6, -0.8],
    [-0.6, 0, 0.8],
  ];
  const free = [0, 1, 0];
  const tight: Partial<RunSpec> = { beta: 6, until: 4, saveAt: [1, 2, 4], rtol: 1e-12, atol: 1e-13 };
  const freezeAll: Edit[] = centers.map((_, token) => ({ t: 0, kind: 'freeze', token }));

  test.each(['dopri5', 'esdirk4'] as const)('for the last token, %s', async (integrator) => {
    const all = await made({ ...tight, integrator, initial: [...centers, free], edits: freezeAll } as RunSpec);
    const one = await made({ ...tight, integrator, initial: [free], dynamics: 'frozen-centers', centers } as RunSpec);
    expect(largestDifference(rowsOf(all, 3, 4).flat(), rowsOf(one, 0, 1).flat())).toBeLessThan(1e-9);
    expect(largestDifference(rowsOf(all, 3, 4)[2], free)).toBeGreaterThan(0.1);
  });

  test('for the first token under the full mask, where all but it are frozen', async () => {
    const edits = freezeAll.map((edit) => ({ ...edit, token: (edit as { token: number }).token + 1 })) as Edit[];
    const all = await made({ ...tight, mask: 'full', initial: [free, ...centers], edits } as RunSpec);
    const one = await made({ ...tight, mask: 'full', initial: [free], dynamics: 'frozen-centers', centers } as RunSpec);
    expect(largestDifference(rowsOf(all, 0, 1).flat(), rowsOf(one, 0, 1).flat())).toBeLessThan(1e-9);
  });

  test('a frozen token on an unstable equilibrium is not undecided', async () => {
    const spec = {
      ...tight,
      initial: [
        [1, 0, 0],
        [-1, 0, 0],
      ],
    } as RunSpec;
    expect((await made(spec)).undecided.map(({ token }) => token)).toEqual([1]);
    for (const integrator of ['dopri5', 'esdirk4'] as const) {
      const held = await made({ ...spec, integrator, edits: [{ t: 0, kind: 'freeze', token: 1 }] });
      expect(held.undecided).toEqual([]);
    }
  });
});

test('a stiff run stays implicit over its edits', async () => {
  const spec: RunSpec = { tokens: 12, beta: 16, seed: 2, until: 1e12, saveAt: [1e6, 1e12] };
  const run = await made({
    ...spec,
    edits: [
      { t: 1e6, kind: 'freeze', token: 3 },
      { t: 1e9, kind: 'add', x: 1 },
    ],
  });
  expect(run.statistics.implicitFrom).toBeLessThan(1e6);
  expect(run.statistics.steps).toBeLessThan(4000);
});
