/** parkade append end to end: a run kept with its steps, tokens added to it, and what is refused. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const path = (...names: string[]) => join(folder, ...names);
const json = (...names: string[]) => JSON.parse(readFileSync(path(...names), 'utf8'));

const old = [0.1, 1.3, 2.9, 4.4, 5];
const added = [0.7, 3.6];
const fixed = ['--beta', '16', '--until', '2', '--integrator', 'esdirk4', '--dt', '0.1'];
const simulate = (...words: string[]) => parkade(['simulate', ...words], folder);

simulate('--initial', old.join(','), ...fixed, '--out', 'fixed');
simulate('--initial', [...old, ...added].join(','), ...fixed, '--out', 'joint');
simulate('--tokens', '12', '--dimension', '3', '--beta', '9', '--until', '8', '--save-at', '0,2,8', '--out', 'space');
writeFileSync(path('more.json'), '[[0, 3, 4], [1, 0, 0]]');

describe('tokens added to a run', () => {
  test('with fixed steps give the very trajectory of the joint run, which verifies', () => {
    const { code, stdout, stderr } = parkade(
      ['append', 'fixed', '--initial', added.join(','), '--out', 'longer'],
      folder,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('2 tokens were added to the run in fixed, whose own 5 keep their bits');
    const [record, joint, base] = ['longer', 'joint', 'fixed'].map((name) => json(name, 'run.json'));
    expect(record.trajectory.sha256).toBe(joint.trajectory.sha256);
    expect(record.steps.sha256).toBe(joint.steps.sha256);
    expect(record.appended).toEqual({ run: 'fixed', tokens: 5, sha256: base.trajectory.sha256 });
    expect(readdirSync(path('longer')).sort()).toEqual(readdirSync(path('fixed')).sort());
    expect(parkade(['verify', 'longer'], folder)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Identical to the last bit/),
    });
  });

  test('come from a file, are normalised, and leave the bits of the others', () => {
    const { code, stdout } = parkade(['append', 'space', '--initial', 'more.json', '--out', 'more', '--json'], folder);
    expect(code).toBe(0);
    const record = JSON.parse(stdout);
    expect(record).toMatchObject({ folder: 'more', spec: { tokens: 14, dimension: 3 }, deviation: 0 });
    expect(record.spec.seed).toBeUndefined();
    expect(record.notes[0]).toMatch(/1 of 2 initial rows were not of unit length/);
    const tokens = ['space', 'more'].map((name) => {
      const { stdout } = parkade(['export', name, '--format', 'json', '--to', '-'], folder);
      return JSON.parse(stdout).tokens as number[][][];
    });
    expect(tokens[1].map((sample) => sample.slice(0, 12))).toEqual(tokens[0]);
    expect(tokens[1][0][12]).toEqual([0, 0.6, 0.8]);
    // An adaptive run is no repetition of one made at once.
    expect(parkade(['verify', 'more'], folder)).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('on its steps'),
    });
    expect(parkade(['show', 'more'], folder).stdout).toContain('2 tokens were added to the run in space');
  });

  test('and shown only, where no folder is given', () => {
    const before = readdirSync(folder);
    const { code, stdout } = parkade(['append', 'fixed', '--initial', '2'], folder);
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was saved');
    expect(readdirSync(folder)).toEqual(before);
  });
});

describe('steps', () => {
  test('are left out on request, and of runs that no token can be added to', () => {
    for (const [name, words] of [
      ['none', [...fixed, '--steps', 'never']],
      ['full', ['--beta', '4', '--until', '1', '--mask', 'full']],
      ['count', ['--beta', '4', '--until', '1', '--normalization', 'count']],
      ['single', ['--beta', '4', '--until', '1', '--precision', 'single']],
    ] as const) {
      expect(simulate('--initial', '1,2,3', ...words, '--out', name).code).toBe(0);
      expect(existsSync(path(name, 'steps.h5'))).toBe(false);
      expect(json(name, 'run.json').steps).toBeUndefined();
      expect(parkade(['verify', name], folder).code).toBe(0);
    }
  });

  test('that were changed are refused', () => {
    simulate('--initial', '1,2,3', ...fixed, '--out', 'changed');
    const record = json('changed', 'run.json');
    record.steps.sha256 = record.trajectory.sha256;
    writeFileSync(path('changed', 'run.json'), JSON.stringify(record));
    refused(
      ['append', 'changed', '--initial', '1'],
      /should hold the steps of its run.json, but its SHA-256 is another/,
    );
    refused(['verify', 'changed'], /should hold the steps of its run.json, but its SHA-256 is another/);
    rmSync(path('changed', 'steps.h5'));
    refused(['append', 'changed', '--initial', '1'], /steps.h5" should be a file that can be read/);
  });
});

function refused(words: readonly string[], sentence: RegExp): void {
  const before = readdirSync(folder);
  const { code, stdout, stderr } = parkade(words, folder);
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(readdirSync(folder)).toEqual(before);
}

test.each<readonly [readonly string[], RegExp]>([
  [['--initial', '1', '--beta', '4'], /"beta" should be as the run has it \(16\).* came as "4"; leave it out/],
  [['--initial', '1', '--until', '4'], /"until" should be as the run has it \(2\)/],
  [['--initial', '1', '--seed', '4'], /"seed" should be as the run has it, since/],
  [
    ['--initial', '[[1,0,0]]'],
    /"initial" should have rows of 2 numbers, as the tokens of the run, but its rows have 3/,
  ],
  [['--initial', '[[0,0]]'], /"initial" should hold rows with a direction, but row 0 is zero/],
  [['--initial', 'uniform'], /"initial" should be the new tokens themselves/],
  [['--initial', 'absent.json'], /there is no such file/],
  [[], /"initial" should be the new tokens .* is missing/],
  [['--initial', '1', '--out', 'joint'], /"joint" should be the name of a new folder/],
])('append fixed %j is refused', (words, sentence) =>
  refused(['append', 'fixed', ...words, ...(words.includes('--out') ? [] : ['--out', 'never'])], sentence),
);

test('runs without steps are refused, with the way to get them or the reason why there are none', () => {
  refused(
    ['append', 'none', '--initial', '1'],
    /kept without them; make it again with "parkade simulate none\/run.json/,
  );
  refused(['append', 'full', '--initial', '1'], /since its mask is full/);
  refused(['append', 'count', '--initial', '1'], /divided by n/);
  refused(['append', 'single', '--initial', '1'], /single precision/);
  refused(['append', 'nowhere', '--initial', '1'], /should be the folder of a run, but does not exist/);
  refused(
    ['simulate', '--beta', '4', '--until', '1', '--mask', 'full', '--steps', 'always', '--out', 'never'],
    /"--steps" always should come with a causal softmax run in double precision/,
  );
});
