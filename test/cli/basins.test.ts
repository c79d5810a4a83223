/** parkade basins end to end: data, pictures, and what is refused. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const json = (...names: string[]) => JSON.parse(readFileSync(join(folder, ...names), 'utf8'));
const simulate = (...words: string[]) => parkade(['simulate', ...words], folder);

simulate('--tokens', '30', '--beta', '25', '--until', '20', '--save-at', '0,20', '--out', 'circle');
simulate('--tokens', '20', '--dimension', '3', '--beta', '9', '--until', '10', '--save-at', '0,10', '--out', 'sphere');
simulate('--tokens', '5', '--dimension', '4', '--beta', '9', '--until', '1', '--save-at', '0,1', '--out', 'four');
simulate('--tokens', '5', '--beta', '9', '--until', '1', '--steps', 'never', '--out', 'none');

describe('basins', () => {
  test('of the circle lie in the folder of the run, which stays a run', () => {
    const { code, stdout, stderr } = parkade(['basins', 'circle', '--grid', '24'], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/24 starting points of one more token, t = 20: \d+ undecided/);
    const record = json('circle', 'basins.json');
    const { sha256 } = json('circle', 'run.json').trajectory;
    expect(record).toMatchObject({ format: 'parkade-basins', at: 20, indexBase: 0, run: { folder: 'circle', sha256 } });
    for (const key of ['starts', 'cluster', 'captured', 'undecided']) expect(record[key]).toHaveLength(24);
    const members = record.clusters.flatMap(({ tokens }: { tokens: number[] }) => tokens);
    expect(members.sort((a: number, b: number) => a - b)).toEqual([...Array(30).keys()]);
    const shares = record.clusters.reduce((sum: number, { share }: { share: number }) => sum + share, 0);
    const undecided = record.undecided.filter((flag: boolean) => flag).length;
    expect(shares).toBeCloseTo(1 - undecided / 24, 12);
    expect(
      readFileSync(join(folder, 'circle', 'basins.png'))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(readFileSync(join(folder, 'circle', 'basins.svg'), 'utf8')).toContain('Where one more token goes');
    expect(parkade(['verify', 'circle'], folder).code).toBe(0);
    const again = parkade(['basins', 'circle', '--grid', '12'], folder);
    expect(again).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/basins.svg" should be the name of a new file, .* --force/),
    });
    expect(json('circle', 'basins.json').starts).toHaveLength(24);
    expect(parkade(['basins', 'circle', '--grid', '12', '--force'], folder).code).toBe(0);
    expect(simulate('--tokens', '9', '--beta', '2', '--until', '1', '--out', 'circle', '--force').code).toBe(0);
  });

  test('of the sphere, at an earlier time, in another folder', () => {
    const words = ['basins', 'sphere', '--grid', '8x4', '--at', '6', '--threshold', '0.3', '--out', 'map', '--json'];
    const { code, stdout } = parkade(words, folder);
    expect(code).toBe(0);
    const { grid, parameters, at, starts } = JSON.parse(stdout);
    expect({ grid, at, starts: starts.length }).toEqual({
      grid: { kind: 'sphere', longitudes: 8, latitudes: 4 },
      at: 6,
      starts: 32,
    });
    expect(parameters.threshold).toBe(0.3);
    expect(readdirSync(join(folder, 'map')).sort()).toEqual(['basins.json', 'basins.png', 'basins.svg']);
    expect(readdirSync(join(folder, 'sphere'))).not.toContain('basins.json');
  });
});

test.each<readonly [readonly string[], RegExp]>([
  [
    ['sphere', '--grid', '360'],
    /"grid" should be numbers of longitudes and latitudes, .* such as 64x32, but came as "360"/,
  ],
  [['none', '--grid', '4x4'], /"grid" should be a number of starting points on the circle/],
  [['none', '--grid', '0'], /"grid" should be a number of starting points on the circle from 2 to 100000/],
  [['none'], /"none" should hold the steps of its run, but it was kept without them/],
  [['four'], /"grid" should cover the circle or the sphere, but the tokens of the run have dimension 4/],
  [['sphere', '--at', '11'], /"at" should be a time from 0 to 10, which the run reached, but came as 11/],
  [['sphere', '--at', 'soon'], /"at" should be a time, but came as "soon"/],
  [['sphere', '--radius', '4'], /"radius" should be a radius strictly between 0 and π/],
  [['nowhere'], /should be the folder of a run, but does not exist/],
])('basins %j is refused', (words, sentence) => {
  mkdirSync(join(folder, 'never'), { recursive: true });
  const { code, stdout, stderr } = parkade(['basins', ...words, '--out', 'never'], folder);
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(readdirSync(join(folder, 'never'))).toEqual([]);
});
