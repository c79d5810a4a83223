/** A built folder as Vite would leave it, with what must not be reached in and beside it, and a socket that asks for anything. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { USUAL_PORT } from '../../src/node/serve/listen.ts';
import { scratchFolder } from '../cli/parkade.ts';

/** Stands in every file that must not be reached. */
export const SECRET = 'nobody may read this';
export const PAGE = '<!doctype html><title>lab</title><script type="module" src="./assets/index-B4dF00d1.js"></script>';

export interface Fixture {
  /** The built folder. */
  readonly folder: string;
  /** A file beside it. */
  readonly secret: string;
}

export function builtFixture(): Fixture {
  const above = scratchFolder();
  const folder = join(above, 'lab');
  mkdirSync(join(folder, 'assets', '.cache'), { recursive: true });
  mkdirSync(join(folder, '.vite'));
  mkdirSync(join(above, 'elsewhere'));
  const secret = join(above, 'secret.txt');
  const files: Readonly<Record<string, string>> = {
    'lab/index.html': PAGE,
    'lab/assets/index-B4dF00d1.js': "document.title = 'running';",
    'lab/assets/plain.css': 'body { margin: 0 }',
    'lab/assets/data.parquet': 'bytes',
    'lab/two words.txt': 'a space',
    'lab/.env': SECRET,
    'lab/.vite/manifest.json': SECRET,
    'lab/assets/.cache/a.js': SECRET,
    'elsewhere/a.js': SECRET,
    'secret.txt': SECRET,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(above, name), content);
  symlinkSync(secret, join(folder, 'link.txt'));
  symlinkSync(join(above, 'elsewhere'), join(folder, 'linked'));
  symlinkSync('../index.html', join(folder, 'assets', 'inward.html'));
  return { folder, secret };
}

export interface Answer {
  /** 0 where the connection was closed without one. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** All of it. */
  readonly text: string;
}

/** Sends bytes as they are, and waits until the server closes the connection. */
export function sent(port: number, text: string, host = '127.0.0.1'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect({ port, host }, () => socket.write(Buffer.from(text, 'latin1')));
    socket.setTimeout(20_000, () =>
      reject(new Error(`no answer, and no end, to ${JSON.stringify(text.slice(0, 200))}`)),
    );
    socket.on('data', (part) => parts.push(part));
    // Closed while it was still being written to: what was answered before counts.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) reject(error);
    });
    socket.on('close', () => {
      socket.setTimeout(0);
      resolve(answerIn(Buffer.concat(parts).toString('latin1')));
    });
  });
}

function answerIn(text: string): Answer {
  const [head, ...rest] = text.split('\r\n\r\n');
  const [first, ...lines] = head.split('\r\n');
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ]);
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: rest.join('\r\n\r\n'),
    text,
  };
}

/** The request of a browser, any part of it replaced. */
export function request(
  port: number,
  { method = 'GET', target = '/', host = `127.0.0.1:${port}` as string | null, headers = [] as readonly string[] } = {},
): string {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(host === null ? [] : [`Host: ${host}`]),
    ...headers,
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Where an answer leads, however long that is: fetch takes 16 KiB of headers, browsers take more. */
export function redirectOf(address: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    get(address, { maxHeaderSize: 1 << 20 }, (response) => {
      response.resume();
      resolve(response.headers.location);
    }).once('error', reject);
  });
}

/** Somebody else who listens at a port, until the work is done. */
export async function whileTaken<T>(port: number, work: (port: number) => Promise<T>): Promise<T> {
  const other = createServer();
  await new Promise<void>((resolve, reject) => other.once('error', reject).listen(port, '127.0.0.1', resolve));
  try {
    return await work((other.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
}

/** The usual port may be in use by another test just now, or by a program of this machine for good: then it is taken too. */
export async function whileUsualIsTaken<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 50; tries++) {
    try {
      return await whileTaken(USUAL_PORT, work);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      await wait(100);
    }
  }
  return work();
}
