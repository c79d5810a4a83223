/** What long work has come to so far: kept line by line, and believed only for the very same work. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../src/node/process/journal.ts';
import { codeHash, hashOfFolder } from '../src/node/process/version.ts';
import { scratchFolder } from './cli/parkade.ts';

const folder = scratchFolder();
const cells = [{ seeds: [1, 2] }, { seeds: [3, 4] }, { seeds: [5] }];
let serial = 0;
const freshPath = () => join(folder, 'deeper', `${serial++}.partial.jsonl`);

test('values are known again, to the last bit, in whatever order they came', () => {
  const path = freshPath();
  const first = openJournal(path, 'work', cells);
  expect(first.known.size).toBe(0);
  first.add(2, { x: [0.1 + 0.2, 1e-308, null] });
  first.add(0, 'done');
  const again = openJournal(path, 'work', cells);
  expect([...again.known]).toEqual([
    [2, { x: [0.1 + 0.2, 1e-308, null] }],
    [0, 'done'],
  ]);
});

test('a line torn by a crash is dropped, and work goes on behind the whole ones', () => {
  const path = freshPath();
  openJournal(path, 'work', cells).add(1, 'ünï');
  appendFileSync(path, '[0,"to');
  const again = openJournal(path, 'work', cells);
  expect([...again.known.keys()]).toEqual([1]);
  again.add(0, 'whole');
  expect(Object.fromEntries(openJournal(path, 'work', cells).known)).toEqual({ 0: 'whole', 1: 'ünï' });
});

test.each([
  ['another experiment', 'other', cells],
  ['other cells', 'work', cells.slice(1)],
])('of %s nothing is believed', (_, id, others) => {
  const path = freshPath();
  openJournal(path, 'work', cells).add(0, 1);
  expect(openJournal(path, id, others).known.size).toBe(0);
  expect(openJournal(path, 'work', cells).known.size).toBe(0);
});

test('of other code nothing is believed', () => {
  const path = freshPath();
  openJournal(path, 'work', cells).add(0, 1);
  writeFileSync(path, readFileSync(path, 'utf8').replace(codeHash(), hashOfFolder(folder)));
  expect(openJournal(path, 'work', cells).known.size).toBe(0);
});

test('code is told apart by every byte of it, not by its place or what else lies there', () => {
  const place = (name: string, files: Record<string, string>) => {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(join(folder, name, file, '..'), { recursive: true });
      writeFileSync(join(folder, name, file), content);
    }
    return hashOfFolder(join(folder, name));
  };
  const before = place('a', { 'a.ts': '1', 'deep/b.js': '2' });
  expect(place('b', { 'deep/b.js': '2', 'a.ts': '1', 'notes.md': 'x', 'a.d.ts': 'y' })).toBe(before);
  for (const [name, other] of Object.entries({
    c: { 'a.ts': '3', 'deep/b.js': '2' },
    d: { 'a.ts': '1', 'b.js': '2' },
    e: { 'a.ts': '1' },
    f: { 'a.ts': '12', 'deep/b.js': '' },
  })) {
    expect(place(name, other), name).not.toBe(before);
  }
});

test('a file that is no journal is replaced, and a journal goes when its work is whole', () => {
  const path = freshPath();
  openJournal(path, 'work', cells);
  writeFileSync(path, 'not a journal\n');
  const journal = openJournal(path, 'work', cells);
  expect(journal.known.size).toBe(0);
  expect(readFileSync(path, 'utf8')).toContain('parkade-journal');
  journal.remove();
  expect(existsSync(path)).toBe(false);
});
