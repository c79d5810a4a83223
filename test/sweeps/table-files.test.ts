/** Tables as files: what is written reads back, field by field, here and in other programs. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromJson } from '../../src/core/json.ts';
import { readParquet } from '../../src/formats/parquet.ts';
import { parquetPieces } from '../../src/formats/parquet-pieces.ts';
import { readCsvTable } from '../../src/formats/table-csv.ts';
import { csvPieces, jsonLines } from '../../src/formats/table-text.ts';
import { writeGrid } from '../../src/node/store/grid-hdf5.ts';
import { type TableFormat, tableFormats, writeTable } from '../../src/node/store/table-files.ts';
import { tableOf } from '../../src/sweeps/columns.ts';
import { gridOf } from '../../src/sweeps/grid.ts';
import type { Column, Field, SweepTable } from '../../src/sweeps/table.ts';
import { scratchFolder } from '../cli/parkade.ts';
import { pythonWith } from '../cli/python.ts';

const names: Column[] = [
  { name: 'hash', kind: 'text', what: 'name of the cell' },
  { name: 'clusters@1e2, β "so"', kind: 'number', what: 'number of clusters at t = 100, 1' },
  { name: 'seed.of', kind: 'whole', what: 'seed' },
  { name: '__proto__', kind: 'flag', what: 'whether it is so' },
];
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', 'nan', '1', '-1e5', 'true', 'NA', 'inf', ' a', 'a\r\nb', 'a"b,c', '"', '😀', 'é', '0x1', 'null'),
);
const number = fc.oneof(fc.double(), fc.constantFrom(-0, 0, NaN, Infinity, -Infinity, 5e-324, 1e21, 0.1, 2 ** 53 + 2));
const whole = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 31, -5));
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null, freq: 4 });
const row = fc.tuple(maybe(text), maybe(number), maybe(whole), maybe(fc.boolean()));
const rowsOf = (table: SweepTable) => [...table.rows()];
const joined = (pieces: Iterable<Uint8Array>) => new Uint8Array(Buffer.concat([...pieces]));
const csvOf = (table: SweepTable) => [...csvPieces(table)].join('');

describe('round trips', () => {
  test('CSV gives back every field, and kinds where the fields tell them', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const back = readCsvTable(new TextEncoder().encode(csvOf(tableOf(names, rows))), 't.csv');
        expect(back.columns.map(({ name }) => name)).toEqual(names.map(({ name }) => name));
        expect(rowsOf(back)).toEqual(rows);
      }),
      { numRuns: 400 },
    );
  });

  test('Parquet gives back every field, kind and meaning', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
        const back = await readParquet(joined(parquetPieces(tableOf(names, rows))), 't.parquet');
        expect(back.columns).toEqual(names);
        expect(back.length).toBe(rows.length);
        expect(rowsOf(back)).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  test('lines of JSON give back every field', () => {
    const rows: Field[][] = [
      ['NaN', Number.NaN, 3, true],
      [null, -0, null, null],
    ];
    const lines = [...jsonLines(tableOf(names, rows))].join('').trimEnd().split('\n');
    // A key called __proto__ is left to other readers.
    expect(lines.map((line) => Object.values(fromJson(line) as object).slice(0, 3))).toEqual(
      rows.map((r) => r.slice(0, 3)),
    );
  });

  test('many row groups, of values that repeat and of values that do not', async () => {
    const count = 230_001;
    const at = (i: number): Field[] => [
      ...[i % 7 === 0 ? null : `cell ${i % 5}`, i % 11 === 0 ? -0 : (i % 4) / 3],
      ...[i % 13 === 0 ? null : i, i % 2 === 0],
    ];
    const table: SweepTable = {
      columns: names,
      length: count,
      *rows() {
        for (let i = 0; i < count; i++) yield at(i);
      },
    };
    const pieces = [...parquetPieces(table)];
    expect(pieces.length).toBe(11); // 25 000 rows each, and what closes the file
    const back = await readParquet(joined(pieces), 't.parquet');
    let i = 0;
    let wrong = 0;
    for (const fields of back.rows()) if (!fields.every((field, c) => Object.is(field, at(i)[c])) || ++i < 0) wrong++;
    expect([i, wrong]).toEqual([count, 0]);
  });

  test('whole numbers that no double holds for sure are refused', () => {
    const wrong = (field: Field) => () => joined(parquetPieces(tableOf([names[2]], [[field]])));
    expect(wrong(2 ** 53)).toThrow(
      '"seed.of" should hold whole numbers up to 9007199254740991, but has 9007199254740992',
    );
    expect(wrong(1.5)).toThrow('but has 1.5');
    expect(wrong('1')).toThrow('but has "1"');
  });
});

describe('files', () => {
  test('are whole or not there at all, and nothing stays beside them', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'deep', 't.parquet');
    const bad = tableOf([names[2]], [...Array.from({ length: 300_000 }, (_, i) => [i]), [0.5]]);
    await expect(writeTable(path, bad)).rejects.toThrow('0.5');
    expect(readdirSync(join(folder, 'deep'))).toEqual([]);
    const table = tableOf(names, [['a', 1, 2, true]]);
    const formats = Object.keys(tableFormats) as TableFormat[];
    for (const format of formats) {
      await writeTable(join(folder, `t.${format}`), table);
      await writeTable(join(folder, `${format}.txt`), table, format);
      const [named, other] = [`t.${format}`, `${format}.txt`].map((name) => readFileSync(join(folder, name)));
      expect(named.equals(other), format).toBe(true);
    }
    expect(readdirSync(folder)).toHaveLength(1 + 2 * formats.length);
    await expect(writeTable(join(folder, 't.xlsx'), bad)).rejects.toThrow('should end in one of csv, jsonl, parquet');
    mkdirSync(join(folder, 'x.csv'));
    await expect(writeTable(join(folder, 'x.csv'), bad)).rejects.toThrow('it is a folder');
  });
});

test.skipIf(process.platform === 'win32')(
  'a pipe gets the same bytes, also of what a library writes itself',
  async () => {
    const folder = scratchFolder();
    const table = tableOf(names.slice(1, 3), [
      [1, 2],
      [3, 4],
    ]);
    for (const [name, write] of [
      ['t.parquet', (path: string) => writeTable(path, table, 'parquet')],
      ['t.h5', (path: string) => writeGrid(path, gridOf(table, ['seed.of']), {})],
    ] as const) {
      const [pipe, out] = [join(folder, `${name}.pipe`), join(folder, `${name}.out`)];
      spawnSync('mkfifo', [pipe]);
      const reader = spawn('sh', ['-c', 'cat "$0" > "$1"', pipe, out]);
      const read = new Promise((done) => reader.on('exit', done));
      await write(pipe);
      await read;
      await write(join(folder, name));
      const [came, whole] = [out, join(folder, name)].map((path) => readFileSync(path));
      // HDF5 writes when it was written.
      if (name === 't.parquet') expect(came.equals(whole)).toBe(true);
      expect([came.length, came.subarray(0, 8)]).toEqual([whole.length, whole.subarray(0, 8)]);
    }
  },
);

describe('damaged and hostile files', () => {
  const rows = Array.from({ length: 60 }, (_, i): Field[] => [`c${i % 3}`, i / 7, i, i % 2 === 0]);
  const good = joined(parquetPieces(tableOf(names, rows)));

  test('Parquet with bytes changed or cut off ends in a sentence or in a table, soon', {
    timeout: 60_000,
  }, async () => {
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length), fc.array(change, { maxLength: 4 }), async (length, changes) => {
        const bytes = good.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        const from = performance.now();
        try {
          const table = await readParquet(length % 3 === 0 ? bytes.subarray(0, length) : bytes, 'x.parquet');
          for (const _ of table.rows());
        } catch (error) {
          expect((error as Error).name).toBe('ParkadeError');
          expect((error as Error).message).toMatch(/^"x\.parquet" should /);
        }
        expect(performance.now() - from).toBeLessThan(3000);
      }),
      { numRuns: 1500 },
    );
  });

  test('a run that repeats a value a billion times is refused before it is unpacked', async () => {
    // 64 equal truths: one run of the value, 128 = 64 << 1, in a page that Snappy leaves as it is.
    const equal = joined(
      parquetPieces(
        tableOf(
          [names[3]],
          Array.from({ length: 64 }, () => [true]),
        ),
      ),
    );
    const at = Buffer.from(equal).indexOf(Buffer.from([0x80, 0x01, 0x01]));
    expect(at).toBeGreaterThan(0);
    const hostile = equal.slice();
    hostile.set([0xfe, 0x7f], at); // the longest that fits into its place: 8191 times
    const sentence =
      '"x.parquet" should be a table in Parquet, but cannot be read (a value is repeated more often than';
    await expect(readParquet(hostile, 'x.parquet')).rejects.toThrow(sentence);
  });

  test('what is no table is told', async () => {
    await expect(readParquet(new Uint8Array(3), 'x.parquet')).rejects.toThrow(
      '"x.parquet" should be a table in Parquet',
    );
    const csv = (content: string) => () => readCsvTable(new TextEncoder().encode(content), 'x.csv');
    expect(csv('')).toThrow('it is empty');
    expect(csv('a,b\n1\n')).toThrow('row 1 has 1');
    expect(csv('a\n"b\n')).toThrow('is not closed');
    expect(csv('a,a\n')).toThrow('"a" comes twice');
    expect(rowsOf(csv('a,b\n1,\n,"x"')())).toEqual([
      [1, null],
      [null, 'x'],
    ]);
  });
});

const python = pythonWith('pandas', 'numpy');
const program = `
import json, sys, pandas as pd, numpy as np
rows = pd.read_csv(sys.argv[1], float_precision="round_trip")
print(json.dumps({"kinds": [str(kind) for kind in rows.dtypes], "x": [v.hex() for v in rows["x"].astype(float)], "text": rows["text"].tolist(),
  "whole": rows["whole"].tolist(), "flag": rows["flag"].tolist()}))
`;

test.skipIf(python === null)('pandas reads the same numbers from the CSV (needs python3-pandas)', () => {
  const xs = [
    0.1,
    -0,
    5e-324,
    1.7976931348623157e308,
    NaN,
    Infinity,
    -Infinity,
    1 / 3,
    2 ** 53 + 2,
    123456789.12345679,
  ];
  const kinds = { text: 'text', x: 'number', whole: 'whole', flag: 'flag', zeros: 'number' } as const;
  const columns = Object.entries(kinds).map(([name, kind]) => ({ name, kind, what: '' }));
  const rows = xs.map((x, i): Field[] => [`a "b", ${i}\nß`, x, 2 ** 53 - 1 - i, i % 2 === 0, i === 0 ? -0 : 1]);
  const path = join(scratchFolder(), 't.csv');
  writeFileSync(path, csvOf(tableOf(columns, rows)));
  const { stdout, stderr } = spawnSync(python as string, ['-c', program, path], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const seen = JSON.parse(stdout);
  expect(seen.kinds).toEqual(['object', 'float64', 'int64', 'bool', 'float64']);
  expect(seen.text).toEqual(rows.map(([own]) => own));
  expect(seen.whole).toEqual(rows.map(([, , own]) => own));
  expect(seen.flag).toEqual(rows.map(([, , , own]) => own));
  expect(seen.x.map(fromHex)).toEqual(xs);
  expect(readFileSync(path, 'utf8')).toContain('\r\n');
});

/** A number as Python's float.hex writes it. */
function fromHex(word: string): number {
  const [, sign, lead, digits = '', power] = /^(-?)0x([01])\.?([0-9a-f]*)p([+-]\d+)$/.exec(word) ?? [];
  if (sign === undefined) return word === 'nan' ? NaN : word === 'inf' ? Infinity : -Infinity;
  const mantissa = Number(`0x${lead}${digits.padEnd(13, '0')}`) / 2 ** 52;
  const halfway = mantissa * 2 ** Math.max(-1000, Number(power));
  return (sign === '-' ? -1 : 1) * halfway * 2 ** Math.min(0, Number(power) + 1000);
}
