/** Which parkade this is: its version, the commit when it runs from a checkout, and what its code is. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the package: three folders above this file, in src/ and in dist/ alike. */
export const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

export const version: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;

let checkedOut: string | null | undefined;

/** The commit of the checkout, with `-dirty` for uncommitted changes, as it was when first asked; null outside one. */
export function commit(): string | null {
  if (checkedOut === undefined) checkedOut = describedByGit();
  return checkedOut;
}

function describedByGit(): string | null {
  if (!existsSync(join(packageRoot, '.git'))) return null;
  try {
    return execFileSync('git', ['-C', packageRoot, 'describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

const codeFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** The built lab lies beside the code of the command line, and makes none of its results. */
const NOT_THE_LAB = /^(?!lab\/)/;
let code: string | undefined;
let engine: string | undefined;
let sweepCode: string | undefined;

/**
 * A hash of every file of the code that runs. Results kept for later are believed only by the code that made them: a
 * version or a commit says too little while somebody works on it.
 */
export function codeHash(): string {
  code ??= hashOfFolder(codeFolder, NOT_THE_LAB);
  return code;
}

/** What lies between a seed and a trajectory. */
const ENGINE =
  /^(core|numerics|dynamics|initial|integrators|backends|simulation)\/|^run\/(spec|prepare|method|tokens|times|run)\.[jt]s$/;

/** The same of the code that decides the bits of a run: records name it, since an installed copy has no commit. */
export function engineHash(): string {
  engine ??= hashOfFolder(codeFolder, ENGINE);
  return engine;
}

/** What lies between the specification of a cell of a sweep and its row. */
const SWEEP_CELL =
  /^(core|numerics|dynamics|initial|integrators|backends|simulation|equilibria|analysis|events|theory|run|sweeps\/quantities)\/|^sweeps\/cell\.[jt]s$/;

/** The same of the code that decides what a cell of a sweep comes to: cells of other code are never mixed in. */
export function sweepCodeHash(): string {
  sweepCode ??= hashOfFolder(codeFolder, SWEEP_CELL);
  return sweepCode;
}

/** SHA-256 over names and contents of the code in a folder, about 400 files, or those of certain names. */
export function hashOfFolder(folder: string, which = /./): string {
  const all = createHash('sha256');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /(?<!\.d)\.(js|ts)$/.test(name) && which.test(name.replaceAll('\\', '/')),
  );
  for (const name of names.sort()) {
    const content = readFileSync(join(folder, name));
    all.update(`${name.replaceAll('\\', '/')} ${content.length}\n`).update(content);
  }
  return all.digest('hex');
}
