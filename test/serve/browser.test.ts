/** What a browser makes of the headers: the pages are isolated and may share memory, run no text as code, and are out of reach of others. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileBeside, shortcutTo } from '../../src/node/serve/beside.ts';
import { type Running, startServer } from '../../src/node/serve/server.ts';
import { chromiumPath, launchChromium } from '../browser/chromium.ts';
import { type Served, serve } from '../browser/serve.ts';
import { scratchFolder } from '../cli/parkade.ts';

const above = scratchFolder();
const folder = join(above, 'lab');
mkdirSync(join(folder, 'assets'), { recursive: true });
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><link rel="icon" href="data:,"><title>lab</title>
<style>body { color: rgb(1, 2, 3) }</style>
<script>window.inline = true</script><script type="module" src="./assets/main-B4dF00d1.js"></script>`,
);
writeFileSync(
  join(folder, 'assets', 'worker-B4dF00d1.js'),
  'onmessage = ({ data }) => { new Int32Array(data)[0] = 7; postMessage(0); };',
);
writeFileSync(
  join(folder, 'assets', 'main-B4dF00d1.js'),
  `const attempt = async (work) => { try { return await work(); } catch (error) { return error.name; } };
const wasm = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
const inWorker = (worker) => new Promise((resolve, reject) => {
  const shared = new SharedArrayBuffer(4);
  worker.onmessage = () => resolve(new Int32Array(shared)[0]);
  worker.onerror = () => reject(new Error('worker'));
  worker.postMessage(shared);
});
const opened = new URLSearchParams(location.hash.slice(1)).get('open');
window.found = {
  isolated: crossOriginIsolated,
  color: getComputedStyle(document.body).color,
  inline: window.inline === true,
  worker: await attempt(() => inWorker(new Worker(new URL('./worker-B4dF00d1.js', import.meta.url), { type: 'module' }))),
  wasm: await attempt(async () => (await WebAssembly.compile(wasm)) instanceof WebAssembly.Module),
  evaluated: await attempt(() => new Function('return 1')()),
  elsewhere: await attempt(async () => (await fetch('http://127.0.0.1:9/', { mode: 'no-cors' })).status),
  opened: opened && await (await fetch(opened)).text(),
  fragment: location.hash.length,
};
document.documentElement.dataset.done = 'yes';`,
);
const tokens = join(above, 'tokens.npy');
writeFileSync(tokens, 'the bytes of the file');

/** Playwright's waitForFunction makes code from text, which the pages refuse. */
const done = (page: Page) => page.locator('html[data-done]').waitFor({ state: 'attached' });

interface Found {
  readonly opened: string | null;
  readonly fragment: number;
}

describe.skipIf(chromiumPath === null)('in a browser (needs Chromium)', () => {
  const beside = fileBeside(tokens);
  const shortcut = shortcutTo(`/#${'a'.repeat(190_000)}`);
  let browser: Browser;
  let servers: readonly [Running, Running];
  let other: Served;

  beforeAll(async () => {
    browser = await launchChromium();
    servers = [
      await startServer({ folder, port: 0, beside }),
      await startServer({ folder, port: 0, beside: shortcut }),
    ];
    const stranger = `<!doctype html><link rel="icon" href="data:,"><iframe src="${servers[0].address}"></iframe>`;
    other = await serve(
      new Map([
        ['index.html', stranger],
        ['alone.html', '<!doctype html><title>alone</title>'],
      ]),
    );
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([...servers, other].map((one) => one?.close()));
  });

  async function foundAt(address: string): Promise<Found> {
    const page = await browser.newPage();
    await page.goto(address);
    await done(page);
    const found = (await page.evaluate('window.found')) as Found;
    await page.close();
    return found;
  }

  async function withPage<T>(address: string, work: (page: Page) => Promise<T>): Promise<T> {
    const page = await browser.newPage();
    try {
      await page.goto(address);
      return await work(page);
    } finally {
      await page.close();
    }
  }

  test('the page is isolated, shares memory, compiles WebAssembly, and runs no text', async () => {
    expect(await foundAt(`${servers[0].address}#open=${beside.path}`)).toEqual({
      ...{ isolated: true, color: 'rgb(1, 2, 3)', inline: false, worker: 7, wasm: true, evaluated: 'EvalError' },
      elsewhere: 'TypeError',
      opened: 'the bytes of the file',
      fragment: `#open=${beside.path}`.length,
    });
  });

  test('a short way leads to an address of any length', async () => {
    expect((await foundAt(new URL(shortcut.path, servers[1].address).href)).fragment).toBe(190_001);
  });

  test('another page shows it in no frame', () =>
    withPage(other.url, async (page) => {
      const frame = page.frames().find((one) => one !== page.mainFrame());
      expect(await frame?.title()).not.toBe('lab');
      expect(await frame?.evaluate('typeof window.found')).toBe('undefined');
    }));

  test('a script of another page reads nothing of it, and loads nothing of it', () =>
    withPage(`${other.url}alone.html`, async (page) => {
      const address = new URL(beside.path, servers[0].address).href;
      const attempt = (mode: string) =>
        page.evaluate(`fetch(${JSON.stringify(address)}, { mode: '${mode}' }).then(() => 'read', ({ name }) => name)`);
      expect([await attempt('cors'), await attempt('no-cors')]).toEqual(['TypeError', 'TypeError']);
    }));

  test('a link on another page may be followed', () =>
    withPage(`${other.url}alone.html`, async (page) => {
      await page.evaluate(`location.href = ${JSON.stringify(servers[0].address)}`);
      await done(page);
      expect(await page.title()).toBe('lab');
    }));
});
