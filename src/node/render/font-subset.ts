/**
 * The part of a TrueType font that a picture needs, as WOFF (W3C Recommendation, 2012): outlines of other letters are
 * left out, numbers of glyphs stay, so that the other tables need no change. Tables by the OpenType specification 1.9.
 */
import { zlibSync } from 'fflate';

const KEPT = ['OS/2', 'cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post'];
/** A table of names must be there, but may be empty: ten kilobytes of licence are in assets/. */
const NO_NAMES = Uint8Array.of(0, 0, 0, 0, 0, 6);
/** Where marks stand over letters. */
const MARKS = ['GDEF', 'GPOS', 'GSUB'];
/** Tables of kerning are larger than all letters of a picture. */
const SMALL = 2000;

/** @param codes code points that are needed; those that the font lacks are passed over */
export function subsetFont(font: Uint8Array, codes: Iterable<number>): Uint8Array {
  const tables = tablesOf(font);
  const { glyf, loca } = onlyGlyphs(tables, neededGlyphs(tables, codes));
  const kept = [...tables].filter(([tag, data]) => KEPT.includes(tag) || (MARKS.includes(tag) && data.length < SMALL));
  const changed: Readonly<Record<string, Uint8Array>> = { glyf, loca, name: NO_NAMES };
  return woff(kept.map(([tag, data]) => [tag, changed[tag] ?? data]));
}

type Tables = ReadonlyMap<string, Uint8Array>;

const viewOf = (data: Uint8Array) => new DataView(data.buffer, data.byteOffset, data.byteLength);

function tablesOf(font: Uint8Array): Tables {
  const view = viewOf(font);
  const entries = Array.from({ length: view.getUint16(4) }, (_, i) => 12 + 16 * i);
  return new Map(
    entries.map((at) => {
      const from = view.getUint32(at + 8);
      return [String.fromCharCode(...font.subarray(at, at + 4)), font.subarray(from, from + view.getUint32(at + 12))];
    }),
  );
}

/** Where the outline of each glyph begins in "glyf", and where the last ends. */
function offsetsOf(tables: Tables): number[] {
  const loca = viewOf(tables.get('loca')!);
  const long = viewOf(tables.get('head')!).getInt16(50) === 1;
  const count = viewOf(tables.get('maxp')!).getUint16(4) + 1;
  return Array.from({ length: count }, (_, i) => (long ? loca.getUint32(4 * i) : 2 * loca.getUint16(2 * i)));
}

/** The glyphs of the code points, of the empty box, and those that they are composed of. */
function neededGlyphs(tables: Tables, codes: Iterable<number>): Set<number> {
  const offsets = offsetsOf(tables);
  const glyf = tables.get('glyf')!;
  const glyphs = new Set([0, ...[...codes].map((code) => glyphOf(tables.get('cmap')!, code))]);
  for (const glyph of glyphs) {
    for (const part of componentsOf(glyf.subarray(offsets[glyph], offsets[glyph + 1]))) glyphs.add(part);
  }
  return glyphs;
}

/** By the character map of format 4; 0, the empty box, for a character that it lacks. */
function glyphOf(cmap: Uint8Array, code: number): number {
  const view = viewOf(cmap);
  for (let i = 0; i < view.getUint16(2); i++) {
    const map = view.getUint32(8 + 8 * i);
    if (view.getUint16(map) !== 4) continue;
    const twice = view.getUint16(map + 6);
    for (let s = 0; s < twice; s += 2) {
      const [end, start] = [view.getUint16(map + 14 + s), view.getUint16(map + 16 + twice + s)];
      if (code < start || code > end) continue;
      const delta = view.getUint16(map + 16 + 2 * twice + s);
      const at = map + 16 + 3 * twice + s;
      const range = view.getUint16(at);
      if (range === 0) return (code + delta) & 0xffff;
      const glyph = view.getUint16(at + range + 2 * (code - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
  }
  return 0;
}

const WORDS = 0x1;
const SCALE = 0x8;
const MORE = 0x20;
const TWO_SCALES = 0x40;
const MATRIX = 0x80;

function componentsOf(outline: Uint8Array): number[] {
  const view = viewOf(outline);
  if (outline.length === 0 || view.getInt16(0) >= 0) return [];
  const parts: number[] = [];
  for (let at = 10, flags = MORE; flags & MORE; ) {
    flags = view.getUint16(at);
    parts.push(view.getUint16(at + 2));
    at += 4 + (flags & WORDS ? 4 : 2) + (flags & MATRIX ? 8 : flags & TWO_SCALES ? 4 : flags & SCALE ? 2 : 0);
  }
  return parts;
}

function onlyGlyphs(tables: Tables, glyphs: ReadonlySet<number>): { glyf: Uint8Array; loca: Uint8Array } {
  const offsets = offsetsOf(tables);
  const old = tables.get('glyf')!;
  const loca = new Uint8Array(tables.get('loca')!.length);
  const long = loca.length === 4 * offsets.length;
  const glyf = new Uint8Array(old.length);
  let end = 0;
  for (const [i, offset] of offsets.entries()) {
    if (long) viewOf(loca).setUint32(4 * i, end);
    else viewOf(loca).setUint16(2 * i, end / 2);
    if (!glyphs.has(i) || i + 1 === offsets.length) continue;
    glyf.set(old.subarray(offset, offsets[i + 1]), end);
    end += offsets[i + 1] - offset;
  }
  return { glyf: glyf.slice(0, end), loca };
}

/** Header, directory, compressed tables, each at a multiple of four bytes. */
function woff(tables: readonly (readonly [tag: string, data: Uint8Array])[]): Uint8Array {
  const aligned = (length: number) => (length + 3) & ~3;
  const packed = tables.map(([tag, data]) => {
    const small = zlibSync(data, { level: 9 });
    return { tag, data, stored: small.length < data.length ? small : data };
  });
  const begin = 44 + 20 * packed.length;
  const total = packed.reduce((sum, { stored }) => sum + aligned(stored.length), begin);
  const out = new Uint8Array(total);
  const view = viewOf(out);
  const full = packed.reduce((sum, { data }) => sum + aligned(data.length), 12 + 16 * packed.length);
  for (const [i, word] of [0x774f4646, 0x00010000, total, packed.length << 16, full].entries())
    view.setUint32(4 * i, word);
  let at = begin;
  for (const [i, { tag, data, stored }] of packed.entries()) {
    const entry = 44 + 20 * i;
    for (let c = 0; c < 4; c++) out[entry + c] = tag.charCodeAt(c);
    for (const [j, word] of [at, stored.length, data.length, checksum(data)].entries())
      view.setUint32(entry + 4 + 4 * j, word);
    out.set(stored, at);
    at += aligned(stored.length);
  }
  return out;
}

function checksum(data: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum = (sum + data[i] * 2 ** (8 * (3 - (i % 4)))) % 2 ** 32;
  return sum;
}
