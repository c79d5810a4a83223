/** parkade reproduce all, stopped early: a page of what there is, with every look of a figure, that goes on later. Shared by a short and a long suite. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { presetRegistry } from '../../src/presets/index.ts';
import { builtUrl } from '../support/built.ts';
import { main, scratchFolder } from './parkade.ts';

// Of the build, whose code its hash is of.
const { openGallery } = (await import(
  /* @vite-ignore */ builtUrl('node/store/gallery')
)) as typeof import('../../src/node/store/gallery.ts');
const LOOKS = ['figure-narrow-dark', 'figure-narrow', 'figure-dark', 'figure'];
const ids = Object.keys(presetRegistry);

/** Width in pixels and size of a PNG file. */
function lookOf(path: string): { width: number; bytes: number } {
  const file = readFileSync(path);
  expect(file.toString('latin1', 1, 4)).toBe('PNG');
  return { width: file.readUInt32BE(16), bytes: file.length };
}

/** @param bytes of the four looks together, two of them narrow */
export function describeGallery(id: string, bytes: number): void {
  const before = ids.slice(0, ids.indexOf(id));
  const next = ids[before.length + 1];

  test(`after ${id} there is a page, and its four pictures`, { timeout: 120_000 }, async () => {
    const folder = scratchFolder();
    const site = join(folder, 'site');
    const gallery = openGallery(site, false);
    for (const made of before) {
      mkdirSync(join(site, made));
      for (const look of LOOKS) writeFileSync(join(site, made, `${look}.png`), 'made before');
      gallery.add(made, {
        report: { table: { columns: [], rows: [] }, says: '', asPredicted: true },
        caption: '',
        seconds: 1,
      });
    }
    const child = spawn(process.execPath, [main, 'reproduce', 'all', '--out', 'site'], {
      cwd: folder,
      stdio: 'ignore',
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    let over = false;
    void ended.then(() => (over = true));
    // With the next preset there it is too late for this page.
    while (!over && !existsSync(join(site, 'index.html')) && !existsSync(join(site, next))) await wait(20);
    child.kill('SIGKILL');
    await ended;

    const page = readFileSync(join(site, 'index.html'), 'utf8');
    expect(page).toContain(`<h2 id="${id}">`);
    expect(page).not.toContain('checks/index.html');
    const shown = [...page.matchAll(/<(?:source|img) [^>]*(?:srcset|src)="([^"]*)"/g)].map(([, address]) => address);
    const own = shown.filter((address) => address.startsWith(`${id}/`));
    expect(own).toEqual(LOOKS.map((name) => `${id}/${name}.png`));
    const looks = own.map((address) => lookOf(join(site, address)));
    expect(looks.map(({ width }) => width)).toEqual([780, 780, 1800, 1800]);
    expect(looks.reduce((sum, look) => sum + look.bytes, 0)).toBeLessThan(bytes);
    expect(new Set(own.map((address) => readFileSync(join(site, address), 'base64'))).size).toBe(4);
    // Every picture that the page shows is there, and the preset is known when it goes on.
    for (const address of shown) expect(existsSync(join(site, address)), address).toBe(true);
    const { entries } = JSON.parse(readFileSync(join(site, 'gallery.json'), 'utf8'));
    expect(Object.keys(entries)).toContain(id);
    expect(readdirSync(join(site, id))).toContain('figure.svg');
  });
}
