/**
 * Fonts of this machine, for letters that those of parkade lack: Cyrillic or Chinese in a title. Looked for only then.
 */
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { charactersOf, shippedFonts } from './shipped-fonts.ts';

const FOLDERS: readonly string[] = [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(homedir(), '.fonts'),
  join(homedir(), '.local', 'share', 'fonts'),
  '/System/Library/Fonts',
  '/Library/Fonts',
  join(homedir(), 'Library', 'Fonts'),
  join(process.env.WINDIR ?? 'C:\\Windows', 'Fonts'),
];

export interface Lettering {
  /** Files of further fonts, each with letters that no one before it has. */
  readonly files: readonly string[];
  /** Letters that no font here has. */
  readonly lacking: readonly string[];
}

/** What it takes to draw a text beyond the fonts that parkade ships. */
export function letteringOf(text: string, folders = FOLDERS): Lettering {
  const wanted = new Set(lettersBeyond(text));
  const files: string[] = [];
  if (wanted.size > 0) {
    for (const file of fontFilesIn(folders)) {
      const had = [...wanted].filter((letter) => hasLetter(file, letter));
      if (had.length > 0) files.push(file);
      for (const letter of had) wanted.delete(letter);
      if (wanted.size === 0) break;
    }
  }
  return { files, lacking: [...wanted] };
}

/** Letters, each once, that the shipped fonts lack; spaces and marks that have no ink of their own are none. */
export function lettersBeyond(text: string): string[] {
  const all = [...new Set(text)].filter((letter) => !/[\s\p{Cf}\p{Variation_Selector}]/u.test(letter));
  return all.filter((letter) => !shippedFonts.some(({ file }) => hasLetter(file, letter)));
}

function hasLetter(file: string, letter: string): boolean {
  return charactersOf(file).has(letter.codePointAt(0) as number);
}

/** In an order that does not depend on the file system; those most like ours, upright and without serifs, first. */
function fontFilesIn(folders: readonly string[]): string[] {
  const names = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ttf|otf)$/i.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
  const far = (name: string) =>
    (/sans/i.test(basename(name)) ? 0 : 1) +
    (name.match(/bold|italic|oblique|mono|condensed|narrow|light/gi) ?? []).length;
  return names.sort((a, b) => far(a) - far(b));
}
