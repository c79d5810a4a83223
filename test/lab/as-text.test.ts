/** A setting as a command line: typed again it is the same setting. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandOf, embedOf, pythonOf } from '../../lab/share/as-text.ts';
import { whatIs } from '../../lab/share/opened.ts';
import { titleOf } from '../../lab/share/title.ts';
import { verdictOf } from '../../lab/share/verdict.ts';
import { specFlags, specKeys } from '../../src/node/cli/program/flags.ts';
import { buildProgram } from '../../src/node/cli/program/index.ts';
import { readFiles } from '../../src/node/store/inputs.ts';
import { checkSpec, type RunSpec } from '../../src/run/spec.ts';

const specs: Readonly<Record<string, RunSpec>> = {
  'figure 2': { tokens: 200, dimension: 2, beta: 64, seed: 1, delta: 0.5, radius: 0.125, until: 150, events: true },
  'negative numbers and lists': {
    beta: 4,
    dimension: 3,
    value: [1, -0.5, -2],
    saveAt: [0, 1, 10],
    observe: ['clusters'],
  },
  'a matrix, and edits': {
    ...{
      beta: 1,
      until: 2,
      query: [
        [0, -1],
        [1, 0],
      ],
      edits: [{ t: 1, kind: 'move', token: 0, x: [-1, 0] }],
    },
  },
  'great and small': { beta: 16, saveAt: 'log:0.1:1e52:20', rtol: 1e-7, value: 'gaussian:5' },
};

test.each(Object.entries(specs))('%s', async (_, spec) => {
  const command = commandOf(spec);
  if (command === null) throw new Error('the command is short');
  // As a shell reads it.
  const read = execFileSync('sh', ['-c', command.replace(/^npx parkade/, "printf '%s\\0'")], { encoding: 'utf8' });
  const words = read.split('\0').slice(0, -1);
  const program = buildProgram(() => {});
  const simulate = program.commands.find((one) => one.name() === 'simulate');
  let typed: object = {};
  simulate?.action((_file: unknown, options: Record<string, string | true>) => {
    typed = readFiles(specFlags(options, specKeys), '/');
  });
  await program.parseAsync(words, { from: 'user' });
  expect(checkSpec(typed)).toEqual(checkSpec(spec));
});

test('a setting too long for a command line is none', () => {
  expect(commandOf({ beta: 1, until: 1, initial: Array.from({ length: 400 }, (_, k) => k / 7) })).toBeNull();
});

test('addresses in an embed cannot end its attribute', () => {
  expect(embedOf('https://a.example/?a=1&b="><script>', 'stage')).not.toMatch(/"><script>/);
});

test('programs in Python read what the format has', () => {
  expect(pythonOf('run.npz', 2)).toMatch(/np\.load\("run\.npz"\)/);
  expect(pythonOf('run.h5', 3)).toMatch(/xr\.open_dataset\("run\.h5"/);
});

test('titles say what is unlike the usual', () => {
  expect(titleOf({ beta: 9, dimension: 3, rtol: 1e-6, until: 5 })).toBe('β = 9, n = 200, d = 3, rtol 1.0·10⁻⁶, seed 1');
});

const author = { sha256: 'a'.repeat(64), parkade: '0.2.0', backend: 'wasm' };
test.each([
  [{ sha256: 'a'.repeat(64), backend: 'reference' }, '9.9.9', 'identical'],
  [{ sha256: 'b'.repeat(64), backend: 'wasm' }, '0.2.0', 'different'],
  [{ sha256: 'b'.repeat(64), backend: 'wasm' }, '0.3.0', 'not verifiable'],
  [{ sha256: 'b'.repeat(64), backend: 'reference' }, '0.2.0', 'not verifiable'],
] as const)('%o by %s is %s', (found, version, kind) => {
  expect(verdictOf(author, found, version).kind).toBe(kind);
});

const file = (name: string, text = '') => ({ name, bytes: new TextEncoder().encode(text) });
test.each([
  [[file('a.npy')], 'tokens'],
  [[file('a.json', '[[1,0]]')], 'refused'],
  [[file('a.csv', '1,0')], 'refused'],
  [[file('a.json', '{"beta":1}')], 'specification'],
  [[file('a.json', '3')], 'refused'],
  [[file('trajectory.h5'), file('steps.h5')], 'refused'],
  [[file('a.json', '{}'), file('b.json', '{}')], 'refused'],
  [[file('a.exe')], 'refused'],
  [[file('run.json', `{"spec":{"beta":1},"parkade":"0.2.0","trajectory":{"sha256":"${'0'.repeat(64)}"}}`)], 'run'],
  [[file('run.json', '{"spec":{"beta":1},"parkade":"0.2.0","trajectory":{"sha256":"0"}}')], 'refused'],
])('%j is %s', (files, kind) => {
  expect(whatIs(files, JSON.parse).kind).toBe(kind);
});
