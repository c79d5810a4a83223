/** Where --to leads: links are followed, pipes and devices written into, files replaced with --force only, standard output is a place too. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import { destinationOf } from '../../src/node/process/destination.ts';
import { main, type Outcome, parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);
parkade(['simulate', '--beta', '4', '--until', '1', '--tokens', '3', '--save-at', '0,1', '--out', 'run'], folder);

const exported = (to: string, ...more: string[]) =>
  parkade(['export', 'run', '--format', 'csv', '--to', to, ...more], folder);
const csv = exported('-').stdout;

/** A line of shell; `P` stands for parkade. */
function shell(line: string): Outcome {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line.replaceAll(/\bP\b/g, '"$NODE" "$MAIN"')], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, MAIN: main },
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

/** As --to NAME does it, in this process. */
function put(to: string, ...more: readonly '--force'[]): void {
  destinationOf(to === '' || to.startsWith('/') ? to : `${folder}/${to}`, { force: more.length > 0 }).write(csv);
}

function refused(act: () => void, sentence: RegExp): void {
  expect(act).toThrow(sentence);
  expect(act).toThrow(ParkadeError);
}

const noDrafts = () => expect(readdirSync(folder).filter((name) => /\.(tmp|old)-/.test(name))).toEqual([]);

test('the export of three tokens at two times', () => {
  expect(csv.split('\n')).toHaveLength(1 + 6 + 1);
});

describe('a symbolic link', () => {
  test('stays a link, and the file that it leads to gets the content, from folder to folder', () => {
    mkdirSync(at('a/b'), { recursive: true });
    writeFileSync(at('a/b/data.csv'), 'old');
    symlinkSync('b/data.csv', at('a/near'));
    symlinkSync('a/near', at('far'));
    put('far', '--force');
    expect([readlinkSync(at('far')), readlinkSync(at('a/near'))]).toEqual(['a/near', 'b/data.csv']);
    expect(readFileSync(at('a/b/data.csv'), 'utf8')).toBe(csv);
    expect(readdirSync(at('a/b'))).toEqual(['data.csv']);
    noDrafts();
  });

  test('that leads to nothing yet makes what it leads to; in a folder that is not there it is told', () => {
    symlinkSync('a/new.csv', at('to-new'));
    put('to-new');
    expect(lstatSync(at('to-new')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('a/new.csv'), 'utf8')).toBe(csv);
    symlinkSync('nowhere/new.csv', at('to-nowhere'));
    refused(() => put('to-nowhere'), /it is a link to "nowhere\/new.csv", in a folder that does not exist/);
    expect(existsSync(at('nowhere'))).toBe(false);
  });

  test('in a circle, and to a folder', () => {
    symlinkSync('round-2', at('round-1'));
    symlinkSync('round-1', at('round-2'));
    refused(() => put('round-1', '--force'), /its links lead in a circle/);
    symlinkSync('a', at('to-folder'));
    refused(() => put('to-folder', '--force'), /to-folder" should be a file that can be written, but it is a folder/);
  });

  test('to part of the record of a run is no way around', () => {
    symlinkSync('run/run.json', at('innocent.csv'));
    refused(() => put('innocent.csv', '--force'), /part of the record of a run/);
    expect(parkade(['verify', 'run'], folder).code).toBe(0);
  });

  test.skipIf(!existsSync('/dev/shm'))('to another file system', () => {
    const other = mkdtempSync('/dev/shm/parkade-');
    try {
      writeFileSync(join(other, 'data.csv'), 'old');
      symlinkSync(join(other, 'data.csv'), at('elsewhere'));
      put('elsewhere', '--force');
      expect(readFileSync(join(other, 'data.csv'), 'utf8')).toBe(csv);
      expect(readdirSync(other)).toEqual(['data.csv']);
    } finally {
      rmSync(other, { recursive: true });
    }
  });
});

describe.skipIf(process.platform === 'win32')('pipes and devices are written into and stay', () => {
  test('a named pipe: its reader gets everything', () => {
    const { stdout, code } = shell(
      'mkfifo pipe; cat pipe > through & P export run --format csv --to pipe; wait; cat through',
    );
    expect(code).toBe(0);
    expect(stdout).toBe(`pipe: 2 times of 3 tokens in dimension 2.\n${csv}`);
    expect(statSync(at('pipe')).isFIFO()).toBe(true);
    noDrafts();
  });

  test('a reader that leaves early is no failure', () => {
    const { code, stderr } = shell('mkfifo early; head -c 1 early > /dev/null & P export run --format csv --to early');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  // Devices of our own: a mistake here would replace those of the machine.
  const device = (name: string, minor: number) => spawnSync('mknod', [at(name), 'c', '1', `${minor}`]).status === 0;
  const possible = device('null', 3) && device('full', 7) && spawnSync('sh', ['-c', `: > ${at('null')}`]).status === 0;

  test.skipIf(!possible)('a device', () => {
    put('null');
    expect(statSync(at('null')).isCharacterDevice()).toBe(true);
    refused(() => put('full', '--force'), /full" should be a file that can be written, but the disk is full/);
    expect(statSync(at('full')).isCharacterDevice()).toBe(true);
    noDrafts();
  });

  test.each(['/dev/stdout', '/dev/fd/1'])('standard output as %s: the content and nothing else', (to) => {
    expect(exported(to)).toEqual({ code: 0, stdout: csv, stderr: '' });
  });

  test('standard output that is a file keeps what is in it', () => {
    const { code } = shell('(echo before; P export run --format csv --to /dev/stdout; echo after) > collected');
    expect(code).toBe(0);
    expect(readFileSync(at('collected'), 'utf8')).toBe(`before\n${csv}after\n`);
  });

  test('standard error, and any open descriptor', () => {
    expect(shell('P export run --format csv --to /dev/stderr 2>&1 >/dev/null').stdout).toBe(csv);
    expect(shell('P export run --format csv --to /dev/fd/5 5>five; cat five').stdout).toContain(csv);
  });
});

describe('a plain file', () => {
  test('is replaced with --force only, and keeps its permissions', () => {
    writeFileSync(at('mine.csv'), 'years of work');
    refused(() => put('mine.csv'), /mine.csv" should be the name of a new file, but exists; .* --force/);
    writeFileSync(at('mine.png'), 'a picture');
    const { code, stderr } = parkade(['draw', 'run', '--to', 'mine.png'], folder);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^parkade: "mine.png" .* --force to replace it\.\n$/),
    });
    expect(readFileSync(at('mine.csv'), 'utf8')).toBe('years of work');
    chmodSync(at('mine.csv'), 0o640);
    expect(exported('mine.csv', '--force').code).toBe(0);
    expect(readFileSync(at('mine.csv'), 'utf8')).toBe(csv);
    expect(statSync(at('mine.csv')).mode & 0o777).toBe(0o640);
  });

  test('of the run itself is written anew: it is made from it', () => {
    expect(readdirSync(at('run'))).toContain('figure.svg');
    expect(parkade(['draw', 'run'], folder).code).toBe(0);
  });

  test('folders and names of folders are told', () => {
    refused(() => put('a'), /\/a" should be a file that can be written, but it is a folder/);
    refused(() => put('new/'), /new\/" should be a file that can be written, but it is a folder/);
    refused(() => put('run/run.json/x'), /a part of the path is a file, not a folder/);
    refused(() => put(`${'n'.repeat(300)}.csv`), /the name is too long/);
    expect(existsSync(at('new'))).toBe(false);
  });

  test('a name as long as the file system takes', () => {
    const longest = `${'ä'.repeat(125)}.csv`; // 254 bytes
    put(longest);
    expect(readFileSync(at(longest), 'utf8')).toBe(csv);
  });

  // To root nothing is read-only, so there is nothing to test.
  const ordinary = process.getuid?.() !== 0;
  if (ordinary)
    test('that may not be written is left alone', () => {
      writeFileSync(at('locked.csv'), 'locked');
      chmodSync(at('locked.csv'), 0o444);
      refused(() => put('locked.csv', '--force'), /permission is denied/);
      expect(readFileSync(at('locked.csv'), 'utf8')).toBe('locked');
    });
});

test('one document on standard output', () => {
  const { code, stdout, stderr } = exported('-', '--json');
  expect(JSON.parse(stdout).error.code).toBe('InvalidParameter'); // mistakes are told as JSON too where it was asked for
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('"--json" should come with a file') });
});
