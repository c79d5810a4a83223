/** What a run gives depends neither on threads nor on the version of Node. An ensemble on one thread and on two: goes-on.test.ts. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtUrl } from '../support/built.ts';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const record = (out: string) => JSON.parse(readFileSync(join(folder, out, 'run.json'), 'utf8'));

// Fields of half a millisecond and more: enough for a second thread.
const runs = {
  'd = 3, directly': '--tokens 1200 --dimension 3 --beta 9 --field direct --integrator rk4 --dt 0.5 --until 1',
  'd = 2, by harmonics': '--tokens 3000 --dimension 2 --beta 64 --integrator rk4 --dt 0.5 --until 1',
};

test.each(Object.entries(runs))('%s: --threads 1 and --threads 2 give the same trajectory', (name, words) => {
  const hashes = [1, 2].map((threads) => {
    const out = `${name.length}-${threads}`;
    const rest = ['--save-at', '0,1', '--observe', 'none', '--threads', String(threads), '--out', out];
    expect(parkade(['simulate', ...words.split(' '), ...rest], folder)).toMatchObject({ code: 0, stderr: '' });
    const { sha256 } = record(out).trajectory;
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    return sha256;
  });
  expect(hashes[1]).toBe(hashes[0]);
});

test.each(['0', '-1', '1.5', 'two', 'NaN', ''])('--threads "%s" is one sentence, and nothing is written', (count) => {
  const words = ['simulate', '--beta', '4', '--until', '1', '--threads', count, '--out', 'never'];
  const { code, stdout, stderr } = parkade(words, folder);
  expect(stderr).toBe(
    `parkade: "--threads" should be a whole number ≥ 1, but came as "${count}"; the default is the number of cores.\n`,
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(() => record('never')).toThrow('ENOENT');
});

/** Another version of Node than this one, where .ci/run or a person says there is one. */
const other = process.env.PARKADE_OTHER_NODE || null;

/** Prints, for each specification, the path of the field and the hash of the trajectory. */
const program = `
import { run } from ${JSON.stringify(builtUrl('index'))};
import { trajectoryHash } from ${JSON.stringify(builtUrl('node/store/run-folder'))};
const base = { until: 2, saveAt: [0, 1, 2], observe: 'none', seed: 3 };
const told = [];
for (const spec of [
  { tokens: 700, dimension: 2, beta: 64 },
  { tokens: 500, dimension: 2, beta: 9, query: { gaussian: 1 }, key: { gaussian: 2 }, field: 'harmonic', atol: 1e-8 },
  { tokens: 900, dimension: 3, beta: 64 },
  { tokens: 150, dimension: 64, beta: 9 },
]) {
  const { trajectory } = await run({ ...base, ...spec });
  told.push({ status: trajectory.status, path: trajectory.fieldReport.path, sha256: trajectoryHash(trajectory) });
}
console.log(JSON.stringify(told));
`;

describe('two versions of Node', () => {
  test.skipIf(other === null)('give the same bits (needs PARKADE_OTHER_NODE, the path of another node)', () => {
    const [here, there] = [process.execPath, other as string].map((node) => {
      const { stdout, stderr } = spawnSync(node, ['--input-type=module', '-e', program], { encoding: 'utf8' });
      expect(stderr).toBe('');
      return JSON.parse(stdout) as { status: string; path: string; sha256: string }[];
    });
    expect(here.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed', 'completed']);
    expect(here.map(({ path }) => path)).toEqual([
      expect.stringMatching(/^direct.*harmonic from row \d+$/),
      'harmonic',
      expect.stringMatching(/^direct, (local|harmonic) from row \d+/),
      'direct',
    ]);
    expect(new Set(here.map(({ sha256 }) => sha256)).size).toBe(4);
    expect(there).toEqual(here);
  });
});
