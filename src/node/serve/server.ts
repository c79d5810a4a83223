/**
 * Serves a built folder to browsers of this machine. Safe on a machine where other pages are open and other programs
 * run: it listens on loopback only, answers to its own names only (`refusals.ts`), and gives out the files that were
 * there when it began (`built-files.ts`) and what it was told to serve beside them (`beside.ts`).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerWithBeside, type Beside } from './beside.ts';
import { type BuiltFile, type BuiltFiles, readBuiltFiles } from './built-files.ts';
import { PLAIN_TEXT } from './content-types.ts';
import { listenOnLoopback } from './listen.ts';
import { type Refusal, refusalOf } from './refusals.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

interface ServerOptions {
  /** Whose files are served; `/` is its index.html. */
  readonly folder: string;
  /** That port and no other, 0 for any; null for the usual one or, where that is taken, any. */
  readonly port: number | null;
  readonly beside?: Beside | null;
  readonly limits?: Limits;
}

/** How much and how long a client may take. */
interface Limits {
  /** Bytes of the first line and the headers. Cookies of other servers at 127.0.0.1 are among them. */
  readonly headerBytes: number;
  /** Milliseconds until the headers are there. */
  readonly headersMs: number;
  /** Milliseconds for which a connection may be silent while it is asked or answered. */
  readonly silentMs: number;
  readonly connections: number;
}

const usualLimits: Limits = { headerBytes: 16_384, headersMs: 10_000, silentMs: 60_000, connections: 128 };

export interface Running {
  readonly port: number;
  /** Ends with a slash. */
  readonly address: string;
  close(): Promise<void>;
}

/** @throws ParkadeError InvalidParameter for a port that cannot be had, FileProblem for files that cannot be read */
export async function startServer({ folder, port: wanted, beside = null, limits }: ServerOptions): Promise<Running> {
  const files = readBuiltFiles(folder);
  const create = () => serverFor(files, beside, limits ?? usualLimits);
  const { port, servers } = await listenOnLoopback(create, wanted);
  return {
    port,
    address: `http://127.0.0.1:${port}/`,
    async close() {
      await Promise.all(servers.map(closed));
    },
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function serverFor(files: BuiltFiles, beside: Beside | null, limits: Limits): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.headersMs,
      connectionsCheckingInterval: Math.min(1000, limits.headersMs),
    },
    (request, response) => {
      answer(request, response, files, beside).catch(() => response.destroy());
    },
  );
  server.timeout = limits.silentMs;
  server.maxConnections = limits.connections;
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: BuiltFiles,
  beside: Beside | null,
): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const refusal = refusalOf(request, request.socket.localPort ?? 0);
  if (refusal) return refuse(response, refusal);
  const path = (request.url ?? '/').replace(/\?.*$/s, '');
  const withBody = request.method === 'GET';
  if (path === beside?.path && (await answerWithBeside(beside, response, withBody))) return;
  const file = files.get(path === '/' ? '/index.html' : path);
  if (file) giveFile(file, request, response, withBody);
  else refuse(response, { status: 404, says: 'There is nothing here.' });
}

/** Whoever is refused has to connect again. */
function refuse(response: ServerResponse, { status, says }: Refusal): void {
  response.writeHead(status, {
    'Content-Type': PLAIN_TEXT,
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...(status === 405 && { Allow: 'GET, HEAD' }),
  });
  response.end(`${says}\n`);
}

function giveFile(file: BuiltFile, request: IncomingMessage, response: ServerResponse, withBody: boolean): void {
  const { bytes, type, etag, immutable } = file;
  response.setHeader('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('ETag', etag);
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length });
  response.end(withBody ? bytes : undefined);
}
