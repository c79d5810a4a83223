/** The cells of a sweep on disk: nothing that was committed is lost, nothing is there twice, whatever happens to the file. */
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortedLines } from '../../src/node/store/sorted-lines.ts';
import { openSweepStore, readSweep } from '../../src/node/store/sweep-store.ts';
import type { CellValue } from '../../src/sweeps/cell.ts';
import { planOf, type SweepPlan } from '../../src/sweeps/plan.ts';
import { scratchFolder } from '../cli/parkade.ts';

const scratch = scratchFolder();
const base = { tokens: 3, until: 1 };
const sweep = (beta: readonly number[], seeds = 3) => planOf({ base, axes: { beta }, seeds, measure: ['clusters'] });

/** What a cell is known by here: its parameters. */
const hashOf = ({ spec }: ReturnType<SweepPlan['at']>['cell']) =>
  (spec.beta * 1000 + (spec.seed ?? 0)).toString(16).padStart(32, '0');
const value = (clusters: number, status: CellValue['status'] = 'completed'): CellValue => ({
  ...{ status, steps: 7, evaluations: 9, undecided: 0 },
  values: [[clusters]],
  error: status === 'refused' ? 'why, "quoted", and\nbroken' : null,
});

function opened(folder: string, plan: SweepPlan) {
  const store = openSweepStore(folder, plan, hashOf);
  const add = (index: number, status?: CellValue['status']) =>
    store.add({ index, hash: hashOf(plan.at(index).cell), value: value(index, status), seconds: 0.25 });
  return { store, add };
}

let next = 0;
const newFolder = () => join(scratch, `s${next++}`);

describe('what was added', () => {
  test('is there when the folder is opened again, and the rest is open', () => {
    const folder = newFolder();
    const plan = sweep([4, 9]);
    const { store, add } = opened(folder, plan);
    add(4);
    add(1, 'refused');
    store.close();
    const again = opened(folder, plan).store;
    expect(again.counts).toEqual({ ended: 2, failed: 1 });
    expect([...again.open('missing')]).toEqual([0, 2, 3, 5]);
    expect([...again.open('failed')]).toEqual([1]);
    again.close();
  });

  test('comes as rows by hash, however the cells ended; of a cell that was computed again, the last', () => {
    const folder = newFolder();
    const plan = sweep([4, 9]);
    const { store, add } = opened(folder, plan);
    for (const index of [5, 0, 3]) add(index);
    add(1, 'refused');
    add(1);
    store.close();
    const { table, counts } = readSweep(folder);
    const rows = [...table.rows()];
    expect(counts).toEqual({ ended: 4, failed: 0 });
    expect(rows).toHaveLength(table.length);
    const hashes = rows.map(([hash]) => hash);
    expect(hashes).toEqual([...hashes].sort());
    expect(new Set(hashes).size).toBe(4);
    const clusters = table.columns.findIndex(({ name }) => name === 'clusters');
    for (const row of rows) {
      const index = row[clusters] as number;
      expect(row[0]).toBe(hashOf(plan.at(index).cell));
      expect(row.slice(1, 3)).toEqual(plan.at(index).labels);
    }
    expect([...table.rows()]).toEqual(rows); // gone through again
  });

  test('is cut off where it is torn, at whatever byte, and no more than that', () => {
    const folder = newFolder();
    const plan = sweep([4, 9]);
    const { store, add } = opened(folder, plan);
    for (let index = 0; index < 4; index++) add(index, index === 2 ? 'refused' : 'completed');
    store.close();
    const path = join(folder, 'rows.jsonl');
    const whole = readFileSync(path);
    const ends = [...whole].flatMap((byte, i) => (byte === 10 ? [i + 1] : []));
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      const kept = Math.max(0, ends.filter((end) => end <= length).length - 1);
      expect(readSweep(folder).counts.ended, `${length} bytes`).toBe(kept);
      if (length % 7 > 0) continue; // opening pushes to the disk
      const again = opened(folder, plan);
      expect(again.store.counts.ended).toBe(kept);
      for (const index of again.store.open('missing')) again.add(index);
      again.store.close();
      expect([...readSweep(folder).table.rows()]).toHaveLength(6);
    }
  });

  test('a line that something else wrote ends what is believed', () => {
    const folder = newFolder();
    const { store, add } = opened(folder, sweep([4]));
    add(0);
    store.close();
    appendFileSync(join(folder, 'rows.jsonl'), 'hello\n["00000000000000000000000000000000",1,{}]\n');
    const again = opened(folder, sweep([4])).store;
    expect([...again.open('missing')]).toEqual([1, 2]);
    again.close();
  });
});

describe('another grid in the same folder', () => {
  test('takes over the cells that both have, and keeps the others for later', () => {
    const folder = newFolder();
    const first = opened(folder, sweep([4, 9]));
    for (let index = 0; index < 6; index++) first.add(index);
    first.store.close();
    const wider = opened(folder, sweep([9, 16, 4], 2));
    expect([...wider.store.open('missing')].map((index) => wider.store.plan.at(index).labels)).toEqual([
      [16, 1],
      [16, 2],
    ]);
    wider.store.close();
    const rows = [...readSweep(folder).table.rows()];
    expect(rows.map((row) => row.slice(1, 3)).sort()).toEqual([
      [4, 1],
      [4, 2],
      [9, 1],
      [9, 2],
    ]);
    const back = opened(folder, sweep([4, 9])).store;
    expect(back.counts.ended).toBe(6); // seed 3 was not lost
    back.close();
  });
});

describe('a folder that is not to be written', () => {
  test('because a process works on it', () => {
    const folder = newFolder();
    const { store } = opened(folder, sweep([4]));
    expect(() => opened(folder, sweep([4]))).toThrow(
      new RegExp(
        `"${folder}" should be worked on by one process at a time, but process ${process.pid} on .* works on it`,
      ),
    );
    store.close();
    opened(folder, sweep([4])).store.close();
  });

  test('whose lock a dead process left: it is taken over', () => {
    const folder = newFolder();
    opened(folder, sweep([4])).store.close();
    writeFileSync(
      join(folder, 'lock-3'),
      JSON.stringify({ machine: 'x', boot: 'y', pid: 1, began: '0', host: 'h', since: '2000' }),
    );
    expect(() => opened(folder, sweep([4]))).toThrow('process 1 on h works on it'); // of another machine, just now
    const held = opened(newFolder(), sweep([4]));
    copyFileSync(join(held.store.folder, 'lock-1'), join(folder, 'lock-3'));
    const own = JSON.parse(readFileSync(join(folder, 'lock-3'), 'utf8'));
    writeFileSync(join(folder, 'lock-3'), JSON.stringify({ ...own, pid: 2 ** 22 + 1 }));
    opened(folder, sweep([4])).store.close();
    held.store.close();
  });

  test('because it holds something else, cells of other code, or those of another version', () => {
    const other = newFolder();
    mkdirSync(other);
    writeFileSync(join(other, 'thesis.tex'), '');
    expect(() => opened(other, sweep([4]))).toThrow('should be a new folder, or that of a sweep');
    const folder = newFolder();
    opened(folder, sweep([4])).store.close();
    const path = join(folder, 'sweep.json');
    const record = readFileSync(path, 'utf8');
    writeFileSync(path, record.replace(/"code": "[0-9a-f]+"/, '"code": "0123456789abcdef"'));
    expect(() => opened(folder, sweep([4]))).toThrow('its cells were computed by other code');
    expect(readSweep(folder).table.length).toBe(0); // but read
    writeFileSync(path, record.replace('"formatVersion": 1', '"formatVersion": 2'));
    expect(() => opened(folder, sweep([4]))).toThrow('of another version of parkade');
    truncateSync(path, 30);
    expect(() => opened(folder, sweep([4]))).toThrow('sweep.json');
  });
});

test('lines in the order of their hashes, the last of each, however many there are', () => {
  const line = (key: number, i: number) => `${((key * 2654435761) % 2 ** 32).toString(16).padStart(8, '0')} ${i}`;
  const hash = (text: string) => text.slice(0, 8);
  const check = (keys: readonly number[]) => {
    const lines = keys.map(line);
    const last = new Map(lines.map((text) => [hash(text), text]));
    const expected = [...last.keys()].sort().map((key) => last.get(key));
    expect([...sortedLines(() => lines, hash)]).toEqual(expected);
  };
  fc.assert(fc.property(fc.array(fc.nat(30)), check));
  check(Array.from({ length: 45_000 }, (_, i) => (i * i) % 30_011)); // more than are sorted at once
});
