/** Which parkade this is: its version, and the commit when it runs from a checkout. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the package: two folders above this file, in src/ and in dist/ alike. */
export const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const version: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;

/** The commit of the checkout, with `-dirty` for uncommitted changes; null outside one. */
export function commit(): string | null {
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
