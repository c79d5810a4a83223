/** Links made without the code under test, by Node's own zlib: for what `writeLink` would never write. */
import { deflateSync, inflateSync } from 'node:zlib';

/** A fragment that holds this text, or these bytes. */
export function packed(content: string | Uint8Array): string {
  return deflateSync(content, { level: 9 }).toString('base64url');
}

/** The text of a fragment. */
export function unpacked(fragment: string): string {
  return inflateSync(Buffer.from(fragment, 'base64url')).toString('utf8');
}
