/** What the local server gives: the files of the built folder, one file beside it, the headers that isolate a page. */
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import { fileBeside, madeBeside, shortcutTo } from '../../src/node/serve/beside.ts';
import { browserCommand } from '../../src/node/serve/browser.ts';
import { USUAL_PORT } from '../../src/node/serve/listen.ts';
import { ownHosts } from '../../src/node/serve/refusals.ts';
import { type Running, startServer } from '../../src/node/serve/server.ts';
import { builtFixture, PAGE, redirectOf, request, sent, whileTaken, whileUsualIsTaken } from './fixture.ts';

const { folder } = builtFixture();
let server: Running;

beforeAll(async () => {
  server = await startServer({ folder, port: 0 });
});
afterAll(() => server.close());

const get = (path: string, options: RequestInit = {}) => fetch(new URL(path, server.address), options);

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: data:; worker-src 'self' blob:; media-src blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
const isolating = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': POLICY,
};

describe('files', () => {
  test.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['/?embed=stage', 'text/html; charset=utf-8', 'no-cache'],
    ['/assets/index-B4dF00d1.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/plain.css', 'text/css; charset=utf-8', 'no-cache'],
    ['/assets/data.parquet', 'application/octet-stream', 'no-cache'],
    ['/two words.txt', 'text/plain; charset=utf-8', 'no-cache'],
  ])('%s', async (path, type, cache) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': type,
      'cache-control': cache,
      ...isolating,
    });
    const text = await response.text();
    expect(text.length).toBe(Number(response.headers.get('content-length')));
    if (type.startsWith('text/html')) expect(text).toBe(PAGE);
  });

  test.each(['/nothing.js', '/assets/'])('%s is refused with the same headers', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(Object.fromEntries(response.headers)).toMatchObject({ ...isolating, 'cache-control': 'no-store' });
  });

  test('a refused method is told which ones there are', async () => {
    const { status, headers } = await get('/', { method: 'POST' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('HEAD tells what GET would give, and gives nothing', async () => {
    const [asked, given] = await Promise.all([get('/', { method: 'HEAD' }), get('/')]);
    expect(await asked.text()).toBe('');
    for (const name of ['content-length', 'content-type', 'etag'])
      expect(asked.headers.get(name)).toBe(given.headers.get(name));
  });

  test('what a browser has already is not given again', async () => {
    const etag = (await get('/')).headers.get('etag') ?? '';
    const again = await get('/', { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(Object.fromEntries(again.headers)).toMatchObject(isolating);
    expect((await get('/', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });
});

describe('beside the folder', () => {
  test('one file, byte by byte, as it is when it is asked for', async () => {
    const file = join(folder, '..', 'tokens & more #1.npy');
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 256);
    writeFileSync(file, bytes);
    const beside = fileBeside(file);
    const own = await startServer({ folder, port: 0, beside });
    try {
      const path = new URL(beside.path, own.address);
      const response = await fetch(path);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        ...isolating,
        'content-type': 'application/octet-stream',
        'cache-control': 'no-store',
        'content-length': '300000',
      });
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
      expect((await fetch(path, { method: 'HEAD' })).headers.get('content-length')).toBe('300000');
      appendFileSync(file, 'x');
      expect((await fetch(path)).headers.get('content-length')).toBe('300001');
      writeFileSync(file, '');
      expect(await (await fetch(path)).text()).toBe('');
      rmSync(file);
      expect((await fetch(path)).status).toBe(404);
    } finally {
      await own.close();
    }
  });

  test('its path cannot be guessed: 128 random bits, other ones each time', () => {
    const paths = [fileBeside('a.npy').path, fileBeside('a.npy').path];
    expect(paths[0]).toMatch(/^\/opened\/[\w-]{22}\/a\.npy$/);
    expect(paths[0]).not.toBe(paths[1]);
  });

  test('a document is made whenever it is asked for, and is not there where it cannot be', async () => {
    let made = 0;
    const beside = madeBeside('s1.sweep', () => {
      made++;
      if (made === 3) throw new Error('the folder is gone');
      return Buffer.from(`document ${made}`);
    });
    const own = await startServer({ folder, port: 0, beside });
    try {
      const path = new URL(beside.path, own.address);
      const first = await fetch(path);
      expect([await first.text(), first.headers.get('cache-control')]).toEqual(['document 1', 'no-store']);
      const head = await fetch(path, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
      expect((await fetch(path)).status).toBe(404);
      expect(await (await fetch(path)).text()).toBe('document 4');
    } finally {
      await own.close();
    }
  });

  test('a short way to a long address', async () => {
    const beside = shortcutTo(`/#${'a'.repeat(190_000)}`);
    const own = await startServer({ folder, port: 0, beside });
    try {
      expect(await redirectOf(new URL(beside.path, own.address).href)).toBe(`/#${'a'.repeat(190_000)}`);
    } finally {
      await own.close();
    }
  });
});

describe('ports', () => {
  test('one that was asked for and is taken is refused in a sentence', () =>
    whileTaken(0, async (port) => {
      const refused = await startServer({ folder, port }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(ParkadeError);
      expect((refused as ParkadeError).message).toBe(
        `"--port" should be a free port, but ${port} is taken by another program; give another one, or leave it out for any free one.`,
      );
    }));

  test('where the usual one is taken, another one is found', () =>
    whileUsualIsTaken(async () => {
      const own = await startServer({ folder, port: null });
      expect(own.port).not.toBe(USUAL_PORT);
      expect((await fetch(own.address)).status).toBe(200);
      await own.close();
    }));

  test('the usual one is taken where it is free', async ({ skip }) => {
    // Another test may have it just now.
    for (let tries = 0; tries < 50; tries++) {
      const own = await startServer({ folder, port: null });
      await own.close();
      if (own.port === USUAL_PORT) return;
      await wait(100);
    }
    skip(`port ${USUAL_PORT} is in use on this machine`);
  });

  test('one that is freed can be had at once, though a browser was still connected', async () => {
    const own = await startServer({ folder, port: 0 });
    await (await fetch(own.address)).text();
    await own.close();
    const again = await startServer({ folder, port: own.port });
    await again.close();
  });

  test('port 80 goes without saying', () => {
    expect(ownHosts(80)).toContain('localhost');
    expect(ownHosts(8064)).toEqual(['127.0.0.1:8064', 'localhost:8064', '[::1]:8064']);
  });

  test('::1 answers too, or nobody does', async () => {
    const six = await sent(server.port, request(server.port, { host: `[::1]:${server.port}` }), '::1').catch(
      ({ code }: NodeJS.ErrnoException) => code,
    );
    if (typeof six === 'object') expect(six.body).toBe(PAGE);
    else expect(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'ECONNREFUSED', 'ENETUNREACH']).toContain(six);
  });
});

describe('the browser', () => {
  const address = 'http://127.0.0.1:8064/#a&b;c\'d"$(e)';

  test.each([
    ['linux', { DISPLAY: ':0' }, ['xdg-open', address]],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open', address]],
    ['darwin', {}, ['open', address]],
    ['win32', {}, ['rundll32.exe', 'url.dll,FileProtocolHandler', address]],
  ] as const)('on %s is given the address as one word, to no shell', (platform, env, command) => {
    expect(browserCommand(address, platform, env)).toEqual(command);
  });

  test('is not asked where nobody sits', () => {
    expect(browserCommand(address, 'linux', {})).toBeNull();
    expect(browserCommand(address, 'darwin', { CI: 'true' })).toBeNull();
  });
});
