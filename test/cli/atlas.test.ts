/** parkade atlas end to end: a small one, stopped and continued, its counterexamples, and what is refused. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { main, parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const small = ['atlas', '--runs', '11', '--seed', '166']; // seeds that settle soon

/** Starts a small atlas and stops it once some cells have ended. */
async function stopped(): Promise<number | null> {
  const child = spawn(process.execPath, [main, ...small, '--threads', '1', '--out', 'small'], { cwd: folder });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const journal = join(folder, 'small.partial.jsonl');
  const lines = () => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 1 : 0);
  while (lines() < 3 && child.exitCode === null) await wait(20);
  child.kill('SIGINT');
  return ended;
}

test('an atlas that is stopped goes on where it was, and ends in a folder of results', async () => {
  expect(await stopped()).toBe(130);
  expect(existsSync(join(folder, 'small'))).toBe(false);
  const { code, stdout, stderr } = parkade([...small, '--out', 'small', '--json'], folder);
  expect(stderr).toBe('');
  const result = JSON.parse(stdout);
  expect([0, 1]).toContain(code); // a run a row: whether one of them is undecided is not for this test
  expect(code).toBe(result.report.asPredicted ? 0 : 1);
  expect(result).toMatchObject({ folder: 'small', format: 'parkade-experiment', preset: 'atlas' });
  expect(result.report.table.rows).toHaveLength(11);
  expect(existsSync(join(folder, 'small.partial.jsonl'))).toBe(false);
  const { cells, values } = JSON.parse(readFileSync(join(folder, 'small', 'values.json'), 'utf8'));
  expect(cells.flatMap(({ seeds }: { seeds: number[] }) => seeds)).toEqual(
    Array.from({ length: 11 }, (_, i) => 166 + i),
  );
  expect(values.map(({ row }: { row: string }) => row)).toEqual(cells.map(({ row }: { row: string }) => row));
  expect(readFileSync(join(folder, 'small', 'figure.svg'), 'utf8')).toContain('by the largest eigenvalue of V');
});

test('its counterexamples are specifications that run', () => {
  const names = readdirSync(join(folder, 'small', 'counterexamples'));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(name).toMatch(/^row-[a-z0-9-]+-\d+\.json$/);
  const { code, stdout } = parkade(['simulate', join('small', 'counterexamples', names[0]), '--json'], folder);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).status).toBe('completed');
});

test('is only replaced when told to, and only if it holds nothing else', () => {
  const again = () => parkade([...small, '--runs', '22', '--out', 'small', '--json', '--force'], folder);
  expect(parkade([...small, '--out', 'small'], folder)).toMatchObject({ code: 2, stdout: '' });
  const foreign = join(folder, 'small', 'counterexamples', 'notes.txt');
  writeFileSync(foreign, 'mine');
  const refused = again();
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/should hold nothing but a run .* also holds counterexamples/);
  expect(readFileSync(foreign, 'utf8')).toBe('mine');
});

test.each<readonly [readonly string[], RegExp]>([
  [['--runs', '5'], /"runs" should be a whole number from 11, a run for every row, to 10000000, but came as 5/],
  [['--runs', '20.5'], /"runs" should be a whole number from 11/],
  [['--runs', 'many'], /"--runs" should be a finite number, but came as "many"/],
  [['--seed', '-1'], /"seed" should be a whole number from 0/],
  [['--rows', '3'], /"--rows" is no option of parkade atlas; did you mean --runs\?/],
])('atlas %j is refused', (words, sentence) => {
  const { code, stdout, stderr } = parkade(['atlas', ...words, '--out', 'never'], folder);
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(readdirSync(folder)).not.toContain('never');
});

test('help has an example', () => {
  const { code, stdout } = parkade(['atlas', '--help'], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/parkade atlas --runs 1100 --out/);
});
