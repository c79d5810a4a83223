import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parkade as asked } from './parkade.ts';

const folder = mkdtempSync(join(tmpdir(), 'parkade-equilibria-'));
const run = join(folder, 'run');
const parkade = (...args: readonly string[]) => asked(args, folder);

beforeAll(() => {
  const setting = ['--beta', '4', '--dimension', '3', '--value', '1,.6,-.3', '--tokens', '6', '--until', '60'];
  expect(parkade('simulate', ...setting, '--out', run).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

const splay = '--initial equispaced --tokens 3 --dimension 2 --query -1 --mask full --normalization count'.split(' ');

test('the end of a stored run, in words', () => {
  const { code, stdout, stderr } = parkade('equilibria', run);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^A rest: (two opposite places ±ξ|all 6 tokens in one place)/);
  expect(stdout).toContain('Stable: all 12 eigenvalues that decide have negative real parts, the largest -0.');
  expect(stdout).toMatch(/real part +imaginary part +how many +a disturbance/);
});

test('the same as JSON, from the specification as from the run', () => {
  const stored = JSON.parse(parkade('equilibria', run, '--json').stdout);
  const fresh = JSON.parse(parkade('equilibria', join(run, 'run.json'), '--json').stdout);
  expect(stored).toMatchObject({ format: 'parkade-equilibrium', status: 'rest', stability: 'stable', growing: 0 });
  expect(stored.eigenvalues.re).toHaveLength(12);
  expect(stored.tokens).toHaveLength(6);
  expect(stored.configuration.places).toHaveLength(6);
  expect(fresh.tokens).toEqual(stored.tokens);
  expect(fresh.eigenvalues).toEqual(stored.eigenvalues);
});

test('a picture, in the format that its ending says', () => {
  const file = join(folder, 'rest.svg');
  const { code, stdout } = parkade('equilibria', run, '--to', file);
  expect(code).toBe(0);
  expect(stdout).toContain(`${file}: drawn.`);
  const svg = readFileSync(file, 'utf8');
  expect(svg.match(/data-panel="(tokens|spectrum)"/g)).toHaveLength(2);
  const counts = [...svg.matchAll(/data-eigenvalues="(\d+)"/g)].map(([, count]) => Number(count));
  expect(counts.reduce((sum, count) => sum + count)).toBe(12);
  const again = parkade('equilibria', run, '--to', file);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('--force');
  expect(parkade('equilibria', run, '--to', join(folder, 'rest.gif')).stderr).toContain('"--to" should be one of');
});

test('without an end no run is made: tokens that nothing would lead to are refined themselves', () => {
  for (const [beta, word] of [
    ['0.6', 'Unstable: 2 of the 2 eigenvalues that decide have positive real parts, the largest 0.067'],
    ['0.7', 'Stable: all 2 eigenvalues that decide have negative real parts, the largest -0.035'],
  ]) {
    const { code, stdout } = parkade('equilibria', ...splay, '--beta', beta);
    expect(code).toBe(0);
    expect(stdout).toContain('A rest: 3 tokens spread evenly over a circle, a splay state.');
    expect(stdout).toContain(word);
    expect(stdout).toContain('1 eigenvalue is neutral by symmetry');
    expect(stdout.replace(/\s+/g, ' ')).toContain('No run was made');
  }
});

test('a rotating wave', () => {
  const spec = join(folder, 'wave.json');
  writeFileSync(
    spec,
    '{"beta": 2, "value": [[1, -0.5], [0.5, 1]], "tokens": 8, "dimension": 2, "mask": "full", "until": 40}',
  );
  const { code, stdout } = parkade('equilibria', spec);
  expect(code).toBe(0);
  expect(stdout).toContain('A rotating wave that turns by 0.5 rad per unit of time: all 8 tokens in one place.');
  expect(stdout).toContain('Stable, in the frame that turns with it:');
});

test('tokens of a file, with the equation from flags', () => {
  const { code, stdout } = parkade('equilibria', join(run, 'trajectory.h5'), '--value', '1,.6,-.3', '--json');
  expect(code).toBe(0);
  const stored = JSON.parse(parkade('equilibria', run, '--json').stdout);
  expect(JSON.parse(stdout).eigenvalues).toEqual(stored.eigenvalues);
});

test('where there is no rest near, exit code 1 and nothing drawn', () => {
  const file = join(folder, 'none.svg');
  const { code, stdout } = parkade(
    'equilibria',
    '--initial',
    '[0, 0, 1.5, 1.5]',
    '--beta',
    '40',
    '--dimension',
    '2',
    '--to',
    file,
  );
  expect(code).toBe(1);
  expect(stdout).toContain('No rest and no rotating wave was found near these tokens');
  expect(stdout).toContain('They drift, though slowly');
  expect(existsSync(file)).toBe(false);
});

test.each([
  [[], '"beta" should be'],
  [['nowhere'], '"nowhere" should be the folder of a run'],
  [[run, '--beta', '3'], `"--beta" should come with a specification, but "${run}" is a run, which has one of its own`],
  [[run, '--within', '-1'], '"--within" should be an angle above 0, but came as -1'],
  [[run, '--to', '-', '--json'], 'standard output'],
  [
    ['--beta', '1', '--mask', 'full', '--tokens', '1600', '--dimension', '2'],
    '"tokens" should have at most 1500 coordinates in all',
  ],
])('wrong input %#', (words, says) => {
  const { code, stdout, stderr } = parkade('equilibria', ...words);
  expect(stderr.replace(/\s+/g, ' ')).toContain(says);
  expect(code).toBe(2);
  expect(stdout).not.toContain('A rest');
});
