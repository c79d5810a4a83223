/**
 * The files of a built folder, read once when the server begins. What a browser asks for later is looked up among
 * these by name and never opened, so no request, however it is written, leads out of the folder.
 */
import { createHash } from 'node:crypto';
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readBytes } from '../process/files.ts';
import { typeOf } from './content-types.ts';

export interface BuiltFile {
  readonly bytes: Uint8Array;
  /** The value of its Content-Type header. */
  readonly type: string;
  /** Of its bytes, in quotes as the header has it. */
  readonly etag: string;
  /** Whether its name changes with its content, so that a browser may keep it for ever. */
  readonly immutable: boolean;
}

/** By the path of an address as a browser writes it: /assets/index-B4dF00d1.js. */
export type BuiltFiles = ReadonlyMap<string, BuiltFile>;

/** A name with the hash of the content that Vite writes into it. */
const HASHED = /^\/assets\/.*-[\w-]{8}\.\w+$/;

/**
 * Every regular file of a folder. Links and names that begin with a dot are left out, whatever they lead to.
 * @throws ParkadeError FileProblem for a file that cannot be read
 */
export function readBuiltFiles(folder: string): BuiltFiles {
  const files = new Map<string, BuiltFile>();
  gather(folder, '', files);
  return files;
}

function gather(folder: string, above: string, files: Map<string, BuiltFile>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter(isPublic)) {
    const place = join(folder, entry.name);
    const path = `${above}/${encodeURI(entry.name)}`;
    if (entry.isDirectory()) gather(place, path, files);
    else files.set(path, builtFile(path, readBytes(place)));
  }
}

/** The kind of an entry is its own: that of a link is neither a file nor a folder. */
function isPublic(entry: Dirent): boolean {
  return !entry.name.startsWith('.') && (entry.isFile() || entry.isDirectory());
}

function builtFile(path: string, bytes: Uint8Array): BuiltFile {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  return { bytes, type: typeOf(path), etag, immutable: HASHED.test(path) };
}
