/** parkade lab: what opens it, what it says, how it ends. The program runs from a copy that brings a small built lab along. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLink } from '../../src/link/index.ts';
import { openingOf } from '../../src/node/cli/lab-opening.ts';
import { readSharedSweep } from '../../src/sweeps/index.ts';
import { whileTaken, whileUsualIsTaken } from '../serve/fixture.ts';
import { parkade, root, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const own = join(folder, 'package');
const main = join(own, 'dist', 'node', 'main.js');
const PAGE = '<!doctype html><title>lab</title>';
const children: ChildProcess[] = [];

beforeAll(() => {
  // The built lab lies where the program is.
  cpSync(join(root, 'dist'), join(own, 'dist'), {
    recursive: true,
    filter: (path) => !/\.(d\.ts|map|tsbuildinfo)$/.test(path) && !path.startsWith(join(root, 'dist', 'lab')),
  });
  cpSync(join(root, 'package.json'), join(own, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(own, 'node_modules'));
  mkdirSync(join(own, 'dist', 'lab', 'assets'), { recursive: true });
  writeFileSync(join(own, 'dist', 'lab', 'index.html'), PAGE);
  writeFileSync(join(own, 'dist', 'lab', 'assets', 'main-B4dF00d1.js'), 'export {};');
  const run = ['simulate', '--tokens', '12', '--beta', '9', '--until', '2', '--seed', '3', '--out', 'run'];
  expect(parkade(run, folder).code).toBe(0);
  const sweep = [
    'sweep',
    '--beta',
    '4,9',
    '--seeds',
    '2',
    '--tokens',
    '5',
    '--until',
    '1',
    '--threads',
    '1',
    '--out',
    's1',
  ];
  expect(parkade(sweep, folder).code).toBe(0);
  writeFileSync(join(folder, 'spec.yaml'), 'beta: 9\nuntil: 2\ninitial: x0.json\n');
  writeFileSync(join(folder, 'x0.json'), '[[1, 0], [0, 1], [-1, 0]]');
  const many = Array.from({ length: 600 }, (_, k) => [Math.cos(k * k), Math.sin(k * k)]);
  writeFileSync(join(folder, 'long.json'), JSON.stringify({ beta: 9, until: 2, initial: many }));
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** The command as it runs, what it says, and how it ends. */
function lab(words: readonly string[], env: NodeJS.ProcessEnv = { CI: 'true' }) {
  const child = spawn(process.execPath, [main, 'lab', ...words], { cwd: folder, env: { ...process.env, ...env } });
  children.push(child);
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream].on('data', (text) => (said[stream] += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, said, ended };
}

/** Until Ctrl-C, after it was looked at. */
async function served<T>(words: readonly string[], look: (address: string) => Promise<T>): Promise<T> {
  const { child, said, ended } = lab([...words, '--no-open', '--port', '0', '--json']);
  try {
    await Promise.race([until(() => said.stdout.endsWith('\n')), ended]);
    expect(said.stderr).toBe('');
    const found = await look(JSON.parse(said.stdout).address);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(said.stdout.split('\n')).toEqual([expect.stringMatching(/^\{"address":"http:/), '']);
    return found;
  } finally {
    child.kill('SIGKILL');
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5);
}

const bodyAt = async (address: string) => (await fetch(address)).text();
const runRecord = () => JSON.parse(readFileSync(join(folder, 'run', 'run.json'), 'utf8'));

describe('opens', () => {
  test('the lab as it is', () =>
    served([], async (address) => {
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
      expect(await bodyAt(address)).toBe(PAGE);
    }));

  test('a run: its specification, and the hash of what its author saw', () =>
    served(['run'], async (address) => {
      const state = readLink(address);
      expect(state.spec).toMatchObject({ beta: 9, seed: 3, tokens: 12, until: 2 });
      expect(state.sha256).toBe(runRecord().trajectory.sha256);
      expect(await bodyAt(address)).toBe(PAGE);
    }));

  test('a sweep, of which it serves one document with what has ended whenever it is asked for', () =>
    served(['s1'], async (address) => {
      const { hash, origin } = new URL(address);
      expect(hash).toMatch(/^#open=\/opened\/[\w-]{22}\/s1\.sweep$/);
      const document = new URL(hash.slice('#open='.length), origin);
      const read = async () => {
        const text = await bodyAt(document.href);
        expect(text).not.toContain(folder);
        return readSharedSweep(text, 's1.sweep');
      };
      const { means, ended, plan } = await read();
      expect([ended, plan.length, means.groups.length]).toEqual([4, 4, 2]);
      for (const other of ['/s1/sweep.json', '/opened/s1.sweep', `${document.pathname}/../sweep.json`])
        expect((await fetch(new URL(other, origin))).status, other).toBe(404);
      // A sweep that is still computed: the last line is not whole yet.
      const rows = join(folder, 's1', 'rows.jsonl');
      const whole = readFileSync(rows, 'utf8');
      writeFileSync(rows, whole.slice(0, -20));
      expect((await read()).ended).toBe(3);
      writeFileSync(rows, whole);
    }));

  test('a file of tokens, of which it serves the bytes', () =>
    served(['run/trajectory.h5'], async (address) => {
      const { hash, origin } = new URL(address);
      expect(hash).toMatch(/^#open=\/opened\/[\w-]{22}\/trajectory\.h5$/);
      const response = await fetch(new URL(hash.slice('#open='.length), origin));
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.equals(readFileSync(join(folder, 'run', 'trajectory.h5')))).toBe(true);
      expect((await fetch(new URL('/run/run.json', origin))).status).toBe(404);
    }));
});

describe('finds where to begin', () => {
  const opening = (name: string) => openingOf(join(folder, name));

  test('for a specification, with the numbers of its files', async () => {
    const { path, beside } = await opening('spec.yaml');
    expect(beside).toBeNull();
    expect(readLink(path).spec).toMatchObject({ beta: 9, until: 2 });
    expect(readLink(path).spec.initial).toHaveLength(3);
  });

  test('for a link, which stays as it came', async () => {
    const { path } = await opening('run');
    for (const link of [path.slice(1), `https://example.org/lab${path}`, `file:///tmp/lab.html${path.slice(1)}`])
      expect(await openingOf(link)).toEqual({ path, beside: null });
  });

  test('for a long specification by a short way, which leads to the link', async () => {
    const { path, beside } = await opening('long.json');
    expect(path).toMatch(/^\/opened\/[\w-]{22}$/);
    if (beside?.kind !== 'shortcut') throw new Error('a short way was expected');
    expect(beside.path).toBe(path);
    expect(readLink(beside.to).spec.initial).toHaveLength(600);
  });

  test('for a sweep, unless none of its cells has ended', async () => {
    const { path, beside } = await opening('s1');
    expect(path).toBe(`/#open=${beside?.path}`);
    const [head] = readFileSync(join(folder, 's1', 'rows.jsonl'), 'utf8').split('\n');
    mkdirSync(join(folder, 's0'));
    cpSync(join(folder, 's1', 'sweep.json'), join(folder, 's0', 'sweep.json'));
    writeFileSync(join(folder, 's0', 'rows.jsonl'), `${head}\n`);
    await expect(opening('s0')).rejects.toThrow(/s0" should hold cells that have ended, but none of its cells has/);
  });

  test('for a file, without giving away where it lies', async () => {
    const { path, beside } = await opening('run/trajectory.h5');
    expect(path).toBe(`/#open=${beside?.path}`);
    expect(path).not.toContain('run');
  });
});

describe('says', () => {
  test('where it is, that no browser came, and how to end it', async () => {
    const { child, said, ended } = lab(['--port', '0']);
    await until(() => said.stdout.includes('Ctrl-C'));
    expect(said.stdout).toMatch(
      /^The lab is at http:\/\/127\.0\.0\.1:\d+\/\nNo browser could be opened here: open this address yourself; Ctrl-C ends it\.\n$/,
    );
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(said.stdout).toMatch(/\nStopped\.\n$/);
    expect(said.stderr).toBe('');
  });

  test('that the usual port is taken, where it is', () =>
    whileUsualIsTaken(async () => {
      const { child, said, ended } = lab(['--no-open']);
      await until(() => said.stdout.includes('Ctrl-C'));
      expect(said.stdout).toContain('Port 8064 is taken');
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    }));
});

describe.skipIf(process.platform !== 'linux')(
  'the browser (needs Linux, whose way to open one can be replaced)',
  () => {
    /** Programs that stand in for xdg-open. */
    function standIn(name: string, script: string): NodeJS.ProcessEnv {
      const place = join(folder, name);
      mkdirSync(place);
      writeFileSync(join(place, 'xdg-open'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(place, 'xdg-open'), 0o755);
      return { PATH: `${place}:${process.env.PATH}`, DISPLAY: ':0', CI: '' };
    }

    test('is given the address', async () => {
      const env = standIn('opens', `printf '%s\\n' "$#" "$1" > '${join(folder, 'asked')}'`);
      const { child, said, ended } = lab(['run', '--port', '0'], env);
      await until(() => said.stdout.includes('Ctrl-C'));
      const address = /The lab is at (\S+)/.exec(said.stdout)?.[1] ?? '';
      expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe(`1\n${address}\n`);
      expect(said.stdout).toContain('Your browser opens it; Ctrl-C ends it.');
      child.kill('SIGINT');
      expect(await ended).toBe(0);
    });

    test('that fails is told, and the lab stays', async () => {
      const { child, said } = lab(['--port', '0'], standIn('fails', 'exit 3'));
      await until(() => said.stdout.includes('Ctrl-C'));
      expect(said.stdout).toContain('open this address yourself');
      expect(await bodyAt(/http:\S+/.exec(said.stdout)?.[0] ?? '')).toBe(PAGE);
      child.kill('SIGINT');
    });

    test('that takes long does not keep Ctrl-C waiting', async () => {
      const { child, said, ended } = lab(['--port', '0'], standIn('waits', 'exec sleep 30'));
      await until(() => said.stdout.includes('The lab is at'));
      const asked = Date.now();
      child.kill('SIGINT');
      expect(await ended).toBe(0);
      expect(Date.now() - asked).toBeLessThan(2000);
    });

    test('is left alone with --no-open', async () => {
      const env = standIn('never', `touch '${join(folder, 'never-asked')}'`);
      const { child, said, ended } = lab(['--no-open', '--port', '0'], env);
      await until(() => said.stdout.includes('Ctrl-C'));
      child.kill('SIGINT');
      await ended;
      expect(said.stdout).toContain('Open this address in a browser of this machine; Ctrl-C ends it.');
      expect(existsSync(join(folder, 'never-asked'))).toBe(false);
    });
  },
);

describe('refuses in a sentence, exit code 2', () => {
  /** Words, and what the sentence must say. */
  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [['absent'], /"absent" should be the folder of a run, but does not exist/],
    [['package'], /"package" should be the folder of a run, but has no run\.json/],
    [['absent.yaml'], /"absent\.yaml" should be a file that can be read, but it does not exist/],
    [['absent.npy'], /"absent\.npy" should be a file that can be read, but it does not exist/],
    [['x0.json'], /"x0\.json" should hold a mapping/],
    [
      ['notes.md'],
      /"notes\.md" should be the folder of a run or a sweep, .* or a link, but there is nothing of that name/,
    ],
    [['#'], /link should hold a state/],
    [['#open=/etc/passwd'], /link should consist of the letters/],
    [['https://example.org/'], /link should have a fragment/],
    [['--port', '70000'], /"--port" should be a whole number from 0 to 65535, but came as "70000"/],
    [['--port', '-1'], /"--port" should be a whole number from 0 to 65535/],
    [['--port', 'any'], /"--port" should be a whole number from 0 to 65535/],
    [['run', 'another'], /"parkade lab" should come with <run\|sweep\|spec\|file\|link> only/],
  ];

  test.each(mistakes)('%j', (words, sentence) => {
    const { code, stdout, stderr } = parkade(['lab', ...words, '--no-open'], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^parkade: [^\n]*\n$/);
  });

  test('a port that is taken', () =>
    whileTaken(0, async (port) => {
      const { said, ended } = lab(['--port', String(port)]);
      expect(await ended).toBe(2);
      expect(said.stderr).toContain(`"--port" should be a free port, but ${port} is taken by another program`);
    }));

  test('where the lab was not built', async () => {
    const [built, away] = [join(own, 'dist', 'lab'), join(own, 'dist', 'away')];
    renameSync(built, away);
    const { said, ended } = lab(['--no-open']);
    const code = await ended;
    renameSync(away, built);
    expect({ code, stderr: said.stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /^parkade: ".*lab" should hold the built lab, .* "npm run lab:build" in a checkout of parkade\.\n$/,
      ),
    });
  });
});

test('results are believed by the code that made them, whichever lab lies beside it', async () => {
  const hashIn = async (place: string) =>
    (await import(pathToFileURL(join(place, 'dist', 'node', 'process', 'version.js')).href)).codeHash();
  expect(await hashIn(own)).toBe(await hashIn(root));
});
