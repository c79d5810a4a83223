/** Tokens recorded elsewhere: parkade measure and draw take a file as they take the folder of a run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeNpy } from '../../src/formats/npy.ts';
import { writeNpz } from '../../src/formats/npz.ts';
import { readRecordedTokens } from '../../src/node/store/recorded-tokens.ts';
import { draw } from '../support/draw.ts';
import { parkade, scratchFolder } from './parkade.ts';

/** Gaussian numbers. */
function normals(seed: number, count: number): Float64Array {
  const { normal } = draw(seed);
  return Float64Array.from({ length: count }, normal);
}

const folder = scratchFolder();
const json = (...words: string[]) => JSON.parse(parkade([...words, '--json'], folder).stdout);

beforeAll(() => {
  const words = ['simulate', '--tokens', '12', '--beta', '9', '--until', '2', '--out', 'run'];
  expect(parkade(words, folder).code).toBe(0);
  expect(parkade(['export', 'run', '--format', 'npz', '--to', 'run.npz'], folder).code).toBe(0);
  // Four layers of five tokens in dimension six, none of unit length.
  writeFileSync(join(folder, 'layers.npy'), writeNpy({ shape: [4, 5, 6], data: normals(7, 120) }));
});

describe('a run in a file', () => {
  test.each(['run/trajectory.h5', 'run.npz'])('is measured as in its folder: %s', (file) => {
    const { file: named, tokens, dimension, space, beta, ...measured } = json('measure', file);
    expect({ named, tokens, dimension, space, beta }).toEqual({
      ...{ named: file, tokens: 12, dimension: 2, space: 'sphere', beta: 9 },
    });
    expect(measured).toEqual(json('measure', 'run'));
  });

  test('in .npy has neither times nor β, until that is given', async () => {
    const { ts, xs, shape } = await readRecordedTokens(join(folder, 'run', 'trajectory.h5'), undefined);
    writeFileSync(join(folder, 'run.npy'), writeNpy({ shape: [ts.length, shape.n, shape.d], data: xs }));
    const { energy, times, parameters } = json('measure', 'run.npy');
    expect({ energy, last: times.at(-1), parameters }).toEqual({
      ...{ energy: undefined, last: 100, parameters: { delta: Math.PI / 2, threshold: 0.5, radius: [0.5] } },
    });
    expect(json('measure', 'run.npy', '--beta', '9').energy).toEqual(json('measure', 'run').energy);
  });
});

describe('layers', () => {
  test('are measured by their directions, with their lengths beside', () => {
    const { stdout } = parkade(['measure', 'layers.npy'], folder);
    expect(stdout).toMatch(/smallest \|x\|/);
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      /layers.npy holds 5 tokens in dimension 6 at 4 times, not all of unit length/,
    );
    expect(stdout).not.toMatch(/mean kernel/);
  });

  test('are drawn, into a file of their name that is never replaced unasked', () => {
    expect(parkade(['draw', 'layers.npy'], folder)).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'layers.svg'), 'utf8')).toContain('5 tokens of R⁶ by their directions');
    expect(parkade(['draw', 'layers.npy'], folder)).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('layers.svg') },
    });
    expect(parkade(['draw', 'layers.npy', '--force'], folder)).toMatchObject({ code: 0 });
  });
});

describe('what is no recording is refused, and nothing is written', () => {
  beforeAll(() => {
    writeFileSync(join(folder, 'notes.md'), '# Notes');
    writeFileSync(join(folder, 'empty.h5'), '');
    const one = { shape: [2, 3, 2], data: normals(1, 12) };
    writeFileSync(join(folder, 'two.npz'), writeNpz({ a: one, b: one }));
  });

  test.each([
    [
      ['measure', 'notes.md'],
      /the folder of a run, or a file of tokens that ends in .npy, .npz or .h5, but is a file that ends in "md"/,
    ],
    [['measure', 'none.npy'], /"none.npy" should be a file that can be read, but it does not exist/],
    [['measure', 'none'], /should be the folder of a run, but does not exist/],
    [['measure', 'empty.h5'], /"empty.h5" should hold tokens in HDF5, but its first bytes are not HDF5's/],
    [['measure', 'two.npz'], /one array, or one called tokens, but it holds a, b/],
    [['measure', 'layers.npy', '--observe', 'energy'], /"beta" should come with the measurement energy/],
    [['measure', 'layers.npy', '--beta', '-1'], /"beta" should be a finite number ≥ 0/],
    [
      ['measure', 'run', '--beta', '9'],
      /"--beta" should come with a file of tokens, but "run" is a run, which has β = 9/,
    ],
    [['measure', 'run/steps.h5'], /a time for each of its \d+ states, but its times are \d+/],
    [['draw', 'layers.npy', '--figure', 'circle', '--to', 'no.svg'], /for tokens of dimension 6/],
    [['draw', 'layers.npy', '--figure', 'merge-tree', '--to', 'no.svg'], /a file of tokens holds none/],
    [['draw', 'layers.npy', '--run', '2', '--to', 'no.svg'], /"--run" should come with the folder of a preset/],
    [['draw', 'layers.npy', '--times', '7', '--to', 'no.svg'], /between the first and the last saved time, 0 and 3/],
    [['draw', 'run', '--beta', '9', '--to', 'no.svg'], /"--beta" should come with a file of tokens/],
  ])('parkade %j', (words, sentence) => {
    const { code, stderr } = parkade(words, folder);
    expect(stderr.replaceAll('\n', ' ')).toMatch(sentence);
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'no.svg'))).toBe(false);
  });
});
