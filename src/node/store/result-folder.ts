/**
 * A folder of results: begun as a draft, seen when it is whole, replaced only if it holds nothing but results.
 * Drawing is loaded when first needed: `parkade --help` and a refused input should not wait for it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { mistake, ParkadeError, unreadable } from '../../core/errors.ts';
import { fromJson, toLegibleJson } from '../../core/json.ts';
import type { Figure } from '../../figures/index.ts';
import { OWNERS, readBytes, whatStandsAt, writeFileWhole, writeInDraft } from '../process/files.ts';
import { clearLeftovers } from '../process/leftovers.ts';
import { draftFolder, type FolderDraft } from './draft.ts';

/** What parkade writes into a folder of results. */
const OWN_FILES =
  /^((run|ensemble|experiment|values|check|park|spectra|density|branches)\.json|index\.html|measurements\.json|events\.json|(figure(-narrow)?(-dark)?|run-\d+)\.(svg|png|pdf)|steps\.h5|basins\.(json|svg|png)|(trajectory|run-\d+)\.(h5|json|csv|npz))$/;
/** Folders in it, and what they may hold. */
const OWN_FOLDERS: Readonly<Record<string, RegExp>> = { counterexamples: /\.json$/ };

/**
 * Begins a folder of results. An existing folder is only replaced with `force`, and only if it holds nothing else.
 * @throws ParkadeError FileProblem
 */
export function beginResultFolder(folder: string, force: boolean): FolderDraft {
  if (folder.trim() === '') throw notFree(folder, 'its name is empty');
  const whole = resolve(folder);
  // Renaming the folder one stands in, or one around it, away is never what is meant.
  if (!/^\.\.($|[\\/])/.test(relative(whole, process.cwd()))) {
    throw notFree(folder, 'it is the folder you are in, or one around it');
  }
  clearLeftovers(whole);
  const standing = whatStandsAt(whole, folder);
  if (standing === 'other') throw notFree(folder, 'a file or a link of that name is there already');
  if (standing === 'folder' && !force) {
    throw notFree(folder, 'exists and is not empty', 'give another name, or --force to replace a run');
  }
  if (standing === 'folder') refuseToReplace(whole, folder);
  return draftFolder(folder, force ? (path) => refuseToReplace(path, folder) : null);
}

function notFree(folder: string, came: string, advice = 'give a name such as out/run1'): ParkadeError {
  return mistake('FileProblem', { key: folder, expected: 'be the name of a new folder', came, advice });
}

/** Only what parkade wrote is ever replaced: a folder with a record, and with nothing else in it. */
function refuseToReplace(path: string, folder: string): void {
  const names = readdirSync(path);
  if (names.length === 0) return;
  const foreign = names.find((name) => !OWN_FILES.test(name) && !isOwnFolder(path, name));
  if (foreign === undefined && OWNERS.some((record) => names.includes(record))) return;
  const came = foreign === undefined ? 'has no run.json' : `also holds ${foreign}`;
  const expected = 'hold nothing but a run if it is to be replaced';
  const advice = 'give another name, or remove it yourself';
  throw mistake('FileProblem', { key: folder, expected, came, advice });
}

function isOwnFolder(path: string, name: string): boolean {
  if (!Object.hasOwn(OWN_FOLDERS, name)) return false;
  const entries = readdirSync(join(path, name), { withFileTypes: true });
  return entries.every((entry) => entry.isFile() && OWN_FOLDERS[name].test(entry.name));
}

/** Which preset made the folder, if one did. */
export function presetOf(folder: string): string | null {
  for (const name of OWNERS) {
    try {
      return (fromJson(readFileSync(join(folder, name), 'utf8')) as { preset?: string | null }).preset ?? null;
    } catch {
      // Not this kind of folder.
    }
  }
  return null;
}

export function writeJson(draft: FolderDraft, name: string, content: unknown): void {
  writeInDraft(join(draft.path, name), `${toLegibleJson(content)}\n`);
}

export function writeText(draft: FolderDraft, name: string, content: string): void {
  writeInDraft(join(draft.path, name), content);
}

export async function writeFigure(draft: FolderDraft, figure: Figure): Promise<void> {
  const { renderPng, renderSvg } = await import('../render/render.ts');
  const svg = renderSvg(figure);
  writeInDraft(join(draft.path, 'figure.svg'), svg);
  writeInDraft(join(draft.path, 'figure.png'), renderPng(svg));
}

/** Pixels: a figure for a telephone. */
const NARROW = 390;

/**
 * The figure as pages show it on narrow screens and to those who ask for dark ones, beside what `writeFigure` wrote.
 */
export async function writeOtherLooks(folder: string, figure: Figure): Promise<void> {
  const { renderPng, renderSvg } = await import('../render/render.ts');
  const looks = {
    'figure-dark.png': { theme: 'dark' },
    'figure-narrow.png': { width: NARROW },
    'figure-narrow-dark.png': { theme: 'dark', width: NARROW },
  } as const;
  for (const [name, look] of Object.entries(looks)) {
    writeFileWhole(join(folder, name), renderPng(renderSvg(figure, look)));
  }
}

export function parseRecord(path: string): unknown {
  try {
    return fromJson(new TextDecoder().decode(readBytes(path)));
  } catch (cause) {
    if (cause instanceof ParkadeError) throw cause;
    throw unreadable(path, 'be the record of a run', 'does not parse', 'run it again', cause);
  }
}
