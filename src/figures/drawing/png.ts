/**
 * A picture of few colours as the bytes of a PNG file (RFC 2083), uncompressed: for maps of some thousand tiles, in any
 * document.
 */

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
/** Of a stored block of deflate. */
const LARGEST_BLOCK = 65535;

/**
 * @param pixels [height, width], rows from the top, each the number of a colour
 * @param colours at most 256, as #rrggbb
 * @returns a data URL for an `image` element
 */
export function indexedPng(pixels: Uint8Array, width: number, height: number, colours: readonly string[]): string {
  const header = [...word(width), ...word(height), 8, 3, 0, 0, 0]; // 8 bits a pixel, indexed
  const bytes = [
    ...SIGNATURE,
    ...chunk('IHDR', header),
    ...chunk('PLTE', colours.flatMap(channelsOf)),
    ...chunk('IDAT', stored(scanlines(pixels, width, height))),
    ...chunk('IEND', []),
  ];
  return `data:image/png;base64,${base64(bytes)}`;
}

/** Red, green and blue of #rrggbb, 0 … 255. */
export function channelsOf(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Every row behind the number of its filter, 0: none. */
function scanlines(pixels: Uint8Array, width: number, height: number): number[] {
  return Array.from({ length: height }, (_, row) => [0, ...pixels.subarray(row * width, (row + 1) * width)]).flat();
}

/** A zlib stream (RFC 1950) of stored blocks. */
function stored(data: readonly number[]): number[] {
  const out = [0x78, 0x01];
  for (let from = 0; from < data.length; from += LARGEST_BLOCK) {
    const block = data.slice(from, from + LARGEST_BLOCK);
    const last = from + LARGEST_BLOCK >= data.length ? 1 : 0;
    const length = [block.length & 255, block.length >> 8];
    out.push(last, ...length, ...length.map((byte) => byte ^ 255));
    for (const byte of block) out.push(byte);
  }
  return [...out, ...word(adler32(data))];
}

function chunk(type: string, data: readonly number[]): number[] {
  const checked = [...[...type].map((letter) => letter.charCodeAt(0)), ...data];
  return [...word(data.length), ...checked, ...word(crc32(checked))];
}

/** Four bytes, the highest first. */
function word(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function crc32(data: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function adler32(data: readonly number[]): number {
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function base64(bytes: readonly number[]): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
