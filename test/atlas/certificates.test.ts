/** Shapes of hand-made states, and certificates that refuse what is only apparently at rest or in motion. */
import { describe, expect, test } from 'vitest';
import { angleToSpace, finalShape, NEAR } from '../../src/atlas/final-state.ts';
import { isEndless, motionOf } from '../../src/atlas/motion.ts';
import { isSlowing, kindOfRest, restOf } from '../../src/atlas/rest.ts';
import type { AttentionFieldParameters } from '../../src/dynamics/attention-field.ts';
import { singleClusterRates } from '../../src/theory/stability.ts';

const onCircle = (...angles: number[]) => Float64Array.from(angles.flatMap((a) => [Math.cos(a), Math.sin(a)]));
const line = [[1, 0]];

describe('final shapes', () => {
  test.each([
    ['one point', [0, 0, 1e-5]],
    ['two points', [0, Math.PI, 1e-5]],
    ['two clouds', [0, Math.PI - 0.4, 0.3]],
    ['cloud', [0, 0.4, -0.3]],
    ['elsewhere', [0, 1, Math.PI]],
    ['elsewhere', [0.5, 0.5, 0.5]], // one point, but not in L
  ] as const)('%s: %j around the first axis', (shape, angles) => {
    expect(finalShape(onCircle(...angles), { n: 3, d: 2 }, line)).toBe(shape);
  });

  test('around a plane there is one cloud, on whatever side', () => {
    const x = Float64Array.from([1, 0, 0, -0.6, 0.8, 0, 0, Math.cos(0.7), Math.sin(0.7)]);
    const plane = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    expect(finalShape(x, { n: 3, d: 3 }, plane)).toBe('cloud');
    expect(angleToSpace(x, 6, plane)).toBeCloseTo(0.7, 14);
  });
});

function parameters(
  d: number,
  value: readonly number[],
  queryKey: readonly number[],
  beta = 1,
): AttentionFieldParameters {
  const diagonal = (entries: readonly number[]) =>
    Float64Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? entries[i / (d + 1)] : 0));
  return {
    beta,
    queryKey: diagonal(queryKey),
    value: diagonal(value),
    mask: 'causal',
    normalization: 'softmax',
    centers: new Float64Array(0),
    weights: new Float64Array(0),
  };
}

describe('rest', () => {
  test('at one point is stable, with the rates of theory', () => {
    const x = Float64Array.from([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
    const rest = restOf(parameters(3, [1, 0.4, -0.3], [1, 2, 3]), { n: 4, d: 3 }, x);
    const expected = Math.max(...singleClusterRates(1, [0.4, -0.3], 4).slice(1).flat());
    expect(rest.speed).toBe(0);
    expect(rest.rate).toBeCloseTo(expected, 12);
    expect(kindOfRest(rest, NEAR, 0)).toBe('stable');
  });

  test('at an unstable equilibrium is refused, however still it is', () => {
    const rest = restOf(parameters(2, [1, 1], [1, 1]), { n: 2, d: 2 }, onCircle(0, Math.PI));
    expect(rest.speed).toBeLessThan(1e-15);
    expect(rest.rate).toBeCloseTo(1 / (1 + Math.exp(2)), 12);
    expect(kindOfRest(rest, NEAR, 0)).toBe('none');
  });

  test('is refused while tokens move, or are far from their equilibrium', () => {
    const moving = restOf(parameters(2, [1, 1], [1, 1]), { n: 2, d: 2 }, onCircle(0, 0.1));
    expect(moving.rate).toBeLessThan(0);
    expect(kindOfRest(moving, NEAR, 0)).toBe('none');
    const near = restOf(parameters(2, [1, 1], [1, 1]), { n: 2, d: 2 }, onCircle(0, NEAR / 10));
    expect(kindOfRest(near, NEAR, 0)).toBe('stable');
  });

  test('on the equator of V = −I is neutral', () => {
    const x = Float64Array.from([1, 0, 0, -1, 0, 0, 0, 0.6, 0.8]);
    const rest = restOf(parameters(3, [-1, -1, -1], [1, 1, 1]), { n: 3, d: 3 }, x);
    expect(kindOfRest(rest, NEAR, 0)).toBe('neutral');
    expect(kindOfRest({ ...rest, rate: 1e-3 }, NEAR, 0)).toBe('none');
    expect(kindOfRest(rest, NEAR, 2 * NEAR)).toBe('none'); // it moved lately
  });

  test('is refused to tokens that are only left alone: metastable ones have no rates either', () => {
    // e^{β(cos 2 − 1)} is 1e-25: the tokens will meet, after that time.
    const alone = restOf(parameters(2, [1, 1], [1, 1], 40), { n: 2, d: 2 }, onCircle(0, 2));
    expect(alone.speed).toBeLessThan(1e-20);
    expect(Math.abs(alone.rate)).toBeLessThan(1e-20);
    expect(kindOfRest(alone, NEAR, 0)).toBe('none');
  });

  test('comes slowly where the speed falls faster than 1/t, and only there', () => {
    const at = (speed: number) => ({ speed, rate: 0, reach: Infinity, held: 1 });
    expect(isSlowing(at(1e-4), 1e2, at(1e-6), 1e3)).toBe(true); // a 1/t approach
    expect(isSlowing(at(1e-3), 1e2, at(1e-4), 1e3)).toBe(false); // a logarithm
    expect(isSlowing(at(1e-6), 1e2, at(1e-6), 1e3)).toBe(false); // steady
    expect(isSlowing(at(1e-1), 1e2, at(1e-3), 1e3)).toBe(false); // much of the path is left
    expect(isSlowing(at(1e-4), 1e2, { ...at(1e-6), held: 1e-9 }, 1e3)).toBe(false); // left alone
  });
});

describe('motion', () => {
  const every = 0.05;
  const count = 2001;
  const watch = (angle: (t: number) => number) =>
    motionOf(onCircle(...Array.from({ length: count }, (_, i) => angle(i * every))), count, { n: 1, d: 2 }, every);

  test('round and round is endless', () => {
    const motion = watch((t) => t);
    expect(motion.slowest).toBeCloseTo(1, 12);
    expect(isEndless(motion)).toBe(true);
  });

  test.each([
    ['rest', () => 1],
    ['a way to rest', (t: number) => 2 * Math.exp(-t / 30)],
    ['a spiral to rest', (t: number) => 2 * Math.cos(t) * Math.exp(-t / 50)],
    ['a slow creep', (t: number) => 0.005 * t],
    ['motion that dies away while it comes back', (t: number) => 12 * Math.PI * (1 - Math.exp(-t / 60))],
  ] as const)('%s is not', (_, angle) => {
    expect(isEndless(watch(angle))).toBe(false);
  });
});
