/** Cells with progress and a journal: kept as they end, whatever stops the others. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { statementRegistry } from '../src/checks/index.ts';
import type { Executor } from '../src/core/executor.ts';
import { openJournal } from '../src/node/process/journal.ts';
import type { Progress } from '../src/node/process/progress.ts';
import { checkStatements, tasksFor } from '../src/node/work/check.ts';
import type { KnownWork } from '../src/node/work/kinds.ts';
import { scratchFolder } from './cli/parkade.ts';
import { computeCells, poolOf } from './support/built.ts';
import { oneByOne } from './support/one-by-one.ts';

const folder = scratchFolder();
const id = 'theorem-4-1';
const statement = statementRegistry[id];
/** Ten runs of three tokens each: some milliseconds. */
const quick = { beta: 2, tokens: 3, dimension: 3, until: 10, seed: 1, runs: 40 };
const cells = statement.cells(quick);
/** One by one, here. */
const alone: unknown[] = [];
for (const cell of cells) alone.push(await statement.compute(cell));
/** Minutes of work: whoever waits for one of these has not stopped. */
const endless = { ...cells[0], tokens: 2000, seeds: Array.from({ length: 10_000 }, (_, i) => i) };

const here = oneByOne(({ cell }) => statement.compute(cell));

const workOf = (list: readonly unknown[]) => list.map((cell) => ({ kind: 'statement' as const, id, cell }));

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

test.each([1, 2])('on %d threads the values of one by one, in order', async (threads) => {
  const progress = listener();
  const { values, done, stopped } = await computeCells(workOf(cells), progress, {
    executor: poolOf(threads),
    noun: 'parts',
  });
  expect(values).toEqual(alone);
  expect({ done, stopped }).toEqual({ done: cells.length, stopped: false });
  expect(progress.texts).toEqual(cells.map((_, i) => `${i + 1} of ${cells.length} parts`));
  expect(progress.stops).toBe(1);
});

test('values are in the order of the work, in whatever order cells end', async () => {
  const backwards: Executor<KnownWork> = {
    async run(work, { ended }) {
      for (let index = work.length - 1; index >= 0; index--) ended(index, `value of ${work.at(index)?.cell}`);
    },
  };
  const { values } = await computeCells(workOf(['a', 'b', 'c']), listener(), { executor: backwards });
  expect(values).toEqual(['value of a', 'value of b', 'value of c']);
});

test('Ctrl-C keeps what had ended; the same work goes on from there and comes to the same', async () => {
  const path = join(folder, 'stopped.partial.jsonl');
  const listening = process.listenerCount('SIGINT');
  const work = workOf([...cells, endless]);
  const first = await computeCells(
    work,
    listener((told) => told === cells.length && interrupt()),
    { executor: poolOf(2), journal: openJournal(path) },
  );
  expect({ done: first.done, stopped: first.stopped }).toEqual({ done: cells.length, stopped: true });
  expect(first.values).toEqual([...alone, undefined]);
  expect(process.listenerCount('SIGINT')).toBe(listening);

  const journal = openJournal(path);
  expect(work.map(journal.known)).toEqual([...alone, undefined]);
  journal.add(work[cells.length], 'by other hands');
  const again = openJournal(path);
  const progress = listener();
  const second = await computeCells(work, progress, { journal: again });
  expect(second).toEqual({ values: [...alone, 'by other hands'], done: work.length, stopped: false });
  expect({ texts: progress.texts, stops: progress.stops }).toEqual({ texts: [], stops: 1 });
  again.remove();
  expect(existsSync(path)).toBe(false);
});

test('only what the journal lacks is computed', async () => {
  const path = join(folder, 'half.partial.jsonl');
  const half = openJournal(path);
  const work = workOf(cells);
  half.add(work[1], 'known');
  half.add(work[3], null);
  const progress = listener();
  const { values } = await computeCells(work, progress, { executor: here, journal: openJournal(path), noun: 'parts' });
  expect(values).toEqual([alone[0], 'known', alone[2], null]);
  expect(progress.texts[0]).toBe(`3 of ${cells.length} parts`);
  expect(openJournal(path).ended(work)).toBe(cells.length);
});

test('cells in another order, others among them, and some twice: what the journal has of them serves', async () => {
  const path = join(folder, 'others.partial.jsonl');
  const computed: unknown[] = [];
  const executor = oneByOne(({ cell }) => {
    computed.push(cell);
    return `value of ${cell}`;
  });
  const compute = async (...names: string[]) => {
    computed.length = 0;
    const journal = openJournal(path);
    const { values, done, stopped } = await computeCells(workOf(names), listener(), { executor, journal });
    expect(values).toEqual(names.map((name) => `value of ${name}`));
    expect({ done, stopped, ended: journal.ended(workOf(names)) }).toEqual({
      ...{ done: names.length, stopped: false, ended: names.length },
    });
    return [...computed];
  };
  expect(await compute('a', 'b', 'b')).toEqual(['a', 'b', 'b']);
  expect(await compute('d', 'b', 'c', 'a', 'b')).toEqual(['d', 'c']);
  expect(await compute('c')).toEqual([]);
  expect(await compute('e', 'c', 'a', 'e', 'd')).toEqual(['e', 'e']);
});

test('more runs of a check than were asked for before: those that had ended count', async () => {
  const path = join(folder, 'more.partial.jsonl');
  const asked = (runs: number, progress: Progress) =>
    checkStatements(tasksFor([statement], { ...quick, runs }), progress, {
      executor: here,
      journal: openJournal(path),
    });
  const first = await asked(
    30,
    listener((told) => told === 2 && interrupt()),
  );
  expect(first).toEqual({ stoppedAfter: 2, of: 3 });
  const progress = listener();
  const report = await asked(quick.runs, progress);
  expect(progress.texts).toEqual(['3 of 4 parts', '4 of 4 parts']);
  expect(report).toMatchObject({ checks: [{ values: alone }] });
});

test('Ctrl-C stops work that began just after other work was stopped', async () => {
  const executor: Executor<KnownWork> = oneByOne(() => 'value');
  for (const round of [1, 2, 3]) {
    const stop = listener((told) => told === round && interrupt());
    const { done, stopped } = await computeCells(workOf(['a', 'b', 'c', 'd']), stop, { executor });
    expect({ done, stopped }).toEqual({ done: round, stopped: true });
  }
});

test('what cannot be kept is told, and nothing goes on', async () => {
  const journal = openJournal(join(folder, 'gone', 'work.partial.jsonl'));
  rmSync(join(folder, 'gone'), { recursive: true });
  const progress = listener();
  await expect(computeCells(workOf(cells), progress, { executor: here, journal })).rejects.toMatchObject({
    code: 'FileProblem',
    message: expect.stringMatching(/work\.partial\.jsonl.*should be a journal that can be written/),
  });
  expect(progress).toMatchObject({ texts: [], stops: 1 });
});

test('a mistake in one cell is told, and stops the others', async () => {
  const listening = process.listenerCount('SIGINT');
  const wrong = { ...cells[0], dimension: 1, seeds: [1] };
  const progress = listener();
  await expect(computeCells(workOf([wrong, endless]), progress, { executor: poolOf(2) })).rejects.toMatchObject({
    name: 'ParkadeError',
    code: 'InvalidParameter',
    message: expect.stringMatching(
      /^"theorem-4-1": "dimension" should be a whole number from 2 to 10000, but came as 1/,
    ),
  });
  expect(progress.stops).toBe(1);
  expect(process.listenerCount('SIGINT')).toBe(listening);
});
