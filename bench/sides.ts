/** How each side is started, or why it cannot be. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SideName } from './peers.ts';
import type { Command } from './side.ts';

/** bench/, seen from bench/dist. */
const bench = fileURLToPath(new URL('..', import.meta.url));
const javascript = join(bench, 'javascript');

export type Start = { readonly command: Command } | { readonly absent: string };

/** Of the Pythons here, the one with the newest of a library: a peer gets its best. */
function python(library: 'numpy' | 'torch' | 'numba', debian: string): Start {
  const program = `import ${library}; print(${library}.__version__)`;
  const found = ['python3', '/usr/bin/python3'].flatMap((file) => {
    const { status, stdout } = spawnSync(file, ['-c', program], { encoding: 'utf8' });
    return status === 0 ? [{ file, version: stdout.trim() }] : [];
  });
  found.sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }));
  if (found.length === 0) return { absent: `no python3 with ${library} (apt-get install ${debian})` };
  return { command: { file: found[0].file, args: ['side.py', library], cwd: join(bench, 'python') } };
}

function compiled(name: string, flags: readonly string[], folder: string): Start {
  const file = join(folder, name);
  const args = ['-O3', ...flags, '-fopenmp', join(bench, 'c', 'field.c'), '-o', file, '-lm'];
  const { status, stderr, error } = spawnSync('gcc', args, { encoding: 'utf8' });
  if (error) return { absent: 'no gcc (apt-get install gcc libc6-dev)' };
  if (status !== 0) return { absent: `gcc ${flags.join(' ')} failed: ${stderr.trim().split('\n')[0]}` };
  return { command: { file, args: [] } };
}

/** The packages that bench/javascript/package-lock.json names; installed once. */
let installed: string | true | undefined;
function installJavaScript(): string | true {
  if (existsSync(join(javascript, 'node_modules', '.package-lock.json'))) return true;
  process.stderr.write('Installing TensorFlow.js and jax-js: npm ci --prefix bench/javascript\n');
  const { status, stderr, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--prefix', javascript], {
    encoding: 'utf8',
    cwd: javascript, // for its .npmrc
  });
  if (status === 0) return true;
  const reason =
    error?.message ??
    stderr
      .trim()
      .split('\n')
      .find((line) => /err/i.test(line)) ??
    `status ${status}`;
  return `npm ci --prefix bench/javascript failed: ${reason}`;
}

function packaged(file: string): Start {
  installed ??= installJavaScript();
  if (installed !== true) return { absent: installed };
  return { command: { file: process.execPath, args: [join(javascript, file)] } };
}

/** @param folder where compiled programs go */
export function startOf(side: SideName, folder: string): Start {
  switch (side) {
    case 'parkade':
      return { command: { file: process.execPath, args: [join(bench, 'dist', 'parkade-side.js')] } };
    case 'numpy':
      return python('numpy', 'python3-numpy libopenblas0-pthread');
    case 'torch':
      return python('torch', 'python3-torch');
    case 'numba':
      return python('numba', 'python3-numba');
    case 'c':
      return compiled('field', ['-march=native'], folder);
    case 'c-128':
      return compiled('field-128', ['-msse4.2', '-mno-avx', '-ffp-contract=off'], folder);
    case 'tfjs':
      return packaged('tfjs.mjs');
    case 'jax-js':
      return packaged('jax-js.mjs');
    default:
      return side satisfies never;
  }
}
