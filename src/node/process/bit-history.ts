/**
 * Which versions make which bits. bits.json, beside package.json, holds for every version since 0.2.0 what
 * test/bits.test.ts found of its short runs; that test fails where they change and the version does not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot, version } from './version.ts';

/** The beginning of the SHA-256 of a short run's trajectory, by the name of the run. */
export type Bits = Readonly<Record<string, string>>;

export const BITS_FILE = join(packageRoot, 'bits.json');

export function bitHistory(): Readonly<Record<string, Bits>> {
  return JSON.parse(readFileSync(BITS_FILE, 'utf8'));
}

/** Whether a version makes the bits that this one makes: every run that both know has the same. */
export function sameBits(other: string, history = bitHistory(), here = version): boolean {
  if (other === here) return true;
  const [theirs, ours] = [history[other], history[here]];
  if (theirs === undefined || ours === undefined) return false;
  return Object.entries(theirs).every(([name, hash]) => (ours[name] ?? hash) === hash);
}
