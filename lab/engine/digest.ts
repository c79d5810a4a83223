/** SHA-256 of a trajectory, as the record of a run has it. */
import { sha256 } from '@noble/hashes/sha2.js';
import { trajectoryBytes } from 'parkade/link';

/** It needs no secure context, which a page that is served over plain http within a lecture room has not. */
export function digestOf(trajectory: { readonly ts: Float64Array; readonly xs: Float64Array }): string {
  const hash = sha256.create();
  for (const chunk of trajectoryBytes(trajectory)) hash.update(chunk);
  return Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
