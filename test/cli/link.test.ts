import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readLink, writeLink } from '../../src/link/index.ts';
import { packed } from '../link/packed.ts';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const here = (...args: readonly string[]) => parkade(args, folder);
const small = ['--beta', '9', '--tokens', '12', '--seed', '3', '--until', '2'];
/** The link that a command prints, alone on its line. */
function linkOf(...args: readonly string[]): string {
  const { code, stdout, stderr } = here('link', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('parkade:') });
  expect(stdout).toMatch(/^[^\n ]+\n$/);
  return stdout.trim();
}

const stateIn = (name: string) => JSON.parse(readFileSync(join(folder, name, 'run.json'), 'utf8'));
let link = '';
beforeAll(() => {
  expect(here('simulate', ...small, '--out', 'run').code).toBe(0);
  link = linkOf('run');
});

describe('parkade link', () => {
  test('of a run: its specification, its hash, nothing that follows by itself', () => {
    const { parkade: version, trajectory } = stateIn('run');
    expect(link).toMatch(/^#[\w-]+$/);
    expect(readLink(link)).toEqual({
      ...{ version: 1, parkade: version, sha256: trajectory.sha256 },
      spec: { beta: 9, tokens: 12, seed: 3, until: 2 },
    });
  });

  test('at a time, after an address, as JSON', () => {
    const { stdout } = here('link', 'run', '--time', '1.5', '--base', 'https://example.org/lab/', '--json');
    const told = JSON.parse(stdout);
    expect(told.link).toMatch(/^https:\/\/example\.org\/lab\/#[\w-]+$/);
    expect(told.characters).toBe(told.link.length);
    expect(told.state).toEqual({ ...readLink(link), time: 1.5 });
    expect(readLink(told.link)).toEqual(told.state);
  });

  test('of a specification, of its record and of a link', () => {
    writeFileSync(join(folder, 'spec.yaml'), 'beta: 9\ninitial: x0.json\nsaveAt: 0,1\n');
    writeFileSync(join(folder, 'x0.json'), '[[1, 0], [0, 1]]');
    const rows = [
      [1, 0],
      [0, 1],
    ];
    expect(readLink(linkOf('spec.yaml')).spec).toEqual({ beta: 9, initial: rows, saveAt: [0, 1] });
    expect(readLink(linkOf('run/run.json')).spec).toEqual(readLink(link).spec);
    expect(linkOf(link)).toBe(link);
    expect(readLink(linkOf(link, '--time', '1')).time).toBe(1);
  });

  test('of a run that was stopped by a limit is verified, of a continued one not', () => {
    expect(here('simulate', ...small, '--max-steps', '3', '--out', 'cut').code).toBe(1);
    expect(readLink(linkOf('cut'))).toMatchObject({ spec: { maxSteps: 3 }, sha256: stateIn('cut').trajectory.sha256 });
    expect(here('resume', 'run', '--until', '3', '--out', 'on').code).toBe(0);
    const { stdout, stderr } = here('link', 'on');
    expect(readLink(stdout).sha256).toBeUndefined();
    expect(stderr).toBe(
      'The link has no SHA-256 to be compared with: the run was continued, so it has steps of its own.\n',
    );
  });

  test.each([
    [['nowhere'], '"nowhere" should be the folder of a run, but does not exist'],
    [['run', '--time', '3'], '"--time" should be a time from 0 to 2, where the run ends, but came as 3'],
    [['run', '--time', 'soon'], '"--time" should be a finite time ≥ 0, but came as "soon"'],
    [['run', '--base', 'lab'], '"--base" should be the address of a page'],
    [['run', '--base', 'javascript:alert(1)'], '"--base" should be the address of a page'],
    [['run', '--base', 'https://example.org/#a'], '"--base" should be the address of a page'],
    [['run', '--run', '2'], '"--run" should come with the folder of a preset of several runs'],
    [['#eNo'], 'The link should be whole'],
  ])('%j is refused', (args, sentence) => {
    const { code, stdout, stderr } = here('link', ...args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) });
  });
});

describe('parkade simulate LINK', () => {
  test.each([
    ['the fragment', ''],
    ['an address that is not there', 'https://nowhere.invalid/lab'],
    ['a page on disk', 'file:///nowhere/index.html'],
  ])('%s: the run of its author', (_, address) => {
    const { code, stdout } = here('simulate', `${address}${link}`);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `Identical to the author's run, to the last bit: SHA-256 ${stateIn('run').trajectory.sha256}.`,
    );
  });

  test('as JSON, kept in a folder whose link is the same', () => {
    const { stdout } = here('simulate', link, '--out', 'again', '--json');
    expect(JSON.parse(stdout).link).toEqual({ verdict: 'identical', says: expect.stringMatching(/^Identical/) });
    expect(linkOf('again')).toBe(link);
  });

  test('flags win: what is computed is another run, and it says so', () => {
    const { code, stdout } = here('simulate', link, '--beta', '4', '--json');
    expect(code).toBe(0);
    const { spec, link: verdict } = JSON.parse(stdout);
    expect(spec).toMatchObject({ beta: 4, tokens: 12, seed: 3 });
    expect(verdict).toEqual({
      verdict: 'not comparable',
      says: expect.stringMatching(/^Not identical .* --beta came beside the link\.$/),
    });
    // What is measured changes no token.
    expect(JSON.parse(here('simulate', link, '--observe', 'none', '--json').stdout).link.verdict).toBe('identical');
  });

  test('a hash that this version should give and does not: exit code 1', () => {
    const wrong = writeLink({ ...readLink(link), sha256: '0'.repeat(64) });
    const { code, stdout } = here('simulate', `#${wrong}`);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/Not identical to the author's run: .* By their versions they should be\.\n/),
    });
  });

  test.each([
    ['another version', { parkade: '9.1.0' }, 'by parkade 9.1.0, whose bits are not those of'],
    ['another backend', { backend: 'reference' }, 'The run was made by the reference backend'],
  ])('from %s: shown, not verifiable here', (_, other, sentence) => {
    const wrong = writeLink({ ...readLink(link), ...other, sha256: '0'.repeat(64) });
    const { code, stdout } = here('simulate', `#${wrong}`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(sentence) });
  });

  test('reads no file that a link names', () => {
    writeFileSync(join(folder, 'mine.json'), '[0, 1]');
    const json = '{"version":1,"parkade":"0.2.0","spec":{"beta":1,"until":1,"initial":"mine.json"}}';
    const { code, stderr } = here('simulate', `#${packed(json)}`);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('"initial" should hold its numbers in a link, but names the file "mine.json"'),
    });
  });

  test('a damaged link writes nothing', () => {
    mkdirSync(join(folder, 'kept'), { recursive: true });
    const { code, stderr } = here('simulate', `${link.slice(0, -3)}`, '--out', 'kept/run');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^parkade: The link should [^\n]*\n$/) });
    expect(here('show', 'kept/run').code).toBe(2);
  });
});
