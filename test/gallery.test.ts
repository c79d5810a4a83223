/** The gallery: a folder that goes on where it was, and one page that opens from disk. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { statementRegistry } from '../src/checks/index.ts';
import { galleryPage } from '../src/node/pages/gallery-page.ts';
import { codeHash } from '../src/node/process/version.ts';
import { type GalleryEntry, openGallery } from '../src/node/store/gallery.ts';
import type { Checked } from '../src/node/work/check.ts';
import { isExperiment, type Preset, presetRegistry } from '../src/presets/index.ts';
import { scratchFolder } from './cli/parkade.ts';

const folder = scratchFolder();
const entry: GalleryEntry = {
  report: { table: { columns: ['t', 'what'], rows: [['1', 'a < b']] }, says: 'x & y "agree"', asPredicted: true },
  caption: 'Tokens <here>. And there',
  seconds: 1.25,
};
const recordOf = (name: string) => JSON.parse(readFileSync(join(folder, name, 'gallery.json'), 'utf8'));

/** A gallery with entries, as a stop leaves it. */
function begun(name: string, ids: readonly string[]): string {
  const path = join(folder, name);
  const gallery = openGallery(path, false);
  for (const id of ids) {
    mkdirSync(join(path, id));
    gallery.add(id, entry);
  }
  return path;
}

test('a new folder is begun at once, and an empty one taken', () => {
  expect(openGallery(join(folder, 'deeper', 'new'), false).entries.size).toBe(0);
  expect(recordOf('deeper/new')).toMatchObject({ format: 'parkade-gallery', code: codeHash(), entries: {} });
  mkdirSync(join(folder, 'empty'));
  openGallery(join(folder, 'empty'), false).write('index.html', 'a page');
  expect(readFileSync(join(folder, 'empty', 'index.html'), 'utf8')).toBe('a page');
});

test('entries are known again; those whose folder is gone, and all of them anew, are not', () => {
  const path = begun('again', ['figure-1', 'figure-2']);
  expect([...openGallery(path, false).entries]).toEqual([
    ['figure-1', entry],
    ['figure-2', entry],
  ]);
  rmSync(join(path, 'figure-1'), { recursive: true });
  expect([...openGallery(path, false).entries.keys()]).toEqual(['figure-2']);
  expect(openGallery(path, true).entries.size).toBe(0);
  expect(openGallery(path, false).entries.size).toBe(0);
});

test.each([
  ['code', { code: 'another' }],
  ['format of the record', { formatVersion: 0 }],
])('another %s begins anew', (what, changes) => {
  const path = begun(`other ${what}`, ['figure-2']);
  writeFileSync(join(path, 'gallery.json'), JSON.stringify({ ...recordOf(`other ${what}`), ...changes }));
  expect(openGallery(path, false).entries.size).toBe(0);
  expect(recordOf(`other ${what}`)).toMatchObject({ code: codeHash(), formatVersion: 1, entries: {} });
});

test('a folder of something else is refused and left as it was', () => {
  const path = join(folder, 'mine');
  mkdirSync(path);
  writeFileSync(join(path, 'notes.txt'), 'mine');
  writeFileSync(join(folder, 'a-file'), '');
  const refused = /should be a new folder, or a gallery begun before, but holds something else/;
  for (const anew of [false, true]) {
    expect(() => openGallery(path, anew)).toThrow(refused);
    expect(() => openGallery(join(folder, 'a-file'), anew)).toThrow(refused);
    expect(() => openGallery(' ', anew)).toThrow(refused);
  }
  expect(readdirSync(path)).toEqual(['notes.txt']);
  writeFileSync(join(path, 'gallery.json'), '{"photos": []}');
  expect(() => openGallery(path, true)).toThrow(refused);
  expect(readFileSync(join(path, 'gallery.json'), 'utf8')).toBe('{"photos": []}');
  expect(existsSync(join(path, 'index.html'))).toBe(false);
});

const checked = (id: string): Checked => ({
  statement: statementRegistry[id],
  parameters: {},
  hypotheses: [],
  comparisons: [],
  verdict: 'fails as printed, holds corrected',
  asExpected: true,
  values: [],
});

const presets = Object.values(presetRegistry);
const all = new Map(presets.map(({ id }) => [id, entry]));
const spoken = presets.find(({ checks }) => checks !== undefined && checks.length > 0) as Preset;

/** Everything that the page leads to or shows. */
function addressesIn(page: string): string[] {
  return [...page.matchAll(/(?:href|src|srcset)="([^"]*)"/g)].map(([, address]) => address);
}

test('the page shows every preset that was made, in order, and no other', () => {
  const made = presets.slice(0, 3).map(({ id }) => id);
  const page = galleryPage(presets, new Map(made.reverse().map((id) => [id, entry])), []);
  expect([...page.matchAll(/<h2 id="([^"]*)"/g)].map(([, id]) => id)).toEqual(presets.slice(0, 3).map(({ id }) => id));
  for (const id of made) expect(page).toContain(`<pre>parkade reproduce ${id}</pre>`);
  expect(page).not.toContain('checks/index.html');
});

test('it opens from disk: nothing is fetched, and every address is within the folder', () => {
  const page = galleryPage(presets, all, [checked(spoken.checks?.[0] as string)]);
  expect(page).not.toMatch(/<script|<link|@import|url\(|https?:/);
  const anchors = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
  for (const address of addressesIn(page)) {
    if (address.startsWith('#')) expect(anchors).toContain(address.slice(1));
    else expect(address).toMatch(/^(checks\/index\.html(#[\w-]+)?|[\w-]+\/[\w-]+\.(svg|png|json|h5))$/);
  }
});

test('the files that it leads to are those of the kind of preset', () => {
  for (const preset of presets) {
    const page = galleryPage([preset], all, []);
    const records = addressesIn(page).filter((address) => address.endsWith('.json'));
    const one = !isExperiment(preset) && preset.runs * (preset.variants?.length ?? 1) === 1;
    const expected = isExperiment(preset) ? 'experiment.json' : one ? 'run.json' : 'ensemble.json';
    expect(records).toContain(`${preset.id}/${expected}`);
    expect(page).toContain(isExperiment(preset) ? '<summary>Parameters: the first of ' : '<summary>Parameters<');
  }
});

test('text is text, a verdict leads to its statement, and what is not as predicted is said', () => {
  const [id] = spoken.checks as readonly string[];
  const page = galleryPage([spoken], all, [checked(id)]);
  expect(page).toContain('x &amp; y &quot;agree&quot;');
  expect(page).toContain('alt="Tokens &lt;here&gt;. And there"');
  expect(page).toContain('>a &lt; b</td>');
  expect(page).toContain(
    `<a href="checks/index.html#${id}">${id}</a> <span class="verdict corrected">fails as printed, holds corrected</span>`,
  );
  expect(page).toContain('statements of the papers were checked');
  expect(page).not.toContain('Not as predicted');
  const otherwise = { ...entry, report: { ...entry.report, asPredicted: false } };
  expect(galleryPage([spoken], new Map([[spoken.id, otherwise]]), [])).toContain('Not as predicted.');
});
