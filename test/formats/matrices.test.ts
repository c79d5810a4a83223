/** Matrices and stacks of matrices from files. */
import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type NamedMatrix, readMatrices } from '../../src/formats/index.ts';
import { writeNpy } from '../../src/formats/npy.ts';
import { writeNpz } from '../../src/formats/npz.ts';

const array = (shape: number[]) => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i + 0.5),
});
const named = (matrices: readonly NamedMatrix[]) =>
  matrices.map(({ name, d, entries }) => ({ name, d, entries: [...entries] }));
const text = (value: unknown) => strToU8(typeof value === 'string' ? value : JSON.stringify(value));

describe('one matrix', () => {
  const wanted = [{ name: '', d: 2, entries: [0.5, 1.5, 2.5, 3.5] }];
  const rows = [
    [0.5, 1.5],
    [2.5, 3.5],
  ];
  test.each([
    ['v.npy', writeNpy(array([2, 2]))],
    ['v.NPZ', writeNpz({ anything: array([2, 2]) })],
    ['v.csv', text('a,b\n0.5,1.5\n2.5,3.5\n')],
    ['v.txt', text('0.5 1.5\n2.5 3.5')],
    ['v.json', text(rows)],
  ])('%s', (file, bytes) => {
    expect(named(readMatrices(bytes, file))).toEqual(wanted);
  });
});

describe('a stack of matrices', () => {
  const { data } = array([3, 2, 2]);
  const wanted = [0, 1, 2].map((h) => ({ name: String(h), d: 2, entries: [...data.subarray(4 * h, 4 * h + 4)] }));
  const lists = wanted.map(({ entries: [a, b, c, d] }) => [
    [a, b],
    [c, d],
  ]);
  test.each([
    ['v.npy', writeNpy(array([3, 2, 2]))],
    ['v.npz', writeNpz({ heads: array([3, 2, 2]) })],
    ['v.json', text(lists)],
  ])('%s', (file, bytes) => {
    expect(named(readMatrices(bytes, file))).toEqual(wanted);
  });

  test('several arrays are called by their names', () => {
    const bytes = writeNpz({ one: array([2, 2]), more: array([2, 3, 3]) });
    expect(readMatrices(bytes, 'v.npz').map(({ name, d }) => [name, d])).toEqual([
      ['one', 2],
      ['more 0', 3],
      ['more 1', 3],
    ]);
  });
});

describe('anything else is refused in a sentence', () => {
  test.each([
    [
      'v.npy',
      writeNpy(array([3, 4])),
      /square matrix d×d, or a stack h×d×d of them, but its array has the shape \(3, 4\)/,
    ],
    ['v.npy', writeNpy(array([4])), /shape \(4\)/],
    ['v.npy', writeNpy(array([1, 1, 2, 2])), /shape \(1, 1, 2, 2\)/],
    ['v.npy', writeNpy({ shape: [0, 0], data: new Float64Array(0) }), /shape \(0, 0\)/],
    ['v.npy', writeNpy({ shape: [0, 2, 2], data: new Float64Array(0) }), /shape \(0, 2, 2\)/],
    ['v.npz', writeNpz({ good: array([2, 2]), bad: array([2, 3]) }), /its array bad has the shape \(2, 3\)/],
    ['v.csv', text('1,2\n3,nan'), /finite numbers, but row 1, column 1 is NaN/],
    ['v.json', text([[[1]], [[null]]]), /an entry is null/],
    ['v.json', text([[1, 2], [3]]), /hold a matrix such as/],
    ['v.json', text([[[1, 2], [3, 4]], [[1, 2]]]), /hold a matrix such as/], // biome-ignore format: one row a case
    ['v.json', text({ a: 1 }), /hold a matrix such as/],
    ['v.json', text([]), /hold a matrix such as/],
    ['v.json', text('[['), /does not parse/],
    ['v.npz', text('no zip'), /cannot be unpacked/],
    ['v.png', text(''), /end in \.npy, \.npz, \.csv, \.tsv, \.txt, \.json, but it ends in "png"/],
  ])('%s: %#', (file, bytes, sentence) => {
    expect(() => readMatrices(bytes, file)).toThrow(sentence);
  });
});
