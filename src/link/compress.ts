/**
 * Compression of links: zlib (RFC 1950), which is raw deflate between two bytes that say so and four that sum up what
 * was compressed. The sum is why a character that was mistyped is noticed and no other run is shown. Python's
 * `zlib.decompress` and a browser's `DecompressionStream('deflate')` read it.
 */
import { Inflate, zlibSync } from 'fflate';

/** So many bytes of the packed text are inflated at a time: each becomes at most 1,032. */
const STEP = 1024;
/** Before and after the deflated bytes. */
const [HEAD, TAIL] = [2, 4];
const MODULUS = 65_521;

export function compressed(bytes: Uint8Array): Uint8Array {
  return zlibSync(bytes, { level: 9 });
}

/** What came instead of something compressed: as it stands after "but". */
type Damage = 'too large' | 'damaged';

/**
 * What was compressed. The work ends as soon as more than `most` bytes have come out: a few bytes that stand for
 * gigabytes are never unpacked.
 */
export function inflated(packed: Uint8Array, most: number): Uint8Array | Damage {
  if (packed.length < HEAD + TAIL || !isHead(packed[0], packed[1])) return 'damaged';
  const body = packed.subarray(HEAD, packed.length - TAIL);
  const parts: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate((part) => {
    parts.push(part);
    length += part.length;
  });
  try {
    for (let from = 0; from < body.length && length <= most; from += STEP)
      inflate.push(body.subarray(from, from + STEP), from + STEP >= body.length);
  } catch {
    return 'damaged'; // fflate's words are about its own format
  }
  if (length > most) return 'too large';
  const bytes = joined(parts, length);
  const sum = new DataView(packed.buffer, packed.byteOffset + packed.length - TAIL, TAIL).getUint32(0);
  return sum === adler32(bytes) ? bytes : 'damaged';
}

/** Deflate, no dictionary, and a check of both bytes. */
function isHead(method: number, flags: number): boolean {
  return (method & 15) === 8 && (flags & 32) === 0 && (256 * method + flags) % 31 === 0;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The sum at the end of zlib's format: of the bytes, and of those sums, both modulo 65521. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % MODULUS;
    b = (b + a) % MODULUS;
  }
  return b * 65_536 + a;
}
