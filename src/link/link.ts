/**
 * Links that restore the exact state: the fragment of an address (what follows #), which browsers keep to themselves.
 * In it is versioned JSON, compressed by zlib, written in base64url. docs/link.md describes the format.
 */
import { strToU8 } from 'fflate';
import { toCanonicalJson } from '../core/json.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { compressed, inflated } from './compress.ts';
import { checkPlain, plainValues, wrongLink } from './plain.ts';
import { checkState, type LinkState } from './state.ts';

/** Characters of a fragment. */
export const LONGEST_LINK = 200_000;
/** Bytes of its JSON. */
export const LARGEST_STATE = 1_000_000;

const AGAIN = 'copy it once more from where it came';

/**
 * The fragment that stands for a state, without its #. The same state gives the same fragment, in whatever order its
 * keys come; every number keeps its bits.
 *
 * @example location.hash = writeLink({ version: 1, parkade: '0.2.0', spec: { beta: 64, until: 150 } });
 * @throws ParkadeError for a state that is none, and for one that is too large for a link
 */
export function writeLink(state: LinkState): string {
  const checked = checkState(state);
  checkPlain(checked, 0);
  const bytes = strToU8(toCanonicalJson(checked));
  const fragment = toBase64url(compressed(bytes));
  const advice = 'share the specification as a file';
  if (bytes.length > LARGEST_STATE)
    throw wrongLink(`hold at most ${LARGEST_STATE} bytes`, `its state has ${bytes.length}`, advice);
  if (fragment.length > LONGEST_LINK)
    throw wrongLink(`be at most ${LONGEST_LINK} characters long`, `it came to ${fragment.length}`, advice);
  return fragment;
}

/**
 * The state that a link stands for. Nothing is fetched and nothing in it is evaluated; what is too long, inflates to
 * too much, is damaged, or holds anything that no link has is refused in a sentence. Whether keys go together is found
 * when the run is prepared.
 *
 * @param text a whole address, its fragment with #, or without
 * @throws ParkadeError InvalidInput, or InvalidParameter for a wrong value of a key
 */
export function readLink(text: string): LinkState {
  return checkState(plainValues(bytesOf(fragmentOf(text))));
}

/** What follows the first #; white space, which mail programs put into long lines, is left out. */
function fragmentOf(text: string): string {
  const hash = text.indexOf('#');
  if (hash < 0 && /[:/?.]/.test(text.slice(0, 2000)))
    throw wrongLink('have a fragment, the part from # on', 'the address has none', AGAIN);
  if (text.length - hash > 2 * LONGEST_LINK) throw tooLong(text.length - hash - 1);
  const fragment = text.slice(hash + 1).replace(/\s+/g, '');
  if (fragment.length > LONGEST_LINK) throw tooLong(fragment.length);
  if (fragment === '') throw wrongLink('hold a state behind its #', 'nothing is there', AGAIN);
  return fragment;
}

function tooLong(length: number) {
  return wrongLink(
    `be at most ${LONGEST_LINK} characters long`,
    `it came with ${length}`,
    'share the specification as a file',
  );
}

function bytesOf(fragment: string): Uint8Array {
  const packed = fromBase64url(fragment);
  if (packed === null)
    throw wrongLink('consist of the letters, digits, - and _ of base64url', 'it has other signs or is cut off', AGAIN);
  const bytes = inflated(packed, LARGEST_STATE);
  if (bytes === 'too large')
    throw wrongLink(`hold at most ${LARGEST_STATE} bytes`, 'it unpacks to more', 'do not trust where it came from');
  if (bytes === 'damaged') throw wrongLink('be whole', 'characters of it are missing or changed', AGAIN);
  return bytes;
}
