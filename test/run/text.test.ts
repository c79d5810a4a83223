/** A specification written as text means in the library what it means on the command line. */
import { describe, expect, test } from 'vitest';
import { parseWord } from '../../src/core/word.ts';
import { prepareRun, type RunSpec } from '../../src/index.ts';

/** As a form or a link gives it: every value a text. */
const resolved = (spec: object) => prepareRun(spec as RunSpec).spec;

test.each([
  ['a number', { until: '2.5' }, { until: 2.5 }],
  ['a Gaussian matrix', { query: 'gaussian:3' }, { query: { gaussian: 3 } }],
  ['a Gaussian matrix with a scale', { value: 'gaussian:3:0.5' }, { value: { gaussian: 3, scale: 0.5 } }],
  ['a diagonal', { value: '1,-.5' }, { value: [1, -0.5] }],
  ['a multiple of the identity', { key: '−2' }, { key: -2 }],
  ['rows', { query: '[[0, 1], [1, 0]]' }, { query: [[0, 1], [1, 0]] }], // biome-ignore format: a matrix
  ['times', { saveAt: '1,2' }, { saveAt: [1, 2] }],
  ['angles', { initial: '0,1,2' }, { initial: [0, 1, 2] }],
  ['radii', { radius: '0.1,0.2' }, { radius: [0.1, 0.2] }],
  ['names', { observe: 'energy,cosine' }, { observe: ['energy', 'cosine'] }],
])('%s', (_, text, value) => {
  const rest = { beta: 4, until: 3 };
  expect(resolved({ ...rest, beta: '4', ...text })).toEqual(resolved({ ...rest, ...value }));
});

test('words within lists and objects: heads and layers', () => {
  const heads = { dynamics: 'multi-head', beta: 4, until: 1 } as const;
  expect(resolved({ ...heads, query: ['gaussian:1', 'identity'] })).toEqual(
    resolved({ ...heads, query: [{ gaussian: 1 }, 'identity'] }),
  );
  const layers = { dynamics: 'layers', beta: 4, until: 1 } as const;
  expect(resolved({ ...layers, layers: [{ query: '1,2', beta: '9' }] })).toEqual(
    resolved({ ...layers, layers: [{ query: [1, 2], beta: 9 }] }),
  );
});

describe('a word', () => {
  test('that a thousands separator cut is no list: it is told as it came', () => {
    expect(parseWord('1,000')).toBe('1,000');
    expect(() => resolved({ beta: 4, until: '1,000' })).toThrow(/"until" should be .*, but came as "1,000"/);
    expect(parseWord('0,1')).toEqual([0, 1]);
  });

  test('with a comma is a list, unless it names a file', () => {
    expect(parseWord('a,b.npy', () => true)).toBe('a,b.npy');
    expect(parseWord('a,b.npy')).toEqual(['a', 'b.npy']);
  });
});
