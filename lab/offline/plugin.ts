/** The part of the build that lists its files, with their hashes, in front of the service worker. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
import type { Kept } from './kept.ts';

/** The service worker beside the page: it can keep what lies in its own folder only. */
export const SCRIPT = 'offline.js';

const sha256Of = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** @param contents of all built files, by their path in the folder */
export function keptOf(contents: ReadonlyMap<string, Uint8Array>): Kept {
  const named = [...contents].filter(([name]) => name !== SCRIPT && !/(^|\/)\./.test(name));
  const hashes = named
    .map(([name, bytes]) => [name === 'index.html' ? '' : name, sha256Of(bytes)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { release: sha256Of(JSON.stringify(hashes)).slice(0, 16), files: Object.fromEntries(hashes) };
}

/** The line that goes in front of the script. */
export function lineOf(kept: Kept): string {
  return `const KEPT=${JSON.stringify(kept)};\n`;
}

export const listKeptFiles: Plugin = {
  name: 'list-kept-files',
  apply: 'build',
  writeBundle({ dir }) {
    if (dir === undefined) return;
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const contents = files.map((entry): [string, Uint8Array] => {
      const place = join(entry.parentPath, entry.name);
      return [relative(dir, place).replaceAll('\\', '/'), readFileSync(place)];
    });
    const script = join(dir, SCRIPT);
    writeFileSync(script, lineOf(keptOf(new Map(contents))) + readFileSync(script, 'utf8'));
  },
};
