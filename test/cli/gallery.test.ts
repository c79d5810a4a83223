/** parkade reproduce all, stopped early: a page of what there is, with every look of a figure, that goes on later. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { presetRegistry } from '../../src/presets/index.ts';
import { main, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const site = join(folder, 'site');
const [first, second] = Object.keys(presetRegistry);
/** Of the four looks of the most intricate figure, bytes: 365,000 at most, two of them narrow. */
const LARGEST = 1.2e6;

/** Width in pixels and size of a PNG file. */
function lookOf(path: string): { width: number; bytes: number } {
  const file = readFileSync(path);
  expect(file.toString('latin1', 1, 4)).toBe('PNG');
  return { width: file.readUInt32BE(16), bytes: file.length };
}

test('after the first preset there is a page, and its four pictures', { timeout: 120_000 }, async () => {
  const child = spawn(process.execPath, [main, 'reproduce', 'all', '--out', 'site'], {
    cwd: folder,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let over = false;
  void ended.then(() => (over = true));
  // With the second preset there it is too late for a page of the first.
  while (!over && !existsSync(join(site, 'index.html')) && !existsSync(join(site, second))) await wait(20);
  child.kill('SIGKILL');
  await ended;

  const page = readFileSync(join(site, 'index.html'), 'utf8');
  expect(page).toContain(`<h2 id="${first}">`);
  expect(page).not.toContain('checks/index.html');
  const shown = [...page.matchAll(/<(?:source|img) [^>]*(?:srcset|src)="([^"]*)"/g)].map(([, address]) => address);
  const own = shown.filter((address) => address.startsWith(`${first}/`));
  expect(own).toEqual(
    ['figure-narrow-dark', 'figure-narrow', 'figure-dark', 'figure'].map((name) => `${first}/${name}.png`),
  );
  const looks = own.map((address) => lookOf(join(site, address)));
  expect(looks.map(({ width }) => width)).toEqual([780, 780, 1800, 1800]);
  expect(looks.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(LARGEST);
  expect(new Set(own.map((address) => readFileSync(join(site, address), 'base64'))).size).toBe(4);
  // Every picture that the page shows is there, and the preset is known when it goes on.
  for (const address of shown) expect(existsSync(join(site, address)), address).toBe(true);
  const { entries } = JSON.parse(readFileSync(join(site, 'gallery.json'), 'utf8'));
  expect(Object.keys(entries)).toContain(first);
  expect(readdirSync(join(site, first))).toContain('figure.svg');
});
