/**
 * What a sweep adds to a bare loop over its cells, in parts, each found so that the machine's moods, which are larger,
 * strike both sides alike: in a cell, cell by cell by turns; on the thread that computes, its time without cells; on the
 * main thread, its processor time meanwhile; and at the end the tables.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from 'parkade';
import { planOf, type SweepPlan } from 'parkade/sweeps';
import { quantile, type Summary, summarize } from '../statistics.js';
import { mainThreadOf, program, scratch } from './measured.js';

const BASE = { tokens: 160, beta: 25, until: 60 };

/** parkade's own parts, which no door leads to: their types are said here as far as they are used. */
interface Parts {
  computeSweepCell(cell: unknown): Promise<{ seconds: number }>;
  cellHash(cell: unknown): string;
  poolOf(threads: number): unknown;
  openSweepStore(folder: string, plan: SweepPlan, hashOf: unknown): { close(): void; add(cell: { seconds: number }): void };
  computeSweep(store: unknown, options: object): Promise<void>;
  readSweep(folder: string): unknown;
  writeSweepResults(folder: string, stored: unknown, means: null): Promise<unknown>;
}

async function partsOf(): Promise<Parts> {
  const names = ['work/sweep-cell.js', 'work/pool.js', 'work/sweep.js', 'store/sweep-store.js', 'store/sweep-results.js'];
  const modules = await Promise.all(names.map((name) => import(pathToFileURL(join(program, '..', name)).href)));
  return Object.assign({}, ...modules);
}

/** Milliseconds of a bare run, and by how much a cell of a sweep takes longer. */
async function insideCells({ computeSweepCell }: Parts, count: number): Promise<{ bare: number; added: Summary }> {
  const plan = planOf({ base: BASE, seeds: count });
  const timed = async (work: () => Promise<unknown>) => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };
  const loop: number[] = [];
  const added: number[] = [];
  for (let i = 0; i < count; i++) {
    const { cell } = plan.at(i);
    const spec = { ...cell.spec, observe: ['clusters', 'centers', 'capture', 'cosine'] } as Parameters<typeof run>[0];
    const bare = () => timed(() => run(spec, { store: false }));
    const inSweep = () => timed(() => computeSweepCell(cell));
    const [a, b] = i % 2 === 0 ? [await bare(), await inSweep()] : [await inSweep(), await bare()].reverse();
    if (i < count / 4) continue; // compilers
    loop.push(a);
    added.push(b - a);
  }
  return { bare: quantile(loop, 0.5), added: summarize(added) };
}

interface Around {
  /** Milliseconds a cell. */
  readonly waiting: number;
  readonly main: number;
  readonly end: number;
}

/** A sweep on one thread, from its first cell to its tables. */
async function aroundCells(parts: Parts, count: number): Promise<Around> {
  const folder = join(scratch, 'sweep');
  rmSync(folder, { recursive: true, force: true });
  const plan = planOf({ base: BASE, seeds: count });
  const store = parts.openSweepStore(folder, plan, parts.cellHash);
  let inCells = 0;
  let first: { time: number; main: number; cells: number } | null = null;
  let last = 0;
  const add = store.add;
  store.add = (cell) => {
    inCells += 1000 * cell.seconds;
    add(cell);
    last = performance.now();
  };
  await parts.computeSweep(store, {
    ...{ executor: parts.poolOf(1), which: 'missing' },
    onEnded(done: number) {
      if (done === 100) first = { time: performance.now(), main: mainThreadOf(process.pid), cells: inCells };
    },
  });
  const main = mainThreadOf(process.pid);
  store.close();
  const ended = performance.now();
  await parts.writeSweepResults(folder, parts.readSweep(folder), null);
  const end = performance.now() - ended;
  if (first === null) throw new Error('a sweep of more than a hundred cells is needed');
  const begun: { time: number; main: number; cells: number } = first;
  return {
    waiting: (last - begun.time - (inCells - begun.cells)) / (count - 100),
    main: (1000 * (main - begun.main)) / (count - 100),
    end: end / count,
  };
}

export async function overhead(rounds: number): Promise<void> {
  console.log(`Cells of n = ${BASE.tokens}, β = ${BASE.beta}, t ≤ ${BASE.until}:`);
  const parts = await partsOf();
  const { bare, added } = await insideCells(parts, 1600);
  const inWords = ({ median, lower, upper }: Summary) =>
    `${median.toFixed(3)} ms (quartiles ${lower.toFixed(3)} to ${upper.toFixed(3)})`;
  console.log(`  a bare run takes ${bare.toFixed(1)} ms, a cell more by ${inWords(added)}`);
  const all: Around[] = [];
  for (let round = 0; round < rounds; round++) all.push(await aroundCells(parts, 2000));
  const of = (name: keyof Around) => summarize(all.map((one) => one[name]));
  const [waiting, main, end] = [of('waiting'), of('main'), of('end')];
  console.log(
    `  of a cell, its thread is without work for ${inWords(waiting)}, the main thread computes for ${inWords(main)}, the tables at the end take ${inWords(end)}`,
  );
  const sum = added.median + waiting.median + main.median + end.median;
  console.log(`Together ${sum.toFixed(2)} ms, ${((100 * sum) / bare).toFixed(1)} % of a bare loop where the main thread shares a core.`);
}
