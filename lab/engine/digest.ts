/** SHA-256 of a trajectory, as the record of a run has it. */
import { sha256 } from '@noble/hashes/sha2.js';

/**
 * Over little-endian doubles: the saved times, then the tokens. It needs no secure context, which a page that is served
 * over plain http within a lecture room has not.
 */
export function digestOf({ ts, xs }: { readonly ts: Float64Array; readonly xs: Float64Array }): string {
  const hash = sha256.create();
  for (const { buffer, byteOffset, byteLength } of [ts, xs])
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
