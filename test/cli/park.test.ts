/** parkade park end to end: counts, predictions, files, what is refused, Ctrl-C. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renyiCenters, strongRenyiCenters } from '../../src/analysis/renyi-centers.ts';
import { uniform } from '../../src/initial/uniform.ts';
import { main, parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const json = (...names: string[]) => JSON.parse(readFileSync(join(folder, ...names), 'utf8'));
const park = (...words: string[]) => parkade(['park', ...words], folder);

describe('park', () => {
  test('on the circle: a table, a record, a figure', () => {
    const { code, stdout, stderr } = park('--tokens', '1e3', '--delta', '0.1', '--runs', '5', '--out', 'circle');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/tokens +strong ± s\.e\. +predicted +off by +Rényi ± s\.e\. +predicted +off by/);
    expect(stdout).toMatch(/\n +1000 .*s\.e\..*s\.e\.\n/);
    expect(readdirSync(join(folder, 'circle')).sort()).toEqual(['figure.png', 'figure.svg', 'park.json']);
    const record = json('circle', 'park.json');
    expect(record).toMatchObject({
      format: 'parkade-parking',
      formatVersion: 1,
      indexBase: 0,
      parameters: { tokens: 1000, dimension: 2, delta: 0.1, runs: 5, seed: 1, initial: 'uniform' },
    });
    expect(record.ns.at(-1)).toBe(1000);
    for (const kind of ['strong', 'renyi']) {
      expect(record[kind].runs).toHaveLength(5);
      for (const list of ['mean', 'standardError', 'predicted', 'deviation'])
        expect(record[kind][list]).toHaveLength(record.ns.length);
      expect(record[kind].prediction).toBe('exact');
      expect(Math.abs(record[kind].deviation.at(-1))).toBeLessThan(4);
    }
    expect(readFileSync(join(folder, 'circle', 'figure.svg'), 'utf8')).toContain('Tokens that park');
  });

  test('finds the centers of the tokens that simulate has, run by run', () => {
    const { code, stdout } = park(
      '--tokens',
      '400',
      '--dimension',
      '3',
      '--delta',
      '0.4',
      '--seed',
      '7',
      '--runs',
      '2',
      '--json',
    );
    expect(code).toBe(0);
    const { strong, renyi, centers } = JSON.parse(stdout);
    const shape = { n: 400, d: 3 };
    expect(centers).toEqual({
      strong: strongRenyiCenters(uniform.sample({}, shape, 7), shape, 0.4),
      renyi: renyiCenters(uniform.sample({}, shape, 7), shape, 0.4),
    });
    for (const r of [0, 1]) {
      const x = uniform.sample({}, shape, 7 + r);
      expect(strong.runs[r].at(-1)).toBe(strongRenyiCenters(x, shape, 0.4).length);
      expect(renyi.runs[r].at(-1)).toBe(renyiCenters(x, shape, 0.4).length);
    }
    expect(renyi.prediction).toBe('asymptote');
  });

  test('tells on spheres that the prediction is an asymptote, and without a folder that nothing was saved', () => {
    const { code, stdout } = park('--tokens', '500', '--dimension', '3', '--delta', '0.4');
    expect(code).toBe(0);
    expect(stdout).toContain('asymptote, δ → 0, n → ∞');
    expect(stdout).toContain('Nothing was saved');
  });

  test('knows von Mises–Fisher tokens, for which nothing is predicted', () => {
    writeFileSync(join(folder, 'means.json'), '[[0, 1], [1, 0]]');
    const words = ['--tokens', '300', '--delta', '0.1', '--initial', 'von-mises-fisher', '--concentration', '50'];
    const { code, stdout } = park(...words, '--directions', 'means.json', '--json');
    expect(code).toBe(0);
    const { renyi, strong } = JSON.parse(stdout);
    expect([renyi.prediction, strong.predicted.at(-1)]).toEqual([null, null]);
  });

  test('several runs at the same time come to the same as one after the other', () => {
    const [alone, together] = ['1', '2'].map((threads) => {
      const words = ['--tokens', '4e5', '--delta', '0.02', '--seed', '3', '--runs', '3', '--json'];
      const { code, stdout, stderr } = park(...words, '--threads', threads);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { seconds: _, ...record } = JSON.parse(stdout);
      return record;
    });
    expect(together).toEqual(alone);
    expect(together.renyi.runs).toHaveLength(3);
    expect(together.centers.renyi).toHaveLength(together.renyi.runs[0].at(-1));
  });

  test('replaces its own folder with --force only, and nothing else', () => {
    expect(park('--tokens', '10', '--delta', '1', '--out', 'again').code).toBe(0);
    expect(park('--tokens', '10', '--delta', '1', '--out', 'again').code).toBe(2);
    expect(park('--tokens', '20', '--delta', '1', '--out', 'again', '--force').code).toBe(0);
    expect(json('again', 'park.json').parameters.tokens).toBe(20);
    writeFileSync(join(folder, 'again', 'notes.txt'), 'mine');
    const { code, stderr } = park('--tokens', '10', '--delta', '1', '--out', 'again', '--force');
    expect(code).toBe(2);
    expect(stderr).toContain('also holds notes.txt');
  });
});

test.each<readonly [readonly string[], RegExp]>([
  [['--delta', '0'], /"delta" should be a separation strictly between 0 and π radians, but came as 0/],
  [['--delta', '3.2'], /"delta" should be a separation strictly between 0 and π/],
  [['--delta', 'wide'], /"delta" should be a separation .* came as "wide"/],
  [[], /"--delta" should be given/],
  [['--delta', '1', '--dimension', '1'], /"dimension" should be a whole number from 2 to 100, but came as 1/],
  [
    ['--delta', '1', '--tokens', '1e10'],
    /"tokens" should be a whole number from 1 to 1000000000, but came as 10000000000/,
  ],
  [['--delta', '1', '--tokens', '1.5'], /"tokens" should be a whole number/],
  [['--delta', '1e-9', '--tokens', '1e9'], /"tokens" should leave no more than 50000000 centers in dimension 2/],
  [['--delta', '1', '--runs', '0'], /"runs" should be a whole number from 1 to 10000/],
  [
    ['--delta', '1', '--seed', '9007199254740991', '--runs', '2'],
    /"seed" should be a whole number from 0 to 9007199254740990/,
  ],
  [['--delta', '1', '--initial', 'equispaced'], /"initial" should be one of uniform, von-mises-fisher/],
  [['--delta', '1', '--concentration', '3'], /"concentration" should come only with initial von-mises-fisher/],
  [['--delta', '1', '--initial', 'von-mises-fisher'], /"directions" should be a list of rows/],
  [['--delta', '1', '--token', '3'], /"--token" is no option of parkade park; did you mean --tokens\?/],
])('park %j is refused', (words, sentence) => {
  const before = readdirSync(folder);
  const { code, stdout, stderr } = park(...words, '--out', 'never');
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(readdirSync(folder)).toEqual(before);
});

test.each(['1', '3'])('Ctrl-C stops it, runs %s, says so, and leaves nothing', async (runs) => {
  const before = readdirSync(folder);
  const words = ['park', '--tokens', '1e9', '--delta', '0.01', '--runs', runs, '--threads', '2', '--out', 'stopped'];
  const child = spawn(process.execPath, [main, ...words], { cwd: folder });
  let stdout = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  const begun = (name: string) => name.startsWith('.stopped.tmp-');
  while (!readdirSync(folder).some(begun)) await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 500)); // well within a run of minutes
  child.kill('SIGINT');
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect({ code, stdout: stdout.trim() }).toEqual({ code: 130, stdout: 'Stopped: nothing was written.' });
  expect(readdirSync(folder)).toEqual(before);
});
