/** Ways in and out that people try: standard input, negative numbers, groups of flags, narrow terminals, standard streams that are full or closed. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flagGroups } from '../../src/node/cli/program/flag-groups.ts';
import { terminalWidth } from '../../src/node/cli/terminal.ts';
import { specParameters } from '../../src/run/keys.ts';
import { parkadeHere } from './in-process.ts';
import { main, scratchFolder } from './parkade.ts';

const folder = scratchFolder();

/** A line of shell; `P` stands for parkade. */
function shell(line: string, input = '') {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line.replaceAll(/\bP\b/g, '"$NODE" "$MAIN"')], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { ...process.env, NODE: process.execPath, MAIN: main },
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

const small = 'simulate --beta 4 --until 1 --tokens 3 --save-at 0,1';

describe('a specification from standard input', () => {
  test('YAML or JSON, flags win, names of files are relative to where one is', () => {
    writeFileSync(join(folder, 'x0.json'), '[0, 1, 2]');
    const yaml = shell('P simulate - --beta 9 --json', 'beta: 4\nuntil: 1\ninitial: x0.json\n');
    expect(JSON.parse(yaml.stdout).spec).toMatchObject({ beta: 9, until: 1, tokens: 3 });
    const json = shell('P simulate - --beta 9 --json', '{"beta": 4, "until": 1, "initial": "x0.json"}');
    expect(JSON.parse(json.stdout).spec).toEqual(JSON.parse(yaml.stdout).spec);
  });

  test.each([
    ['empty', '', '"standard input" should hold a mapping'],
    ['broken', 'beta: [4', '"standard input" should hold a run specification'],
  ])('%s', (_, input, sentence) => {
    const { code, stderr } = shell('P simulate -', input);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
  });

  test('that is closed', () => {
    expect(shell('P simulate - <&-')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"standard input" should'),
    });
  });
});

describe('negative numbers', () => {
  test.each([[['--beta', '-1']], [['--beta=-1']]])('%j says what to do instead', async (words) => {
    const { code, stderr } = await parkadeHere(['simulate', ...words, '--until', '1']);
    expect(code).toBe(2);
    expect(stderr).toContain('but came as -1; for attention that prefers what is unlike, take −β and −Q');
    expect(stderr).toContain('--beta 1 --query -1');
  });

  test('are values of flags, with a space or an equals sign', async () => {
    for (const words of [['--value', '-1,-2'], ['--value=-1,-2']]) {
      const { code, stdout } = await parkadeHere([
        'simulate',
        '--beta',
        '1',
        '--until',
        '1',
        '--tokens',
        '3',
        '--json',
        ...words,
      ]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout).spec.value).toEqual([-1, -2]); // a diagonal
    }
  });
});

test('every key of a specification stands once in the help of simulate, under a heading of its own kind', () => {
  const keys = [...flagGroups.values()].flat();
  expect([...keys].sort()).toEqual(Object.keys(specParameters).sort());
  expect(flagGroups.get('Other')).toEqual([]);
  expect([...flagGroups.values()][0][0]).toBe('beta');
});

describe('standard output', () => {
  test.skipIf(!existsSync('/dev/full'))('that is full is told, exit code 1, and the run is kept', () => {
    const { code, stderr } = shell(`P ${small} --out full > /dev/full`);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^parkade: Standard output should .* the disk is full; [^\n]*\n$/),
    });
    expect(existsSync(join(folder, 'full/run.json'))).toBe(true);
    expect(shell('P show full > /dev/full').code).toBe(1);
  });

  test('whose reader leaves is no failure, and the run is kept', () => {
    const { stdout, stderr } = shell(`P ${small} --out piped | head -c 5; echo " \${PIPESTATUS[0]}"`);
    expect({ stdout, stderr }).toEqual({ stdout: 'n = 3 0\n', stderr: '' });
    expect(existsSync(join(folder, 'piped/run.json'))).toBe(true);
  });

  test('and all others, closed', () => {
    expect(shell(`P ${small} --out closed <&- >&- 2>&-`)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(existsSync(join(folder, 'closed/run.json'))).toBe(true);
  });
});

test('a terminal of unknown width has no width, a tiny one that of its longest words', () => {
  expect([terminalWidth({ isTTY: true, columns: 0 }), terminalWidth({ isTTY: true })]).toEqual([Infinity, Infinity]);
  expect(terminalWidth({ isTTY: true, columns: 3 })).toBe(20);
  expect(terminalWidth({ isTTY: true, columns: 1e6 })).toBe(1e6);
  expect(terminalWidth({ isTTY: false, columns: 80 })).toBe(Infinity);
});
