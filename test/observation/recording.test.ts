/** Arrays made recordings: the tokens of a run are measured alike from an array, and what is no recording is refused by name. */
import { describe, expect, test } from 'vitest';
import { measure, type Recording, recordingOf, run } from '../../src/index.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { uniformTokens } from '../support/draw.ts';

const spec = { beta: 16, tokens: 12, dimension: 3, saveAt: [0, 1, 2], seed: 3 } as const;
const { trajectory, measurements } = await run(spec);
const { measurement, spec: resolved } = prepareRun(spec);
const array = (data: ArrayLike<number>, ...shape: number[]) => ({ shape, data: Float64Array.from(data) });
const tokens = array(trajectory.xs, 3, 12, 3);
const times = array([0, 1, 2], 3);

/** The same directions, a length for each token. */
function stretched(lengths: readonly number[]): Recording {
  const data = tokens.data.map((entry, i) => entry * lengths[Math.floor(i / 3) % lengths.length]);
  return recordingOf({ tokens: { ...tokens, data }, times, beta: 16 }, 'x');
}

describe('a recording', () => {
  test('of the tokens of a run is measured as the run was, to the bit', () => {
    const recording = recordingOf({ tokens, times, beta: 16 }, 'x');
    expect(recording).toMatchObject({ space: 'sphere', shape: { n: 12, d: 3 }, beta: 16 });
    expect(recording.xs).toEqual(trajectory.xs);
    expect(measure(recording, resolved.observe, measurement)).toEqual(measurements);
  });

  test('in single precision is on the sphere all the same, with rows of unit length', () => {
    const single = recordingOf({ tokens: { ...tokens, data: Float64Array.from(Float32Array.from(tokens.data)) } }, 'x');
    expect(single.space).toBe('sphere');
    for (let at = 0; at < single.xs.length; at += 3)
      expect(Math.abs(Math.hypot(...single.xs.subarray(at, at + 3)) - 1)).toBeLessThan(1e-15);
  });

  test('of tokens with lengths is in R^d, and measured by directions', () => {
    const longer = stretched([1, 2, 4]);
    expect(longer.space).toBe('euclidean');
    const { radii, clusters, cosine } = measure(longer, ['clusters', 'cosine', 'radii'], measurement);
    expect(clusters).toEqual(measurements.clusters);
    expect(cosine?.mean.map((mean, i) => Math.abs(mean - (measurements.cosine?.mean[i] ?? 0)) < 1e-14)).toEqual([
      ...[true, true, true],
    ]);
    expect(radii?.[1]).toMatchObject({ smallest: expect.closeTo(1, 12), largest: expect.closeTo(4, 12) });
  });

  test('has one time where the array has two dimensions, and counts where it has no times', () => {
    expect(recordingOf({ tokens: array(tokens.data.slice(0, 36), 12, 3) }, 'x').ts).toEqual(Float64Array.of(0));
    expect(recordingOf({ tokens }, 'x').ts).toEqual(Float64Array.of(0, 1, 2));
  });

  test('begins with its first tokens, or with those that are given', () => {
    const initial = array(uniformTokens(1, 12, 3), 12, 3);
    expect(recordingOf({ tokens }, 'x').initial).toEqual(tokens.data.subarray(0, 36));
    expect(recordingOf({ tokens, initial }, 'x').initial).toEqual(initial.data);
  });

  test('without β is measured by what needs none', () => {
    const recording = recordingOf({ tokens, times }, 'x');
    expect(measure(recording, ['clusters'], measurement)).toEqual({ clusters: measurements.clusters });
    expect(() => measure(recording, ['energy'], measurement)).toThrow(
      /"beta" should come with the measurement energy, which depends on it, but is unknown/,
    );
  });
});

const changed = (at: number, value: number) => ({ ...tokens, data: tokens.data.with(at, value) });

test.each([
  ['a line of numbers', { tokens: array([1, 2], 2) }, /\[time or layer, token, d\].*has the shape \(2\)/],
  ['tokens of dimension 1', { tokens: array([1, 2], 2, 1, 1) }, /has the shape \(2, 1, 1\)/],
  ['no tokens', { tokens: array([], 3, 0, 2) }, /has the shape \(3, 0, 2\)/],
  ['a NaN', { tokens: changed(40, Number.NaN) }, /token 1 \(from 0\) at time number 1 holds NaN/],
  ['an infinity', { tokens: changed(0, Infinity) }, /token 0 \(from 0\) at time number 0 holds Infinity/],
  ['a token at the origin', { tokens: array([1, 0, 0, 0], 1, 2, 2) }, /token 1 .* has no direction/],
  ['too few times', { tokens, times: array([0, 1], 2) }, /a time for each of its 3 states, but its times are 2/],
  ['times that fall', { tokens, times: array([0, 2, 1], 3) }, /finite times that ascend, but time number 2 is 1/],
  ['another beginning', { tokens, initial: array([1, 0], 1, 2) }, /begin with 12 tokens of dimension 3/],
] as const)('%s is refused by name', (_, given, sentence) => {
  expect(() => recordingOf(given, 'layers.npy')).toThrow(sentence);
  expect(() => recordingOf(given, 'layers.npy')).toThrow(/^"layers.npy" should /);
});
