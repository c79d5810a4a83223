/** Cells on a pool of threads: the values of one by one, kept as they end; a stop or a mistake loses none that had ended. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { statementRegistry } from '../src/checks/index.ts';
import { openJournal } from '../src/node/process/journal.ts';
import type { Progress } from '../src/node/process/progress.ts';
import { scratchFolder } from './cli/parkade.ts';
import { computeCells } from './support/built.ts';

const folder = scratchFolder();
const id = 'theorem-4-1';
const statement = statementRegistry[id];
/** Ten runs of six tokens each: some milliseconds. */
const quick = { beta: 2, tokens: 6, dimension: 3, until: 1e100, seed: 1, runs: 40 };
const cells = statement.cells(quick);
/** One by one, here. */
const alone: unknown[] = [];
for (const cell of cells) alone.push(await statement.compute(cell));
/** Minutes of work: whoever waits for one of these has not stopped. */
const endless = { ...cells[0], tokens: 2000, seeds: Array.from({ length: 10_000 }, (_, i) => i) };

const jobsOf = (list: readonly unknown[]) => list.map((cell) => ({ kind: 'statement' as const, id, cell }));

/** Takes down what was told, and may do something about it. */
function listener(onUpdate: (told: number) => void = () => {}): Progress & { readonly texts: string[]; stops: number } {
  const texts: string[] = [];
  return {
    texts,
    stops: 0,
    update(_, text) {
      texts.push(text);
      onUpdate(texts.length);
    },
    stop() {
      this.stops++;
    },
  };
}

/** Ctrl-C as the work at hand hears it: what listens last. */
function interrupt(): void {
  process.listeners('SIGINT').at(-1)?.('SIGINT');
}

test.each([1, 3])('on %d threads the values of one by one, in order', async (threads) => {
  const progress = listener();
  const { values, done, stopped } = await computeCells(jobsOf(cells), progress, { threads, noun: 'parts' });
  expect(values).toEqual(alone);
  expect({ done, stopped }).toEqual({ done: cells.length, stopped: false });
  expect(progress.texts).toEqual(cells.map((_, i) => `${i + 1} of ${cells.length} parts`));
  expect(progress.stops).toBe(1);
});

test('Ctrl-C keeps what had ended; the same work goes on from there and comes to the same', async () => {
  const path = join(folder, 'stopped.partial.jsonl');
  const listening = process.listenerCount('SIGINT');
  const work = [...cells, endless];
  const first = await computeCells(
    jobsOf(work),
    listener((told) => told === cells.length && interrupt()),
    { threads: 2, journal: openJournal(path, 'work', work) },
  );
  expect({ done: first.done, stopped: first.stopped }).toEqual({ done: cells.length, stopped: true });
  expect(first.values).toEqual([...alone, undefined]);
  expect(process.listenerCount('SIGINT')).toBe(listening);

  const journal = openJournal(path, 'work', work);
  expect([...journal.known.keys()].sort()).toEqual([...cells.keys()]);
  journal.add(cells.length, 'by other hands');
  const again = openJournal(path, 'work', work);
  const progress = listener();
  const second = await computeCells(jobsOf(work), progress, { journal: again });
  expect(second).toEqual({ values: [...alone, 'by other hands'], done: work.length, stopped: false });
  expect({ texts: progress.texts, stops: progress.stops }).toEqual({ texts: [], stops: 1 });
  again.remove();
  expect(existsSync(path)).toBe(false);
});

test('only what the journal lacks is computed', async () => {
  const path = join(folder, 'half.partial.jsonl');
  const half = openJournal(path, 'work', cells);
  half.add(1, 'known');
  half.add(3, null);
  const progress = listener();
  const journal = openJournal(path, 'work', cells);
  const { values } = await computeCells(jobsOf(cells), progress, { journal, noun: 'parts' });
  expect(values).toEqual([alone[0], 'known', alone[2], null]);
  expect(progress.texts[0]).toBe(`3 of ${cells.length} parts`);
  expect(openJournal(path, 'work', cells).known.size).toBe(cells.length);
});

test('a mistake in one cell is told, and stops the others', async () => {
  const listening = process.listenerCount('SIGINT');
  const wrong = { ...cells[0], dimension: 1, seeds: [1] };
  const progress = listener();
  await expect(computeCells(jobsOf([wrong, endless]), progress, { threads: 2 })).rejects.toMatchObject({
    name: 'ParkadeError',
    code: 'InvalidParameter',
    message: expect.stringMatching(
      /^"theorem-4-1": "dimension" should be a whole number from 2 to 10000, but came as 1/,
    ),
  });
  expect(progress.stops).toBe(1);
  expect(process.listenerCount('SIGINT')).toBe(listening);
});
