/** The lab without a connection: kept whole after the first visit, never mixed of two releases, and not where `parkade lab` answers. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cacheFamily, nameIn } from '../../lab/offline/kept.ts';
import { keptOf, lineOf, SCRIPT } from '../../lab/offline/plugin.ts';
import { mayBeKept } from '../../lab/offline/where.ts';
import { typeOf } from '../../src/node/serve/content-types.ts';
import { chromiumPath, launchChromium } from '../browser/chromium.ts';
import { root } from '../cli/parkade.ts';
import { labIsBuilt } from './support/lab-page.ts';

describe('what is kept', () => {
  const kept = { release: 'a', files: { '': 'x', 'assets/a-B.js': 'y' } };
  const scope = 'https://example.org/lab/';
  test.each([
    ['', ''],
    ['index.html', ''],
    ['?utm=1', ''],
    ['#eNo', ''],
    ['assets/a-B.js', 'assets/a-B.js'],
    ['assets/a-B.js?1', null],
    ['assets/b-C.js', null],
    ['opened/AAAA/tokens.npy', null],
    ['offline.js', null],
    ['toString', null],
    ['__proto__', null],
  ])('"%s" is %j', (path, name) => expect(nameIn(kept, scope, scope + path)).toBe(name));
  test('nothing of another folder or host', () => {
    expect(nameIn(kept, scope, 'https://example.org/')).toBeNull();
    expect(nameIn(kept, scope, 'https://example.com/lab/')).toBeNull();
    expect(cacheFamily(scope)).not.toBe(cacheFamily('https://example.org/'));
  });

  const usual = { protocol: 'https:', hostname: 'example.org', framed: false, saving: false };
  test.each([
    [{}, true],
    [{ protocol: 'file:' }, false],
    [{ hostname: '127.0.0.1' }, false],
    [{ hostname: 'localhost' }, false],
    [{ hostname: '[::1]' }, false],
    [{ framed: true }, false],
    [{ saving: true }, false],
  ])('with %j: %j', (other, may) => expect(mayBeKept({ ...usual, ...other })).toBe(may));
});

/** In a folder of a host, as static hosts have it; `lab.localhost` is this machine too, and none of the names of `parkade lab`. */
const FOLDER = 'talks/lab/';
const PATIENCE = { timeout: 30_000, interval: 50 };

function builtFiles(): Map<string, Uint8Array> {
  const built = join(root, 'dist', 'lab');
  const entries = readdirSync(built, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(built, path).replaceAll('\\', '/'), readFileSync(path)];
    }),
  );
}

/** The same lab in another release: another title, a chunk by another name with its page, and its list. */
function newerRelease(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const newer = new Map(files);
  const page = Buffer.from(files.get('index.html') ?? '').toString();
  newer.set('index.html', Buffer.from(page.replace('<title>parkade lab', '<title>newer lab')));
  const script = Buffer.from(files.get(SCRIPT) ?? '').toString();
  newer.set(SCRIPT, Buffer.from(lineOf(keptOf(newer)) + script.slice(script.indexOf('\n') + 1)));
  return newer;
}

describe.skipIf(chromiumPath === null || !labIsBuilt)('in Chromium (needs chromium, and dist/lab)', () => {
  const served = new Map<string, Uint8Array>();
  const first = labIsBuilt ? builtFiles() : new Map<string, Uint8Array>();
  let host: Server;
  let address: string;
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  let page: Page;

  const give = (files: ReadonlyMap<string, Uint8Array>) => {
    served.clear();
    for (const [name, bytes] of files) served.set(`/${FOLDER}${name}`, bytes);
  };
  const caches = () => page.evaluate(async () => window.caches.keys());
  const releaseOf = (files: ReadonlyMap<string, Uint8Array>) => keptOf(files).release;
  /** Figure 2 is there, computed to its end: nothing moves of itself here, which takes less of the machine. */
  const lives = (one = page) => one.locator('[data-computed=true]').waitFor();

  beforeAll(async () => {
    give(first);
    host = createServer(({ url = '/' }, response) => {
      const path = url.replace(/\/$/, '/index.html');
      const body = served.get(path);
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': typeOf(path) }).end(body);
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    const { port } = host.address() as AddressInfo;
    address = `http://lab.localhost:${port}/${FOLDER}`;
    browser = await launchChromium({ gpu: false });
    page = await (
      await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 800, height: 700 } })
    ).newPage();
  });
  afterAll(async () => {
    await browser?.close();
    host?.closeAllConnections();
    host?.close();
  });

  test('the list holds every built file, and the script needs no other', () => {
    const script = Buffer.from(first.get(SCRIPT) ?? '').toString();
    const [line, ...rest] = script.split('\n');
    expect(`${line}\n`).toBe(lineOf(keptOf(first)));
    expect(rest.join('\n')).not.toMatch(/\b(import|export)\b/);
    expect(Object.keys(keptOf(first).files).length).toBe(first.size - 1);
  });

  test('after the first visit it opens without a connection, and so does what was never opened before', async () => {
    await page.goto(address);
    await page.evaluate(() => navigator.serviceWorker.ready);
    expect(await caches()).toEqual([`parkade-lab /${FOLDER} ${releaseOf(first)}`]);
    served.clear();
    await page.context().setOffline(true);
    try {
      await page.reload();
      await lives();
      await page.getByRole('button', { name: 'Play', exact: true }).click();
      const time = page.getByRole('slider', { name: 'Time', exact: true });
      await expect.poll(() => time.inputValue().then(Number), PATIENCE).toBeGreaterThan(3);
      await page.getByRole('tab', { name: 'Gallery' }).click();
      await page.getByRole('tabpanel').getByRole('button').first().waitFor();
      await page.getByRole('tab', { name: 'Setting' }).click();
      await page.getByRole('tabpanel').locator('.katex').first().waitFor({ state: 'attached' });
    } finally {
      await page.context().setOffline(false);
    }
  });

  test('a release that is only half there is not kept; the one that was there is still whole', async () => {
    const half = newerRelease(first);
    half.set('icon.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')); // after the list was made
    give(half);
    await page.reload();
    const failed = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update().catch(() => {});
      const { installing } = registration ?? {};
      if (installing) await new Promise((resolve) => installing.addEventListener('statechange', resolve));
      return registration?.waiting === null;
    });
    expect(failed).toBe(true);
    expect(await page.title()).toBe('parkade lab');
    await lives();
  });

  test('a newer release waits, is opened when somebody wants it, and takes the place of the old one', async () => {
    const newer = newerRelease(first);
    give(newer);
    await page.reload();
    expect(await page.title()).toBe('parkade lab');
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await page.getByText('A newer lab has come.').waitFor();
    // Beside another page of the lab it waits on.
    const other = await page.context().newPage();
    await other.goto(address);
    expect(await other.title()).toBe('parkade lab');
    await page.getByRole('button', { name: 'Open it' }).click();
    await page.getByText('when the other pages of the lab are closed').waitFor();
    await other.close();
    await page.getByRole('button', { name: 'Open it' }).click();
    await expect.poll(() => page.title(), PATIENCE).toBe('newer lab');
    await expect.poll(caches, PATIENCE).toEqual([`parkade-lab /${FOLDER} ${releaseOf(newer)}`]);
    served.clear();
    await page.reload();
    await lives();
    expect(await page.title()).toBe('newer lab');
  });

  test('nothing is kept where parkade lab answers', async () => {
    give(first);
    const local = await page.context().newPage();
    await local.goto(address.replace('lab.localhost', '127.0.0.1'));
    await lives(local);
    await local.waitForTimeout(500);
    expect(await local.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  });
});
