/** Blocks: those of the docs run, old equations are names for compositions, and parts that contradict are refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { prepareRun } from '../../src/run/prepare.ts';
import { execute } from '../../src/run/run.ts';
import { checkSpec, type RunSpec } from '../../src/run/spec.ts';
import { equationOf, makeProblem } from '../../src/simulation/problem.ts';
import { uniformTokens } from '../support/draw.ts';
import { dynamicsOf, velocities } from '../support/kinds.ts';
import { largestDifference } from '../support/numeric.ts';

const docs = readFileSync(new URL('../../docs/blocks.md', import.meta.url), 'utf8');
/** Every block of the page: each JSON object of its examples. */
const told = [...docs.matchAll(/```json\n([\s\S]*?)```/g)].flatMap(([, text]) =>
  text.trim().startsWith('{\n') ? [text] : text.trim().split('\n'),
);

describe('the blocks of docs/blocks.md', () => {
  test('are ten', () => expect(told.length).toBe(10));

  test.each(told)('%s', async (text) => {
    const spec = { tokens: 20, seed: 3, until: 1, ...JSON.parse(text), saveAt: [0, 1] } as RunSpec;
    const { trajectory, spec: resolved } = await execute(prepareRun({ ...spec, until: 1 }));
    expect(trajectory.status).toBe('completed');
    expect(trajectory.xs.every(Number.isFinite)).toBe(true);
    expect(checkSpec(JSON.parse(JSON.stringify(resolved)))).toMatchObject({ beta: spec.beta });
  });
});

describe('old equations are names for compositions', () => {
  const matrices = { query: { gaussian: 1 }, key: { gaussian: 2 }, value: { gaussian: 3 } };
  test.each<[Partial<RunSpec>, Partial<RunSpec>]>([
    [{ dynamics: 'attention' }, { dynamics: 'block' }],
    [
      { mask: 'full', normalization: 'count' },
      { mask: 'full', weighting: 'count' },
    ],
    [{ dynamics: 'rotary', angle: 0.7, base: 100 }, { positions: { angle: 0.7, base: 100 } }],
    [
      { dynamics: 'positional-bias', slope: 0.25, window: 4 },
      { positions: { slope: 0.25 }, mask: { window: 4 } },
    ],
    [
      { dynamics: 'positional-bias', decay: 2, mask: 'full' },
      { positions: { decay: 2 }, mask: 'full' },
    ],
    [{ dynamics: 'multi-head', heads: 3 }, { heads: 3 }],
    [
      { dynamics: 'multi-head', heads: 3, combine: 'mean', mask: 'full' },
      { heads: { count: 3, combine: 'mean' }, mask: 'full' },
    ],
    [
      { dynamics: 'mlp', activation: 'relu', mlpWidth: 5, mlpInBias: 0.3, mlpGain: 0.5 },
      { mlp: { activation: 'relu', width: 5, inBias: 0.3, gain: 0.5 } },
    ],
    [{ dynamics: 'normalization', scheme: 'pre' }, { norm: 'pre' }],
    [{ dynamics: 'normalization', scheme: 'mix', switchTime: 1 }, { norm: { scheme: 'mix', switchTime: 1 } }],
    [{ dynamics: 'normalization', scheme: 'peri' }, { norm: 'peri' }],
    [{ dynamics: 'normalization', scheme: 'ngpt', alpha: 2 }, { norm: { scheme: 'ngpt', alpha: 2 } }],
    [{ dynamics: 'normalization', scheme: 'ln-scaling' }, { norm: 'ln-scaling' }],
    [{ dynamics: 'unnormalized' }, { norm: 'none' }],
  ])('%o is %o', (old, parts) => {
    const x = uniformTokens(7, 9, 4);
    const whole = (keys: Partial<RunSpec>) =>
      dynamicsOf({ beta: 2, dynamics: 'attention', ...matrices, ...keys } as Parameters<typeof dynamicsOf>[0]);
    const block = whole({ dynamics: 'block', ...parts });
    expect(velocities(block, x, 4, 0.5)).toEqual(velocities(whole(old), x, 4, 0.5));
  });

  test('a specification with parts need not say that it is a block', () => {
    const kindOf = (keys: Partial<RunSpec>) => prepareRun({ beta: 1, tokens: 4, until: 1, ...keys }).spec.dynamics;
    expect(kindOf({ mlp: 'gelu' })).toBe('block');
    expect(kindOf({ mask: { window: 2 } })).toBe('block');
    expect(kindOf({ heads: 2 })).toBe('block');
    expect(kindOf({ mask: 'full' })).toBe('attention');
  });
});

describe('laws of parts', () => {
  const x = uniformTokens(5, 12, 3);
  const field = (keys: Partial<RunSpec>) => velocities(dynamicsOf({ beta: 3, dynamics: 'block', ...keys }), x, 3);
  const close = (a: Float64Array, b: Float64Array, within = 1e-13) =>
    expect(largestDifference(a, b)).toBeLessThan(within);

  test('masks that allow the same are the same', () => {
    const matrix = (sees: (k: number, j: number) => boolean) =>
      Array.from({ length: 12 }, (_, k) => Array.from({ length: 12 }, (__, j) => Number(sees(k, j))));
    const same: [RunSpec['mask'], (k: number, j: number) => boolean][] = [
      ['causal', (k, j) => j <= k],
      ['full', () => true],
      [{ window: 3 }, (k, j) => j <= k && k - j < 3],
      [{ causal: false, window: 3 }, (k, j) => Math.abs(k - j) < 3],
      [{ window: 3, sinks: 2 }, (k, j) => j <= k && (k - j < 3 || j < 2)],
      [{ prefix: 5 }, (k, j) => j <= k || j < 5],
      [{ blocks: 4 }, (k, j) => Math.floor(j / 4) <= Math.floor(k / 4)],
      [{ blocks: 5, causal: false }, (k, j) => Math.floor(j / 5) === Math.floor(k / 5)],
    ];
    const parts = { positions: { slope: 0.1 } };
    for (const [mask, sees] of same) {
      expect(field({ mask, ...parts } as never), JSON.stringify(mask)).toEqual(
        field({ mask: { matrix: matrix(sees) }, ...parts } as never),
      );
    }
  });

  test('β below zero is −Q', () => {
    close(field({ beta: -3, positions: 'rotary' }), field({ positions: 'rotary', query: -1 }));
    close(field({ beta: -3 }), field({ query: -1 }));
  });

  test('a large β is hard attention', () => close(field({ beta: 4000 }), field({ weighting: 'hardmax' }), 1e-9));

  test('hard attention shares ties evenly', () => {
    const twins = Float64Array.of(1, 0, 1, 0, 0, 1);
    const v = velocities(
      dynamicsOf({
        beta: 1,
        dynamics: 'block',
        weighting: 'hardmax',
        mask: {
          matrix: [
            [1, 0, 0],
            [0, 1, 0],
            [1, 1, 0],
          ],
        },
      } as never),
      twins,
      2,
    );
    expect([...v]).toEqual([0, 0, 0, 0, 1, 0]);
  });

  test('heads side by side with identity matrices are attention to slices, whose outputs are put together', () => {
    const y = uniformTokens(5, 6, 4);
    const wide = velocities(dynamicsOf({ beta: 2, heads: { count: 2, width: 2 }, dynamics: 'block' } as never), y, 4);
    const half = (h: number) => Array.from({ length: 4 }, (_, i) => (Math.floor(i / 2) === h ? 1 : 0));
    const both = [half(0), half(1)];
    const listed = both.map((diagonal) => diagonal.map((entry, i) => diagonal.map((_, j) => (i === j ? entry : 0))));
    const full = dynamicsOf({ beta: 2, dynamics: 'multi-head', query: listed, key: listed, value: listed } as never);
    close(wide, velocities(full, y, 4));
  });

  test('grouped keys are keys that are listed twice', () => {
    const [a, b] = [{ gaussian: 4 }, { gaussian: 5 }];
    const shared = { heads: { count: 4, groups: 2 }, query: { gaussian: 1 }, key: [a, b], value: [b, a] };
    const listed = { heads: 4, query: { gaussian: 1 }, key: [a, a, b, b], value: [b, b, a, a] };
    expect(field(shared as never)).toEqual(field(listed as never));
  });

  test('a kernel of one’s own, and weights by a function of the layer', () => {
    const problem = (weighting: unknown, more: object = {}) =>
      makeProblem({
        shape: { n: 12, d: 3 },
        dynamics: { kind: 'block', parameters: { beta: 3, weighting, ...more } as never },
        initial: x,
        tSpan: [0, 3],
      });
    const at = (given: ReturnType<typeof problem>, t: number) => {
      const out = new Float64Array(36);
      equationOf(given).field()(t, x, out);
      return out;
    };
    close(
      at(
        problem((s: number) => Math.exp(s)),
        0,
      ),
      at(problem('softmax'), 0),
      1e-12,
    );
    const layers = (layer: number) => ({ beta: layer + 1 });
    close(at(problem('softmax', { layers }), 2.5), at(problem('softmax', {}), 0));
    expect(() =>
      at(
        problem(() => Number.NaN),
        0,
      ),
    ).toThrow(/^"weighting" should have a finite kernel φ ≥ 0, but φ\(/);
  });

  test('in turn, attention and perceptron do in a layer what they do together, to first order', async () => {
    const end = async (layerTime: number, sublayers: 'together' | 'in-turn') => {
      const mlp = {
        activation: 'tanh',
        in: [
          [1, 0.5],
          [-1, 2],
        ],
        out: [
          [0.3, -1],
          [1, 0.2],
        ],
      };
      const spec = { beta: 1, tokens: 6, until: 1, saveAt: [1], layerTime, sublayers, mlp } as RunSpec;
      return (await execute(prepareRun(spec))).trajectory.xs;
    };
    const together = await end(1, 'together');
    const errors = await Promise.all(
      [0.125, 0.0625].map(async (step) => largestDifference(await end(step, 'in-turn'), together)),
    );
    expect(errors[0] / errors[1]).toBeGreaterThan(1.8);
    expect(errors[0] / errors[1]).toBeLessThan(2.2);
  });
});

describe('refused', () => {
  test.each<[object, RegExp]>([
    [{ mask: { window: 0 } }, /^"mask" should be causal, full, or an object/],
    [{ mask: { matrix: [[1]] } }, /^"mask" should have 6 rows of 6 zeros and ones/],
    [
      { mask: { matrix: Array.from({ length: 6 }, (_, k) => Array(6).fill(k === 4 ? 0 : 1)) } },
      /row 4 \(from 0\) is empty/,
    ],
    [{ mask: { matrix: [[1]], window: 3 } }, /^"mask" should be a matrix by itself, but came with window beside it/],
    [{ weighting: { kernel: 'hardmax', divide: 'count' } }, /^"weighting" should be divided by n for kernels/],
    [{ positions: { angle: 1, frequencies: [1] } }, /^"positions" should have frequencies by themselves/],
    [{ positions: { frequencies: [1, 2, 3] } }, /^"positions" should have a frequency for each of 2 pairs/],
    [{ positions: { slope: [1, 2] } }, /^"positions" should have one slope, or one for each of 1 heads/],
    [{ heads: { count: 4, groups: 3 } }, /^"heads" should have groups that the number of heads is divided by/],
    [
      { heads: { count: 3, width: 3 }, query: 'gaussian:1', key: 'gaussian:1', value: 'gaussian:1' },
      /^"heads" should have an output of 4 rows of 9 numbers/,
    ],
    [{ norm: { scheme: 'post', alpha: 2 } }, /^"norm" should have alpha with scheme ngpt, but has it with scheme post/],
    [{ norm: 'mix' }, /^"norm" should say when scheme mix goes over/],
    [{ norm: { scheme: 'pre', by: 'layer' }, dimension: 2 }, /^"norm" should be by layer in dimensions from 3 on/],
    [{ norm: { scheme: 'none', by: 'rms' } }, /^"norm" should have by, gain and shift with scheme other than none/],
    [{ sublayers: 'in-turn' }, /^"sublayers" should be together where attention is alone/],
    [{ mlp: { out: [[1, 2]] } }, /^"mlp.out" should be gaussian:SEED or 4 rows of 2 finite numbers/],
    [{ weighting: 'softmx' }, /did you mean "softmax"\?/],
    [{ mask: { windw: 3 } }, /^"mask" should be/],
    [{ weighting: 'hardmax', integrator: 'esdirk4' }, /esdirk4/],
  ])('%j', async (keys, sentence) => {
    const spec = { beta: 1, tokens: 6, dimension: 4, until: 1, ...keys } as RunSpec;
    await expect((async () => execute(prepareRun(spec)))()).rejects.toThrow(sentence);
  });
});
