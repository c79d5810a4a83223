import { describe, expect, test } from 'vitest';
import { philox, type Random, random, streams } from '../src/numerics/random.ts';
import { summary } from './support/numeric.ts';

function block(counter: readonly number[], key: readonly number[]): string {
  const out = new Uint32Array(4);
  philox(counter, key, out);
  return Array.from(out, (word) => word.toString(16).padStart(8, '0')).join(' ');
}

const ONES = 0xffffffff;

describe('Philox4x32-10 gives the known answers of Random123', () => {
  test.each([
    ['zeros', [0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ones', [ONES, ONES, ONES, ONES], [ONES, ONES], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [
      'digits of π',
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    ],
  ])('%s', (_, counter, key, answer) => {
    expect(block(counter, key)).toBe(answer);
  });

  test('one flipped bit of the counter or the key changes everything', () => {
    const answer = block([0, 0, 0, 0], [0, 0]).split(' ');
    for (const other of [block([1, 0, 0, 0], [0, 0]), block([0, 0, 0, 1], [0, 0]), block([0, 0, 0, 0], [0, 1])]) {
      for (const [i, word] of other.split(' ').entries()) expect(word).not.toBe(answer[i]);
    }
  });
});

/** Four standard errors: a fair generator fails a test in 16 000. The seeds are fixed, so it fails never or always. */
const SIGMAS = 4;
const DRAWS = 40_000;

function uniformsOf(source: Random): Float64Array {
  const all = new Float64Array(2 * DRAWS);
  for (let item = 0; item < DRAWS; item++) source.uniforms(item, 0, all.subarray(2 * item, 2 * item + 2));
  return all;
}

function normalsOf(source: Random, d: number): Float64Array {
  const all = new Float64Array(d * DRAWS);
  for (let item = 0; item < DRAWS; item++) source.normals(item, 0, all.subarray(d * item, d * (item + 1)), d);
  return all;
}

function expectMean(values: ArrayLike<number>, wanted: number): void {
  const { mean, error } = summary(values);
  expect(Math.abs(mean - wanted)).toBeLessThan(SIGMAS * error);
}

describe('distributions', () => {
  const u = uniformsOf(random(7, streams.tokens));
  const z = normalsOf(random(7, streams.tokens), 3);

  test('uniforms lie strictly between 0 and 1', () => {
    expect(u.every((value) => value > 0 && value < 1)).toBe(true);
  });

  test('uniforms have the moments 1/(k + 1)', () => {
    for (const k of [1, 2, 3, 4]) {
      expectMean(
        u.map((value) => value ** k),
        1 / (k + 1),
      );
    }
  });

  test('uniforms fill 100 equal bins equally', () => {
    const counts = new Array<number>(100).fill(0);
    for (const value of u) counts[Math.floor(value * 100)]++;
    const expected = u.length / 100;
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(Math.abs(chiSquared - 99)).toBeLessThan(SIGMAS * Math.sqrt(2 * 99));
  });

  test('normals have the moments 0, 1, 0, 3', () => {
    for (const [k, moment] of [0, 1, 0, 3].entries()) {
      expectMean(
        z.map((value) => value ** (k + 1)),
        moment,
      );
    }
  });

  test('entries of one item, and neighbouring items, are uncorrelated', () => {
    const products = (lag: number) => z.slice(lag).map((value, i) => value * z[i]);
    for (const lag of [1, 2, 3, 4]) expectMean(products(lag), 0);
    expectMean(
      u.slice(1).map((value, i) => (value - 0.5) * (u[i] - 0.5)),
      0,
    );
  });
});

describe('addresses', () => {
  function first(seed: number, stream: Parameters<typeof random>[1], item = 0, draw = 0): number {
    const pair = new Float64Array(2);
    random(seed, stream).uniforms(item, draw, pair);
    return pair[0];
  }

  test('a number does not depend on what was drawn before', () => {
    const source = random(3, streams.tokens);
    const pair = new Float64Array(2);
    for (let item = 0; item < 10; item++) source.uniforms(item, 0, pair);
    expect(pair[0]).toBe(first(3, streams.tokens, 9));
  });

  test('seeds differ above 2^32 too', () => {
    const seeds = [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1, 2 ** 31];
    expect(new Set(seeds.map((seed) => first(seed, streams.tokens))).size).toBe(seeds.length);
  });

  test('streams, items and draws differ', () => {
    const all = Object.values(streams);
    expect(new Set(all.map((stream) => first(1, stream))).size).toBe(all.length);
    const items = [0, 1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40];
    expect(new Set(items.map((item) => first(1, streams.tokens, item))).size).toBe(items.length);
    expect(new Set([0, 1, 2, 2 ** 31].map((draw) => first(1, streams.tokens, 0, draw))).size).toBe(4);
  });

  test('streams keep their numbers, which papers point to', () => {
    expect(streams).toEqual({
      ...{ tokens: 0, query: 1, key: 2, value: 3, jitter: 4, mixture: 5, noise: 6, commonNoise: 7 },
      ...{ output: 8, mlpIn: 10, mlpOut: 11, mlpGate: 12, atlas: 20, pairs: 30, design: 40 },
    });
  });

  test('the entries of a longer vector begin with those of a shorter one', () => {
    const [three, seven] = [new Float64Array(3), new Float64Array(7)];
    random(5, streams.tokens).normals(2, 0, three, 3);
    random(5, streams.tokens).normals(2, 0, seven, 7);
    expect(seven.slice(0, 3)).toEqual(three);
  });
});
