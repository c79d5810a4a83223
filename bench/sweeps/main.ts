/**
 * `npm run bench:sweeps`: what a sweep adds to the time of its cells, against loops that do nothing else, and how much memory many tiny
 * cells take. `--cells N` sets the larger number of tiny cells (default 1,000,000, a quarter of an hour; 0 leaves them out).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine } from '../machine.js';
import { summarize } from '../statistics.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = join(root, 'dist', 'node', 'main.js');
const scratch = mkdtempSync(join(tmpdir(), 'parkade-bench-'));

interface Measured {
  readonly seconds: number;
  /** The most that was resident, bytes. */
  readonly memory: number;
}

/** Runs a program to its end. */
async function measured(args: readonly string[]): Promise<Measured> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let memory = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, residentOf(child.pid as number));
  }, 100);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - begun) / 1000, memory };
}

/** The high-water mark, where Linux tells. */
function residentOf(pid: number): number {
  try {
    return 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

const cell = ['--tokens', '60', '--beta', '9', '--until', '30'];
const THREADS = 2;

function sweep(words: readonly string[]): Promise<Measured> {
  const out = join(scratch, 'sweep');
  rmSync(out, { recursive: true, force: true });
  return measured([program, 'sweep', ...words, '--threads', String(THREADS), '--out', out, '--json']);
}

/** As many processes as threads, each with its part of the same cells in a bare loop. */
async function bare(count: number): Promise<number> {
  const begun = performance.now();
  const loop = fileURLToPath(new URL('./bare-loop.js', import.meta.url));
  await Promise.all(
    Array.from({ length: THREADS }, (_, i) => measured([loop, ...[i + 1, THREADS, count].map(String)])),
  );
  return (performance.now() - begun) / 1000;
}

/**
 * What a cell costs in each, by turns, from the difference of many cells and few: what it takes to start and to end is in both.
 */
async function overhead(rounds: number): Promise<void> {
  const [few, many] = [100, 900];
  const ratios: number[] = [];
  const cells: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const of = async (seconds: (count: number) => Promise<number>) => (await seconds(many)) - (await seconds(few));
    const whole = await of(async (count) => (await sweep([...cell, '--seeds', String(count)])).seconds);
    const loop = await of(bare);
    ratios.push(whole / loop);
    cells.push((loop * THREADS) / (many - few));
    console.log(`  round ${round + 1}: ${(1000 * (cells.at(-1) as number)).toFixed(1)} ms a cell, sweep/bare ${(whole / loop).toFixed(3)}`);
  }
  const { median, lower, upper } = summarize(ratios);
  console.log(`Time of a sweep over that of bare loops: ${median.toFixed(3)} (quartiles ${lower.toFixed(3)} to ${upper.toFixed(3)}).`);
}

const tiny = ['--tokens', '1', '--beta', '1', '--until', '0.1', '--dt', '0.1', '--integrator', 'euler'];

/** Computed, then collected into a table by hash. */
async function memoryOf(count: number): Promise<number> {
  const words = [...tiny, '--backend', 'reference', '--measure', 'clusters', '--seeds', String(count)];
  const run = await sweep(words);
  const table = await measured([program, 'sweep', 'table', join(scratch, 'sweep'), '--to', join(scratch, 'cells.csv')]);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
  console.log(
    `  ${count} cells: computed in ${run.seconds.toFixed(0)} s with at most ${megabytes(run.memory)} MB, collected in ${table.seconds.toFixed(0)} s with at most ${megabytes(table.memory)} MB`,
  );
  return Math.max(run.memory, table.memory);
}

const asked = process.argv.indexOf('--cells');
const most = asked < 0 ? 1_000_000 : Number(process.argv[asked + 1]);
try {
  console.log(machine());
  console.log(`Cells of n = 60, β = 9, t ≤ 30 on ${THREADS} threads:`);
  await overhead(5);
  if (most > 0) {
    console.log('Tiny cells, one Euler step of one token:');
    const [small, large] = [await memoryOf(most / 10), await memoryOf(most)];
    console.log(`Peak memory of ${most} over that of ${most / 10}: ${(large / small).toFixed(3)}.`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
