/** The fonts that come with parkade, and which characters they have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../process/version.ts';

export interface ShippedFont {
  /** As the font calls itself. */
  readonly family: string;
  readonly file: string;
}

const asset = (name: string) => join(packageRoot, 'assets', name);

export const REGULAR_FONT: ShippedFont = { family: 'Inter', file: asset('Inter-Regular.ttf') };
export const BOLD_FONT: ShippedFont = { family: 'Inter SemiBold', file: asset('Inter-SemiBold.ttf') };
/** For signs that Inter lacks, ⟨ or ≫ or ẋ: a subset of DejaVu Sans. */
export const MATH_FONT: ShippedFont = { family: 'DejaVu Sans', file: asset('DejaVuSans-Mathematics.ttf') };

export const shippedFonts: readonly ShippedFont[] = [REGULAR_FONT, BOLD_FONT, MATH_FONT];

const known = new Map<string, ReadonlySet<number>>();

/** The code points that a font file has glyphs for. */
export function charactersOf(file: string): ReadonlySet<number> {
  let found = known.get(file);
  if (!found) known.set(file, (found = readable(file)));
  return found;
}

/** Fonts of a machine may be damaged, or of a kind that is not read here: they have no characters then. */
function readable(file: string): ReadonlySet<number> {
  try {
    return characterMap(readFileSync(file));
  } catch {
    return new Set();
  }
}

/** The character map of a TrueType or OpenType font: tables "cmap" of formats 4 and 12. */
export function characterMap(bytes: Uint8Array): Set<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  const tables = Array.from({ length: view.getUint16(4) }, (_, i) => 12 + 16 * i);
  const entry = tables.find((at) => tag(at) === 'cmap');
  const characters = new Set<number>();
  if (entry === undefined) return characters;
  const cmap = view.getUint32(entry + 8);
  const add = (from: number, to: number) => {
    for (let code = from; code <= to; code++) characters.add(code);
  };
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const map = cmap + view.getUint32(cmap + 8 + 8 * i);
    const format = view.getUint16(map);
    if (format === 4) {
      const segments = view.getUint16(map + 6) / 2;
      for (let s = 0; s < segments; s++) {
        const to = view.getUint16(map + 14 + 2 * s);
        add(view.getUint16(map + 16 + 2 * segments + 2 * s), Math.min(to, 0xfffe));
      }
    } else if (format === 12) {
      for (let g = 0; g < view.getUint32(map + 12); g++) {
        add(view.getUint32(map + 16 + 12 * g), view.getUint32(map + 20 + 12 * g));
      }
    }
  }
  return characters;
}
