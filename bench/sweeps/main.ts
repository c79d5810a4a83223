/**
 * `npm run bench:sweeps`: what a sweep adds to the time of its cells, what a second worker gains, and how much memory
 * many tiny cells take. `--only overhead,workers,memory,queue` makes some of them; `--cells N` sets the larger number
 * of tiny cells (default 1,000,000, some ten minutes).
 */
import { rmSync } from 'node:fs';
import { machine } from '../machine.js';
import { scratch } from './measured.js';
import { memoryHere, memoryOnQueue } from './memory.js';
import { overhead } from './overhead.js';
import { workers } from './workers.js';

function flag(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

const cells = Number(flag('--cells') ?? 1_000_000);
const parts: Readonly<Record<string, () => Promise<void>>> = {
  overhead: () => overhead(3),
  workers: () => workers(3),
  memory: () => memoryHere(cells),
  queue: () => memoryOnQueue(cells),
};

try {
  console.log(machine());
  for (const name of flag('--only')?.split(',') ?? Object.keys(parts)) await parts[name]();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
