/** parkade spectra: matrices from files, a table, a folder; wrong input in one sentence. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeNpy } from '../../src/formats/npy.ts';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
// Two heads: λ_max = 1 twice, and −1 once.
put('heads.npy', writeNpy({ shape: [2, 2, 2], data: Float64Array.of(1, 0, 0, 1, -1, 0, 0, -2) }));
put('v.csv', '0,-1\n1,0\n');
put('near.json', '[[1, 0], [0, 0.999]]');
put('zeros.json', '[[0, 0], [0, 0]]');
put('wide.npy', writeNpy({ shape: [2, 3], data: new Float64Array(6) }));

describe('the eigenvalues of files', () => {
  test('of no row of the table have a dash for its status', () => {
    const { code, stdout } = parkade(['spectra', 'zeros.json'], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/zeros\.json +2 +0 \(2 times\) +zero +2 +0 +no row for λ = 0 +–\n/);
  });

  test('are told, one row a matrix, and kept with a figure', () => {
    const { code, stdout, stderr } = parkade(['spectra', 'heads.npy', 'v.csv', '--out', 'kept'], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/heads\.npy 0 +2 +1 \(2 times\) +positive +2 +1 +one point, where the first token began/);
    expect(stdout).toMatch(/heads\.npy 1 +2 +−1 +negative +1 +2 +two clouds, around ξ and −ξ/);
    expect(stdout).toMatch(/v\.csv +2 +0 ± 1i +zero +– +1 +no row for complex λ +–\n/);
    expect(stdout).toContain('λ_max is real in 2 of 3 and has a negative real part in 1');
    expect(readdirSync(join(folder, 'kept')).sort()).toEqual(['figure.png', 'figure.svg', 'spectra.json']);
    const { matrices } = JSON.parse(readFileSync(join(folder, 'kept', 'spectra.json'), 'utf8'));
    expect(matrices.map(({ re }: { re: number[] }) => [...re].sort())).toEqual([
      [1, 1],
      [-1, -2],
      [0, 0],
    ]);
  });

  test('are one JSON document with --json, the same as in the folder', () => {
    const { code, stdout } = parkade(['spectra', 'heads.npy', 'v.csv', '--json'], folder);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(join(folder, 'kept', 'spectra.json'), 'utf8')));
  });

  test('count as equal within the tolerance', () => {
    const multiplicity = (...flags: string[]) =>
      JSON.parse(parkade(['spectra', 'near.json', '--json', ...flags], folder).stdout).matrices[0].leading.multiplicity;
    expect(multiplicity()).toBe(1);
    expect(multiplicity('--tolerance', '1e-2')).toBe(2);
  });

  test('replace only spectra, and only with --force', () => {
    expect(parkade(['spectra', 'v.csv', '--out', 'kept'], folder).code).toBe(2);
    expect(parkade(['spectra', 'v.csv', '--out', 'kept', '--force'], folder).code).toBe(0);
    mkdirSync(join(folder, 'mine'));
    put('mine/thesis.txt', 'years of work');
    const { code, stderr } = parkade(['spectra', 'v.csv', '--out', 'mine', '--force'], folder);
    expect(code).toBe(2);
    expect(stderr).toContain('also holds thesis.txt');
  });
});

describe('wrong input is one sentence, exit code 2, and nothing written', () => {
  test.each([
    [[], /should come with files of matrices/],
    [['missing.npy'], /does not exist/],
    [['wide.npy'], /square matrix d×d, or a stack h×d×d/],
    [['v.csv', '--tolerance', '2'], /share of the norm from 0 to below 1/],
    [['v.csv', '--tolerance', 'much'], /finite number/],
    [['.'], /should be a file that can be read/],
  ])('%j', (words, sentence) => {
    const { code, stdout, stderr } = parkade(['spectra', ...words, '--out', 'never'], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });
});
