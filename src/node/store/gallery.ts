/** The gallery on disk: a folder a preset, and what is known of each, so that stopped work goes on where it was. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mistake } from '../../core/errors.ts';
import { toJson } from '../../core/json.ts';
import type { Report } from '../../presets/index.ts';
import { makeFolder, whatStandsAt, writeFileWhole } from '../process/files.ts';
import { codeHash } from '../process/version.ts';
import { parseRecord } from './result-folder.ts';

export interface GalleryEntry {
  readonly report: Report;
  readonly caption: string;
  readonly seconds: number;
}

/** gallery.json: entries belong to the code that made them; another one begins anew. */
interface GalleryRecord {
  readonly format: 'parkade-gallery';
  readonly formatVersion: 1;
  /** The code that made the entries, a hash. */
  readonly code: string;
  readonly entries: Readonly<Record<string, GalleryEntry>>;
}

export interface Gallery {
  readonly folder: string;
  readonly entries: ReadonlyMap<string, GalleryEntry>;
  /** Kept at once: a stop loses nothing. */
  add(id: string, entry: GalleryEntry): void;
  write(name: string, content: string): void;
}

/**
 * Entries of the same code whose folder still stands are known; the others are to be made again.
 * @param anew forget what was made before
 * @throws ParkadeError FileProblem for a folder that holds something else
 */
export function openGallery(folder: string, anew: boolean): Gallery {
  const path = join(folder, 'gallery.json');
  const standing = folder.trim() === '' ? 'other' : whatStandsAt(folder, folder);
  const before = standing === 'folder' ? recordAt(path) : null;
  if (standing === 'other' || (standing === 'folder' && before === null)) {
    const expected = 'be a new folder, or a gallery begun before';
    const advice = 'give another name such as site';
    throw mistake('FileProblem', { key: folder, expected, came: 'holds something else', advice });
  }
  makeFolder(folder);
  const believed = before !== null && !anew && isOfThisCode(before) ? Object.entries(before.entries) : [];
  const entries = new Map(believed.filter(([id]) => existsSync(join(folder, id))));
  const keep = () => {
    const record: GalleryRecord = {
      format: 'parkade-gallery',
      formatVersion: 1,
      code: codeHash(),
      entries: Object.fromEntries(entries),
    };
    writeFileWhole(path, `${toJson(record)}\n`);
  };
  keep();
  return {
    folder,
    entries,
    add(id, entry) {
      entries.set(id, entry);
      keep();
    },
    write: (name, content) => writeFileWhole(join(folder, name), content),
  };
}

/** Null where there is no record of a gallery. */
function recordAt(path: string): GalleryRecord | null {
  const record = existsSync(path) ? (parseRecord(path) as GalleryRecord | null) : null;
  return record?.format === 'parkade-gallery' ? record : null;
}

function isOfThisCode(record: GalleryRecord): boolean {
  return record.formatVersion === 1 && record.code === codeHash();
}
