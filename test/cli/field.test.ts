/** How to compute the field, asked for by name: what is refused, what the record says, what verify makes of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();

describe('what a way to compute the field does not cover is one sentence', () => {
  const uncovered = /"field" (harmonic|local) does not cover this problem: .*\. Take auto, direct(, \w+)*\.$/;
  const mistakes: readonly (readonly [string, RegExp])[] = [
    ['--field harmonic --dimension 5', uncovered],
    ['--field harmonic --dimension 3 --query gaussian:1', uncovered],
    [
      '--field harmonic --atol 1e-16',
      /its error bound is at least [\d.e-]+, and atol over the length .* allows 1\.0e-17/,
    ],
    ['--field harmonic --beta 1e6', /it would need \d+ modes, more than \d+/],
    ['--field local --query gaussian:1', /it is for scores that fall with distance/],
    ['--field local --dynamics frozen-centers --centers [[1,0]]', /it is for scores that fall with distance/],
    ['--field local --beta 0', /it is for scores that fall with distance/],
    ['--field harmonic --backend reference', /"field" harmonic should be asked of the wasm backend/],
    ['--precision single --backend reference', /"precision" single should be asked of the wasm backend/],
    [
      '--precision single --field harmonic',
      /"field" harmonic does not cover .* double precision only\. Take auto, direct\.$/,
    ],
    ['--field nonsense', /"field" should be one of auto, direct, harmonic, local, but came as "nonsense"/],
    ['--precision half', /"precision" should be one of double, single, but came as "half"/],
    ['--costs {"pairCircle":-1}', /"costs" should be an object with positive numbers/],
    ['--costs {"pairCircle":"dear"}', /"costs" should be an object with positive numbers/],
    ['--costs 3', /"costs" should be an object with positive numbers/],
  ];

  test.each(mistakes.map(([typed, sentence]) => ({ typed, sentence })))(
    'parkade simulate $typed',
    ({ typed, sentence }) => {
      const words = ['--tokens', '20', '--beta', '4', '--until', '10', ...typed.split(' '), '--out', 'never'];
      const { code, stdout, stderr } = parkade(['simulate', ...words], folder);
      expect(stderr.trimEnd()).toMatch(sentence);
      expect(stderr).toMatch(/^parkade: [^\n]*\n$/);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(existsSync(join(folder, 'never'))).toBe(false);
    },
  );
});

const runs = {
  direct: { words: '--dimension 2 --field direct', path: /^direct$/ },
  harmonic: { words: '--dimension 2 --field harmonic', path: /^harmonic$/ },
  local: { words: '--dimension 3 --beta 64 --field local', path: /^local$/ },
  single: { words: '--dimension 2 --precision single', path: /^direct in single precision$/ },
} as const;

describe.each(Object.entries(runs))('a run by %s', (name, { words, path }) => {
  const rest = ['--tokens', '60', '--beta', '9', '--until', '3', '--save-at', '0,3', '--observe', 'cosine'];
  const file = join(folder, name, 'run.json');
  // By dopri5, which computes nothing but fields.
  const made = parkade(['simulate', '--integrator', 'dopri5', ...rest, ...words.split(' '), '--out', name], folder);
  const read = () => JSON.parse(readFileSync(file, 'utf8'));

  test('says so in its record, with a bound', () => {
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const { field, statistics } = read();
    expect(Object.keys(field).sort()).toEqual(['directRows', 'errorBound', 'path', 'rows', 'threads']);
    expect(field.path).toMatch(path);
    expect(field.rows).toBe(60 * statistics.fieldEvaluations);
    expect(field.directRows).toBe(0);
    const [least, most] = name === 'single' ? [1e-7, 1e-2] : [1e-16, 1e-12];
    expect(field.errorBound).toBeGreaterThan(least);
    expect(field.errorBound).toBeLessThan(most);
  });

  test('is shown with them', () => {
    const { field } = read();
    const { stdout } = parkade(['show', name], folder);
    expect(stdout).toContain(`backend wasm (${field.path})`);
    expect(stdout).toContain(`The field was computed with errors below ${field.errorBound.toExponential(1)}.`);
  });

  test('is verified bit by bit; where another path was taken, it is not compared', () => {
    expect(parkade(['verify', name], folder)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Identical to the last bit: 2 saved times/),
    });
    const altered = read();
    altered.field.path = 'another';
    writeFileSync(file, JSON.stringify(altered));
    const { code, stdout } = parkade(['verify', name, '--json'], folder);
    expect(code).toBe(3);
    const { verdict, says, seconds } = JSON.parse(stdout);
    expect(verdict).toBe('not comparable');
    expect(says).toMatch(
      /^The field was computed along "another" and would be along ".*" now: the bits are the same only/,
    );
    expect(seconds).toBeUndefined(); // told before anything is run
  });

  test('made by a version with other bits, it is not compared; by other code of this one, that is told', () => {
    const altered = read();
    altered.field.path = made.stdout.match(/backend wasm \((.*)\)/)?.[1];
    writeFileSync(file, JSON.stringify({ ...altered, parkade: '0.1.0' }));
    const old = parkade(['verify', name], folder);
    expect(old).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^Not comparable: .* made by parkade 0\.1\.0/),
    });
    expect(altered.engine).toMatch(/^[0-9a-f]{64}$/);
    expect(parkade(['--version'], folder).stdout).toBe(`${altered.parkade} (engine ${altered.engine.slice(0, 12)})\n`);
  });
});
