/**
 * What is served beside the built folder: one file that was named on the command line, one document made of what was
 * named there, or one long address under a short one. Its path holds 128 random bits, which no page and no program
 * guesses.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BYTES } from './content-types.ts';

export type Beside =
  /** A file, with its place on the disk. */
  | { readonly kind: 'file'; readonly path: string; readonly file: string }
  /** What is made whenever it is asked for, such as a text of files that grow. */
  | { readonly kind: 'made'; readonly path: string; make(): Uint8Array }
  /** A short way to an address of the same server. */
  | { readonly kind: 'shortcut'; readonly path: string; readonly to: string };

/** The bytes of that file, as they are whenever they are asked for. */
export function fileBeside(file: string): Beside {
  return { kind: 'file', path: `${unguessable()}/${encodeURIComponent(basename(file))}`, file: resolve(file) };
}

/** @param name what the document is called: the browser reads its ending */
export function madeBeside(name: string, make: () => Uint8Array): Beside {
  return { kind: 'made', path: `${unguessable()}/${encodeURIComponent(name)}`, make };
}

/** @param to a path of the server, with its fragment */
export function shortcutTo(to: string): Beside {
  return { kind: 'shortcut', path: unguessable(), to };
}

const unguessable = () => `/opened/${randomBytes(16).toString('base64url')}`;

/** Never kept by the browser: the file may change, and the path is another one next time. */
const NEVER_KEPT = { 'Cache-Control': 'no-store' };

/** @returns false where it is not there any more, and nothing was answered */
export async function answerWithBeside(beside: Beside, response: ServerResponse, withBody: boolean): Promise<boolean> {
  if (beside.kind === 'shortcut') {
    response.writeHead(302, { ...NEVER_KEPT, Location: beside.to, 'Content-Length': 0 }).end();
    return true;
  }
  if (beside.kind === 'made') return answerWithMade(beside.make, response, withBody);
  let handle: FileHandle | undefined;
  try {
    handle = await open(beside.file);
    const stats = await handle.stat();
    if (!stats.isFile()) return false;
    response.writeHead(200, { ...NEVER_KEPT, 'Content-Type': BYTES, 'Content-Length': stats.size });
    // As long as was said, though the file may be growing.
    if (withBody && stats.size > 0)
      await pipeline(handle.createReadStream({ start: 0, end: stats.size - 1 }), response);
    else response.end();
    return true;
  } catch {
    // Gone before the head of the answer, or the browser left in the middle of it.
    if (response.headersSent) response.destroy();
    return response.headersSent;
  } finally {
    await handle?.close();
  }
}

function answerWithMade(make: () => Uint8Array, response: ServerResponse, withBody: boolean): boolean {
  let bytes: Uint8Array;
  try {
    bytes = make();
  } catch {
    return false;
  }
  response.writeHead(200, { ...NEVER_KEPT, 'Content-Type': BYTES, 'Content-Length': bytes.length });
  response.end(withBody ? bytes : undefined);
  return true;
}
