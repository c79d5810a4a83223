/** What long work has come to so far: kept line by line, believed of the very same cells and code. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Work } from '../src/core/executor.ts';
import { openJournal } from '../src/node/process/journal.ts';
import { codeHash, hashOfFolder } from '../src/node/process/version.ts';
import { scratchFolder } from './cli/parkade.ts';

const folder = scratchFolder();
const work = (seeds: readonly number[], more: Partial<Work> = {}): Work => ({
  ...{ kind: 'statement', id: 'work', cell: { seeds } },
  ...more,
});
const [first, second, third] = [work([1, 2]), work([3, 4]), work([5])];
let serial = 0;
const freshPath = () => join(folder, 'deeper', `${serial++}.partial.jsonl`);

test('values are known again, to the last bit, in whatever order they came', () => {
  const path = freshPath();
  const journal = openJournal(path);
  expect(journal.ended([first, second, third])).toBe(0);
  journal.add(third, { x: [0.1 + 0.2, 1e-308, null] });
  journal.add(first, 'done');
  expect(journal.ended([first, second, third])).toBe(2);
  const again = openJournal(path);
  expect([first, second, third].map(again.known)).toEqual(['done', undefined, { x: [0.1 + 0.2, 1e-308, null] }]);
  expect(again.ended([third, second])).toBe(1);
});

test('a cell is what it says: its place, other cells and the order of its keys do not count, and all else does', () => {
  const path = freshPath();
  const cell = { beta: 1, seeds: [1, 2], inner: { a: null, b: Infinity } };
  openJournal(path).add(work([], { cell }), 'kept');
  const { known } = openJournal(path);
  expect(known(work([], { cell: { inner: { b: Infinity, a: null }, seeds: [1, 2], beta: 1 } }))).toBe('kept');
  for (const other of [
    { cell, kind: 'preset' },
    { cell, id: 'other' },
    { cell: { ...cell, beta: 2 } },
    { cell: { ...cell, seeds: [2, 1] } },
    { cell: { ...cell, seeds: [12] } },
    { cell: { ...cell, inner: { a: null, b: 'Infinity' } } },
    { cell: { ...cell, inner: { a: 0, b: Infinity } } },
    { cell: { ...cell, more: 0 } },
    { cell: null },
  ]) {
    expect(known(work([], other)), JSON.stringify(other)).toBe(undefined);
  }
});

test('a cell that is kept twice has the value of the last time', () => {
  const path = freshPath();
  const journal = openJournal(path);
  journal.add(first, 1);
  journal.add(first, 2);
  expect(journal.ended([first, first, second])).toBe(2);
  expect(openJournal(path).known(first)).toBe(2);
});

test('a line torn by a crash is dropped, and work goes on behind the whole ones', () => {
  const path = freshPath();
  openJournal(path).add(second, 'ünï');
  const [head, line] = readFileSync(path, 'utf8').split('\n');
  appendFileSync(path, line.slice(0, -4));
  const again = openJournal(path);
  expect([first, second].map(again.known)).toEqual([undefined, 'ünï']);
  again.add(first, 'whole');
  expect([first, second].map(openJournal(path).known)).toEqual(['whole', 'ünï']);
  expect(readFileSync(path, 'utf8').split('\n').slice(0, 2)).toEqual([head, line]);
});

test('what follows a line that is none is computed again', () => {
  const path = freshPath();
  openJournal(path).add(first, 'before');
  appendFileSync(path, '[0,"by index"]\n');
  const lines = readFileSync(path, 'utf8');
  openJournal(path).add(second, 'after');
  expect([first, second].map(openJournal(path).known)).toEqual(['before', 'after']);
  writeFileSync(path, `${lines}${readFileSync(path, 'utf8').split('\n')[2]}\n`);
  expect([first, second].map(openJournal(path).known)).toEqual(['before', undefined]);
});

test('of other code nothing is believed, nor of a journal by index, as earlier versions wrote them', () => {
  const path = freshPath();
  openJournal(path).add(first, 1);
  writeFileSync(path, readFileSync(path, 'utf8').replace(codeHash(), hashOfFolder(folder)));
  expect(openJournal(path).known(first)).toBe(undefined);
  expect(openJournal(path).ended([first])).toBe(0);

  const head = JSON.stringify({ format: 'parkade-journal', id: 'work', code: codeHash(), work: 'f'.repeat(64) });
  writeFileSync(path, `${head}\n[0,1]\n`);
  expect(openJournal(path).known(first)).toBe(undefined);
  expect(readFileSync(path, 'utf8')).not.toContain('[0,1]');
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

test('a file that is no journal is replaced, and a journal goes when its work is whole or nothing is in it', () => {
  const path = freshPath();
  openJournal(path);
  writeFileSync(path, 'not a journal\n');
  const journal = openJournal(path);
  expect(journal.known(first)).toBe(undefined);
  expect(readFileSync(path, 'utf8')).toContain('parkade-journal');
  journal.removeIfEmpty();
  expect(existsSync(path)).toBe(false);
  const again = openJournal(path);
  again.add(first, 1);
  again.removeIfEmpty();
  expect(existsSync(path)).toBe(true);
  openJournal(path).removeIfEmpty();
  expect(existsSync(path)).toBe(true);
  again.remove();
  expect(existsSync(path)).toBe(false);
});
