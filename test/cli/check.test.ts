/** parkade check: verdicts at a prompt, for programs, and as a page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const small = ['theorem-4-1', '--tokens', '4', '--runs', '12', '--threads', '1'];

test('a statement with its hypotheses, prediction, measurement and verdict', () => {
  const { code, stdout, stderr } = parkade(['check', ...small], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^theorem-4-1 {2}HOLDS\n {2}V = I, .*\n {2}arXiv:2411\.04990, Theorem 4\.1\n/);
  expect(stdout).toContain('hypotheses met: d ≥ 2');
  expect(stdout).toMatch(/predicted no violation, measured 0 of 12, at worst [\d.e-]+ of what is allowed/);
});

test('few runs can refute a statement, not confirm it', () => {
  const verdictOf = (...words: string[]) => {
    const { code, stdout } = parkade(['check', ...words, '--threads', '1', '--json'], folder);
    expect(code).toBe(0);
    return JSON.parse(stdout).checks[0];
  };
  const few = verdictOf('two-cluster-conjecture', '--runs', '2');
  expect(few.verdict).toBe('undecided');
  expect(few.comparisons.at(-1)).toMatchObject({ what: 'runs', prediction: 10, measurement: 2, outcome: 'undecided' });
  expect(verdictOf('two-cluster-conjecture', '--runs', '9').verdict).toBe('fails');
  // A statement whose runs are usually fewer: each is many cases.
  expect(verdictOf('separated-caps').verdict).toBe('holds');
});

test('the report is a page that opens from disk, with a record for programs', () => {
  const { code, stdout } = parkade(['check', ...small, '--out', 'report', '--json'], folder);
  expect(code).toBe(0);
  expect(readdirSync(join(folder, 'report')).sort()).toEqual(['check.json', 'index.html']);
  const { folder: told, ...record } = JSON.parse(stdout);
  expect(told).toBe('report');
  expect(JSON.parse(readFileSync(join(folder, 'report', 'check.json'), 'utf8'))).toEqual(record);
  expect(record.checks[0]).toMatchObject({ id: 'theorem-4-1', verdict: 'holds', asExpected: null });
  // Numbers are numbers for programs; words stand apart.
  const [comparison] = record.checks[0].comparisons;
  expect(comparison).toMatchObject({
    kind: 'inequality',
    prediction: 0,
    measurement: 0,
    cases: 12,
    standardError: null,
  });
  expect(comparison.deviation).toBeLessThan(1);
  expect(comparison.shown).toEqual({
    prediction: 'no violation',
    measurement: expect.stringMatching(/^0 of 12, at worst [\d.e-]+ of what is allowed$/),
  });
  const page = readFileSync(join(folder, 'report', 'index.html'), 'utf8');
  expect(page).toContain('parkade check theorem-4-1 --beta 2 --tokens 4');
  expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  expect(parkade(['check', 'theorem-5-2-sign', '--out', 'report'], folder).code).toBe(2);
  expect(parkade(['check', 'theorem-5-2-sign', '--out', 'report', '--force'], folder).code).toBe(0);
});

test('a verdict outside the hypotheses is called one', () => {
  const outside = ['parking-density-sphere', '--delta', '3', '--tokens', '100', '--runs', '12', '--threads', '1'];
  const { code, stdout } = parkade(['check', ...outside, '--out', 'outside'], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^parking-density-sphere {2}FAILS OUTSIDE ITS HYPOTHESES\n/);
  expect(stdout).toContain('hypotheses NOT met: δ ≪ 1');
  expect(stdout).toContain('; so the result says nothing about the statement\n');
  expect(stdout).toContain('1 statement: 1 fails outside its hypotheses;');
  const page = readFileSync(join(folder, 'outside', 'index.html'), 'utf8');
  expect(page).toContain('<span class="verdict outside">fails outside its hypotheses</span></h2>');
  const record = JSON.parse(readFileSync(join(folder, 'outside', 'check.json'), 'utf8'));
  expect(record.checks[0].verdict).toBe('fails outside its hypotheses');
});

test('a number that a paper rounds wrongly beside right formulas is a misprint, no failure', () => {
  const { code, stdout } = parkade(['check', 'theorem-5-2-example', '--out', 'misprint'], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^theorem-5-2-example {2}MISPRINT\n/);
  expect(stdout).toContain('✗ least β (printed digits): predicted 14, measured 14.045');
  expect(stdout).toContain('1 statement: 1 misprint;');
  expect(readFileSync(join(folder, 'misprint', 'index.html'), 'utf8')).toContain('>misprint</span></h2>');
});

test('a statement named twice is checked once', () => {
  const { stdout } = parkade(['check', 'theorem-5-2-sign', 'theorem-5-2-sign'], folder);
  expect(stdout).toContain('1 statement: 1 fails as printed, holds corrected;');
});

test('the list names every statement with its parameters', () => {
  const { code, stdout } = parkade(['check', '--list', '--json'], folder);
  expect(code).toBe(0);
  const list = JSON.parse(stdout) as { id: string; parameters: string[] }[];
  expect(list.find(({ id }) => id === 'theorem-4-1')?.parameters).toContain('beta');
  expect(parkade(['check', '--list'], folder).stdout).toContain(`${list.length} statements.`);
});

test('the list of some names only those', () => {
  const { code, stdout } = parkade(['check', '--list', 'theorem-4-1', 'theorem-5-2-sign'], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^theorem-4-1\n/);
  expect(stdout).toContain('2 statements.');
});

test.each([
  [
    ['check', '--list', '--beta', '3'],
    '"--list" should come alone, as it shows what can be checked and checks nothing, but came with --beta, --out;',
  ],
  [['check', 'theorem-4'], '"theorem-4" should be the name of a statement, but is none; did you mean "theorem-4-1"?'],
  [['check', 'all', 'theorem-4'], '"theorem-4" should be the name of a statement, but is none'],
  [['check', 'theorem-4-1', '--delta', '1'], '"delta" should be a parameter of theorem-4-1, one of beta, tokens'],
  [['check', 'theorem-4-1', '--dimension', '1'], '"dimension" should be a whole number from 2 to 1000'],
  [['check', 'theorem-4-1', '--beta', 'x'], '"--beta" should be a finite number, but came as "x"'],
  [['check', 'theorem-4-1', '--bta', '1'], '"--bta" is no option of parkade check; did you mean --beta?'],
])('%j is refused in one sentence', (words, sentence) => {
  const { code, stderr, stdout } = parkade([...words, '--out', 'never'], folder);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(existsSync(join(folder, 'never'))).toBe(false);
});
