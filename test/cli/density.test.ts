/** parkade density end to end: tables, records, figures, what is refused. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const density = (...words: string[]) => parkade(['density', ...words], folder);
const json = (...names: string[]) => JSON.parse(readFileSync(join(folder, ...names), 'utf8'));

describe('a density in time', () => {
  test('a table, a record, a figure', () => {
    const { code, stdout, stderr } = density('--beta', '4', '--kappa', '5', '--until', '1', '--out', 'full');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('SA of infinitely many tokens on the circle, β = 4, noise √(2/κ) with κ = 5');
    expect(stdout).toMatch(/t +strongest +degree 1 +degree 2 .* highest +peaks +degrees\n/);
    expect(stdout).toContain('waves of degree 1 grow, of degree 1 fastest, like e^{0.01588 t}');
    expect(readdirSync(join(folder, 'full')).sort()).toEqual(['density.json', 'figure.png', 'figure.svg']);
    const record = json('full', 'density.json');
    expect(record).toMatchObject({ format: 'parkade-density', status: 'completed', space: 'circle' });
    expect(record.states).toHaveLength(161);
    expect(record.states[0].coefficients[0]).toBeCloseTo(0.44639, 5);
  });

  test('causal, with a start that turns: positions in the record; the same from the library by --json', () => {
    const { code, stdout } = density(
      ...['--beta', '2', '--kappa', '6', '--mask', 'causal', '--turn', '0.5', '--save-at', '0,0.2', '--json'],
    );
    expect(code).toBe(0);
    const { states } = JSON.parse(stdout);
    expect(states).toHaveLength(2);
    const { positions } = states[1];
    expect(positions.length).toBeGreaterThanOrEqual(12);
    expect(positions[0].coefficients[1]).toBeLessThan(positions.at(-1).coefficients[1]);
  });

  test('says that a causal mask does nothing to a start of one law, and that tokens contract to points', () => {
    const causal = density('--beta', '1', '--kappa', '3', '--mask', 'causal', '--until', '0.2');
    expect(causal.stdout).toContain('the causal mask changes nothing as n → ∞');
    const narrow = density('--beta', '1', '--concentration', '8000', '--save-at', '0,1,2');
    expect(narrow.code).toBe(1);
    expect(narrow.stdout).toContain('too narrow for harmonics');
  });

  test('on the sphere without an axis', () => {
    const { code, stdout } = density(
      ...['--beta', '1', '--kappa', '4', '--dimension', '3', '--directions', '[[1,0,0],[0,1,0]]'],
      ...['--save-at', '0,0.05,0.1', '--out', 'sphere'],
    );
    expect(code).toBe(0);
    expect(stdout).not.toContain('peaks');
    expect(json('sphere', 'density.json').space).toBe('sphere');
  });
});

describe('branches', () => {
  test('a discontinuous transition is told with its fold', () => {
    const { code, stdout } = density('branches', '--beta', '4', '--range', '0:0.42', '--out', 'branches');
    expect(code).toBe(0);
    expect(stdout).toContain('turns back at κ = 0.387069');
    expect(stdout).toContain('free energies are equal at κ = 0.3914751');
    expect(readdirSync(join(folder, 'branches')).sort()).toEqual(['branches.json', 'figure.png', 'figure.svg']);
    const { branches } = json('branches', 'branches.json');
    expect(branches[0].threshold).toBeCloseTo(0.40985852575, 9);
    expect(branches[0].folds).toHaveLength(1);
  });

  test('a continuous one too, and even degrees of the sphere on both sides', () => {
    expect(density('branches', '--beta', '1', '--points', '8').stdout).toContain('continuously, towards larger κ');
    const both = density('branches', '--beta', '1', '--dimension', '3', '--degrees', '2', '--points', '4', '--json');
    const { branches } = JSON.parse(both.stdout);
    expect(
      branches.map((one: { points: { coefficients: number[] }[] }) => Math.sign(one.points[0].coefficients[1])),
    ).toEqual([1, -1]);
  });
});

test.each([
  [['--until', '1'], '"beta" should be a finite number ≥ 0, but is missing'],
  [['--beta', '4'], '"until" should be the end time, but is missing'],
  [['--beta', '4', '--until', '1', '--dimension', '4'], '"dimension" should be 2, the circle, or 3'],
  [['--beta', '4', '--until', '1', '--initial', 'equispaced'], 'a list of tokens and has none'],
  [['--beta', '4', '--until', '1', '--initial', '0,1,2'], 'a list of tokens and has none'],
  [['--beta', '4', '--until', '1', '--initial', 'uniform'], 'the uniform one rests for ever'],
  [['--beta', '4', '--until', '1', '--value', '1,2'], '"value" of a density should be a multiple of the identity'],
  [['--beta', '4', '--until', '1', '--modes', '3'], '"modes" should be pairs degree:amplitude'],
  [['--beta', '4', '--until', '1', '--initial', 'uniform', '--modes', '2:0.9'], 'nowhere below zero'],
  [['--beta', '4', '--until', '1', '--turn', '1'], '"turn" should come with --mask causal'],
  [['--beta', '4', '--until', '1', '--mask', 'casual'], 'did you mean "causal"?'],
  [['--beta', '800', '--until', '1', '--normalization', 'count'], 'up to 700'],
  [['--beta', '4', '--until', '1', '--concentration', '1e9'], 'degrees of harmonics'],
  [['--beta', '4', '--until', '1', '--save-at', '2,1'], '"--save-at" should be ascending times'],
  [['--beta', '4', '--until', '1', '--directions', '[[1,0,0]]'], 'have rows of 2 numbers'],
  [['--beta', '4', '--kappa', '0', '--until', '1'], '"kappa" should be a finite number > 0'],
  [['branches'], '--beta 4'],
  [['branches', '--beta', '4', '--kappa', '1'], 'drop one of them'],
  [['branches', '--kappa', '3', '--range', '0:2'], 'no threshold of degree 1 lies in the range'],
  [['branches', '--beta', '4', '--range', '2'], '"range" should be two numbers'],
  [['branches', '--beta', '4', '--degrees', '0'], '"degrees" should be whole numbers'],
  [['branches', '--beta', '4', '--value', '-1'], 'no threshold of degree 1'],
] as const)('%j is refused in one sentence', (words, says) => {
  const { code, stdout, stderr } = density(...words, '--out', 'refused');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(existsSync(join(folder, 'refused'))).toBe(false);
});
