/** Bytes as text that an address takes as it is: base64url of RFC 4648, section 5, without padding. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Three bytes are four characters; the last one or two bytes are two or three. */
export function toBase64url(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const count = bytes.length - i >= 3 ? 4 : bytes.length - i + 1;
    for (let k = 0; k < count; k++) parts.push(ALPHABET[(bits >> (18 - 6 * k)) & 63]);
  }
  return parts.join('');
}

/** The bytes again; null for a text that is no base64url: of another alphabet, or of a length that no bytes have. */
export function fromBase64url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [bits, count, filled] = [0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const value = ALPHABET.indexOf(text[i]);
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[filled++] = bits >> count;
  }
  return bytes;
}
