/** A Redis of the test's own: in a temporary folder, on a free port of this machine; no other is touched. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** Debian's package of that name has it. */
export const redisInstalled = spawnSync('redis-server', ['--version']).status === 0;

export interface OwnRedis {
  readonly url: string;
  readonly port: number;
  /** A line to it, closed with it. */
  readonly client: Redis;
  /** kill -9. */
  kill(): Promise<void>;
  /** Begins it again, with what its append-only file has. */
  again(): Promise<void>;
  end(): Promise<void>;
}

/** @param more settings beside those that docs/queue.md asks for */
export async function ownRedis(...more: readonly string[]): Promise<OwnRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'parkade-redis-'));
  const port = await freePort();
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const words = [...settings, '--appendfsync', 'always', '--maxmemory-policy', 'noeviction', ...more];
  const password = more.includes('--requirepass') ? more[more.indexOf('--requirepass') + 1] : '';
  const line = { port, host: '127.0.0.1', ...(password && { password }) };
  let server: ChildProcess;
  const start = async () => {
    server = spawn('redis-server', words, { stdio: 'ignore' });
    endsWithTests(server);
    await answering(line);
  };
  await start();
  const client = new Redis({ ...line, maxRetriesPerRequest: null });
  client.on('error', () => {});
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  return {
    ...{ url: `redis://127.0.0.1:${port}`, port, client, kill, again: start },
    async end() {
      client.disconnect();
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** A process that does not outlive this one, whatever becomes of the tests. */
export function endsWithTests(child: ChildProcess): void {
  children.add(child);
  child.once('exit', () => children.delete(child));
}

/** Resolves when it takes a line and is done with reading its file. */
async function answering(line: { readonly port: number; readonly host: string }): Promise<void> {
  for (;;) {
    const client = new Redis({ ...line, lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => {});
    try {
      await client.connect();
      if ((await client.ping()) === 'PONG') return;
    } catch {
      // not yet
    } finally {
      client.disconnect();
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
