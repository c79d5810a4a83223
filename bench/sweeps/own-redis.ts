/** A Redis of the benchmark's own: in a temporary folder, on a port that was free. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { scratch } from './measured.js';

export interface Server {
  readonly url: string;
  end(): void;
}

/** With the settings that docs/queue.md asks for; null where redis-server is not installed. */
export async function ownRedis(): Promise<Server | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null;
  const folder = mkdtempSync(join(scratch, 'redis-'));
  const port = await freePort();
  const where = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder];
  const safe = ['--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'];
  const server = spawn('redis-server', [...where, ...safe], { stdio: 'ignore' });
  const end = () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 50));
  return { url: `redis://127.0.0.1:${port}`, end };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect(port, '127.0.0.1', () => {
      line.destroy();
      resolve(true);
    });
    line.once('error', () => resolve(false));
  });
}
