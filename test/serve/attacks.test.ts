/** What other pages, other programs and other machines may try on the local server: each is refused, and learns nothing. */
import { truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileBeside } from '../../src/node/serve/beside.ts';
import { type Running, startServer } from '../../src/node/serve/server.ts';
import { builtFixture, PAGE, request, SECRET, sent } from './fixture.ts';

const { folder, secret } = builtFixture();
const opened = join(folder, '..', 'tokens.npy');
writeFileSync(opened, 'the bytes of the file');
const beside = fileBeside(opened);
let server: Running;

beforeAll(async () => {
  server = await startServer({ folder, port: 0, beside });
});
afterAll(() => server.close());

type Parts = Parameters<typeof request>[1];
const header = (...headers: readonly string[]): Parts => ({ headers });

/** Requests that get nothing, with the status that they get. */
const attacks: readonly (readonly [name: string, parts: Parts, status: number])[] = [
  // Names that are made to mean this machine.
  ['another host', { host: 'evil.example' }, 403],
  ['another host at this port', { host: 'evil.example:PORT' }, 403],
  ['a host that begins like ours', { host: '127.0.0.1:PORT.evil.example' }, 403],
  ['a host that ends like ours', { host: 'evil.localhost:PORT' }, 403],
  ['our name at another port', { host: '127.0.0.1:1' }, 403],
  ['our name without the port', { host: 'localhost' }, 403],
  ['our name with a dot', { host: 'localhost.:PORT' }, 403],
  ['every address', { host: '0.0.0.0:PORT' }, 403],
  ['another address of loopback', { host: '127.0.0.2:PORT' }, 403],
  ['our address as a number', { host: '2130706433:PORT' }, 403],
  ['somebody at our name', { host: 'evil.example@127.0.0.1:PORT' }, 403],
  ['an empty host', { host: '' }, 403],
  ['no host', { host: null }, 400],
  ['a second host', header('Host: evil.example'), 403],
  ['our host as the second one', { host: 'evil.example', headers: ['Host: 127.0.0.1:PORT'] }, 403],
  ['a host that is forwarded', { host: 'evil.example', headers: ['X-Forwarded-Host: 127.0.0.1:PORT'] }, 403],
  // Pages of others.
  ['another origin', header('Origin: https://evil.example'), 403],
  ['the origin of a file or a sandbox', header('Origin: null'), 403],
  ['an origin at another port', header('Origin: http://127.0.0.1:1'), 403],
  ['our origin by https', header('Origin: https://127.0.0.1:PORT'), 403],
  ['our other name as the origin', header('Origin: http://localhost:PORT'), 403],
  ['an origin that begins like ours', header('Origin: http://127.0.0.1:PORT.evil.example'), 403],
  ['two origins', header('Origin: http://127.0.0.1:PORT', 'Origin: https://evil.example'), 403],
  [
    'a script of another page',
    header('Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: script'),
    403,
  ],
  [
    'a script of another port',
    header('Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: cors', 'Sec-Fetch-Dest: empty'),
    403,
  ],
  [
    'a frame in another page',
    header('Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'),
    403,
  ],
  [
    'a socket of another page',
    header('Origin: https://evil.example', 'Upgrade: websocket', 'Connection: Upgrade'),
    403,
  ],
  [
    'a service worker, which would stay',
    { target: '/assets/index-B4dF00d1.js', headers: ['Service-Worker: script'] },
    403,
  ],
  [
    'a service worker of our own page',
    header('Sec-Fetch-Site: same-origin', 'Sec-Fetch-Mode: same-origin', 'Sec-Fetch-Dest: serviceworker'),
    403,
  ],
  // Methods and bodies.
  ...['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'].map(
    (method) => [`the method ${method}`, { method }, 405] as const,
  ),
  ['a body', header('Content-Length: 3'), 400],
  ['a body in chunks', header('Transfer-Encoding: chunked'), 400],
  ['a body of two lengths', header('Content-Length: 3', 'Content-Length: 4'), 400],
  ['a body of a length and in chunks', header('Content-Length: 3', 'Transfer-Encoding: chunked'), 400],
  // Paths out of the folder.
  ['one folder up', { target: '/../secret.txt' }, 404],
  ['one folder up from within', { target: '/assets/../../secret.txt' }, 404],
  ['up with encoded dots', { target: '/%2e%2e/secret.txt' }, 404],
  ['up with an encoded slash', { target: '/..%2fsecret.txt' }, 404],
  ['up with a backslash', { target: '/..\\secret.txt' }, 404],
  ['up with an encoded backslash', { target: '/..%5csecret.txt' }, 404],
  ['up, encoded twice', { target: '/%252e%252e%252fsecret.txt' }, 404],
  ['up in an overlong encoding', { target: '/%c0%ae%c0%ae/secret.txt' }, 404],
  ['up in full-width dots', { target: '/%ef%bc%8e%ef%bc%8e/secret.txt' }, 404],
  ['up many folders', { target: `/${'../'.repeat(40)}etc/passwd` }, 404],
  ['a path of the disk', { target: secret }, 404],
  ['a path of the disk behind two slashes', { target: `/${secret}` }, 404],
  ['a drive', { target: '/c:/windows/win.ini' }, 404],
  ['an address of files', { target: `file://${secret}` }, 400],
  ['a whole address', { target: 'http://127.0.0.1:PORT/' }, 400],
  ['a whole address of somebody', { target: 'http://evil.example/' }, 400],
  ['no slash', { target: 'index.html' }, 400],
  ['a star', { target: '*' }, 400],
  ['a byte of zero, encoded', { target: '/index.html%00.txt' }, 404],
  ['a byte of zero', { target: '/index.html\0' }, 400],
  ['the escape of a line', { target: '/%0d%0aSet-Cookie:%20a=b' }, 404],
  ['a percent sign alone', { target: '/%' }, 404],
  ['a link out of the folder', { target: '/link.txt' }, 404],
  ['a linked folder', { target: '/linked/a.js' }, 404],
  ['a link within the folder', { target: '/assets/inward.html' }, 404],
  ['a file with a dot', { target: '/.env' }, 404],
  ['a folder with a dot', { target: '/.vite/manifest.json' }, 404],
  ['a folder with a dot, deeper', { target: '/assets/.cache/a.js' }, 404],
  ['the list of a folder', { target: '/assets/' }, 404],
  ['a folder', { target: '/assets' }, 404],
  ['a file as a folder', { target: '/index.html/' }, 404],
  ['the page behind two slashes', { target: '//index.html' }, 404],
  ['a property of every object', { target: '/__proto__' }, 404],
  // The file that was opened.
  ['the folder of opened files', { target: '/opened/' }, 404],
  ['the opened file without its secret', { target: '/opened/tokens.npy' }, 404],
  ['the opened file by a guess', { target: `/opened/${'A'.repeat(22)}/tokens.npy` }, 404],
  ['another file by the secret', { target: beside.path.replace('tokens.npy', 'secret.txt') }, 404],
  ['up from the opened file', { target: `${beside.path}/../secret.txt` }, 404],
  ['the opened file, for another page', { target: beside.path, headers: ['Origin: https://evil.example'] }, 403],
  ['the opened file, by another name', { target: beside.path, host: 'evil.example:PORT' }, 403],
  // Sizes.
  ['a long path', { target: `/${'a'.repeat(3000)}` }, 414],
  ['a very long path', { target: `/${'a'.repeat(100_000)}` }, 431],
  ['long headers', header(`Cookie: ${'a'.repeat(20_000)}`), 431],
  ['many headers', header(...Array.from({ length: 3000 }, (_, i) => `X-${i}: ${i}`)), 431],
];

const atPort = (text: string) => text.replaceAll('PORT', String(server.port));

test('there are as many as were asked for', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(30);
  expect(new Set(attacks.map(([name]) => name)).size).toBe(attacks.length);
});

test.each(attacks)('%s', async (_, parts, status) => {
  const answer = await sent(server.port, atPort(request(server.port, parts)));
  expect(answer.status).toBe(status);
  // Nothing of a file, nothing of the disk, nothing of what was asked.
  for (const text of [SECRET, PAGE, 'the bytes', 'evil', 'secret', folder, 'Set-Cookie', 'Error'])
    expect(answer.text).not.toContain(text);
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
});

describe('words that are no request', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['a proxy to somebody', 'CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n', 0],
    ['a line feed alone', 'GET / HTTP/1.1\nHost: 127.0.0.1:PORT\n\n', 400],
    ['a header in two lines', 'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX: a\r\n b\r\n\r\n', 400],
    ['an old version without a host', 'GET / HTTP/1.0\r\n\r\n', 403],
    ['no version', 'GET /\r\n\r\n', 403],
  ])('%s', async (_, text, status) => {
    const answer = await sent(server.port, atPort(text));
    expect(answer.text).not.toContain(PAGE);
    expect(answer.status).toBe(status);
  });

  test('a second request behind a refused one is not read', async () => {
    const first = request(server.port, { method: 'POST', headers: ['Content-Length: 0'] }).replace(
      'Connection: close\r\n',
      '',
    );
    const answer = await sent(server.port, first + request(server.port));
    expect(answer.status).toBe(405);
    expect(answer.text).not.toContain(PAGE);
  });
});

describe('clients that take their time', () => {
  test.each([
    ['say nothing', ''],
    ['never end their first line', 'GET /'],
    ['never end their headers', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-'],
  ])('%s: the connection is closed', async (_, text) => {
    const limits = { headerBytes: 16_384, headersMs: 200, silentMs: 400, connections: 8 };
    const impatient = await startServer({ folder, port: 0, limits });
    try {
      const answer = await sent(impatient.port, text);
      expect([0, 408]).toContain(answer.status);
    } finally {
      await impatient.close();
    }
  });

  test('who asks for a large file and does not read it is let go, and the file with it', async () => {
    const large = join(folder, '..', 'large.npy');
    writeFileSync(large, '');
    truncateSync(large, 200_000_000); // a hole: no disk is taken
    const limits = { headerBytes: 16_384, headersMs: 200, silentMs: 400, connections: 8 };
    const beside = fileBeside(large);
    const patient = await startServer({ folder, port: 0, beside, limits });
    try {
      const socket = connect(patient.port, '127.0.0.1');
      socket.pause().on('error', () => {});
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(request(patient.port, { target: beside.path }));
      await wait(1500);
      socket.resume(); // a paused socket does not see its end
      await closed;
      expect(socket.bytesRead).toBeLessThan(100_000_000);
    } finally {
      await patient.close();
    }
  });

  test('many of them leave room for others once their time is up', async () => {
    const limits = { headerBytes: 16_384, headersMs: 200, silentMs: 400, connections: 4 };
    const small = await startServer({ folder, port: 0, limits });
    try {
      const slow = Array.from({ length: 12 }, () => sent(small.port, 'GET /'));
      const ends = await Promise.all(slow);
      expect(ends.map(({ body }) => body)).toEqual(ends.map(() => ''));
      expect((await sent(small.port, request(small.port))).body).toBe(PAGE);
    } finally {
      await small.close();
    }
  });
});

/** Addresses under which other machines see this one. */
const seen = Object.values(networkInterfaces()).flatMap((list) =>
  (list ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
);

test.skipIf(seen.length === 0)(
  'nobody listens where other machines could knock (needs a network interface)',
  async () => {
    for (const address of seen) {
      await expect(sent(server.port, request(server.port), address)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  },
);

test('what is not an attack is answered, so that the table above could fail', async () => {
  expect((await sent(server.port, request(server.port))).body).toBe(PAGE);
  const own = [`Origin: http://127.0.0.1:${server.port}`, 'Sec-Fetch-Site: same-origin', 'Sec-Fetch-Mode: cors'];
  expect((await sent(server.port, request(server.port, { target: beside.path, headers: own }))).body).toBe(
    'the bytes of the file',
  );
  const followed = ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'];
  expect((await sent(server.port, request(server.port, { headers: followed }))).status).toBe(200);
  for (const host of ['localhost', 'LocalHost', '[::1]'])
    expect((await sent(server.port, request(server.port, { host: `${host}:${server.port}` }))).status).toBe(200);
});
