/** The lines that are printed with a result run as they are printed, and Parquet opens in DuckDB. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readParquet } from '../../src/formats/parquet.ts';
import { writeGrid } from '../../src/node/store/grid-hdf5.ts';
import { snippetsFor } from '../../src/node/store/snippets.ts';
import { writeTable } from '../../src/node/store/table-files.ts';
import { tableOf } from '../../src/sweeps/columns.ts';
import { gridOf } from '../../src/sweeps/grid.ts';
import type { Column, Field } from '../../src/sweeps/table.ts';
import { scratchFolder } from '../cli/parkade.ts';
import { pythonWith } from '../cli/python.ts';

const columns: Column[] = [
  { name: 'hash', kind: 'text', what: 'name of the cell' },
  { name: 'beta', kind: 'number', what: 'inverse temperature' },
  { name: 'seed', kind: 'whole', what: 'seed of the tokens' },
  { name: 'clusters@10', kind: 'whole', what: 'number of clusters at t = 10' },
  { name: 'energy@10', kind: 'number', what: 'energy at t = 10' },
  { name: 'collapsed', kind: 'flag', what: 'whether all are one' },
];
const rows = [4, 9].flatMap((beta) =>
  [1, 2, 3, 4].map((seed): Field[] => [
    ...[`é${beta}"${seed}`, beta, 2 ** 53 - seed, seed === 4 ? null : beta + seed],
    ...[seed === 1 ? -0 : seed === 2 ? NaN : seed / 3, seed === 3 ? null : seed > 2],
  ]),
);
const table = tableOf(columns, rows);

/** The files of a sweep in a folder whose name needs quotes. */
async function written() {
  const folder = join(scratchFolder(), "a 'quoted' $name");
  const files = { csv: 't.csv', parquet: 't.parquet', hdf5: 't.h5' };
  await writeTable(join(folder, files.csv), table);
  await writeTable(join(folder, files.parquet), table);
  await writeGrid(join(folder, files.hdf5), gridOf(table, ['beta', 'seed']), {});
  const whole = Object.fromEntries(Object.entries(files).map(([kind, name]) => [kind, join(folder, name)]));
  const snippets = snippetsFor(whole, { axis: 'beta', quantity: 'clusters@10', variable: 'clusters' });
  return { folder, snippetOf: (tool: string) => snippets.find((own) => own.tool === tool)?.code ?? '', snippets };
}

test('no snippet is longer than five lines, and each stands for a file that there is', async () => {
  const { snippets } = await written();
  expect(snippets.map(({ tool }) => tool)).toEqual(['pandas', 'xarray', 'DuckDB', 'Julia']);
  for (const { code } of snippets) expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(5);
  const options = { axis: 'a"b', quantity: 'x$y' };
  expect(snippetsFor({ parquet: 't' }, options).map(({ tool }) => tool)).toEqual(['DuckDB']);
  expect(snippetsFor({ parquet: "it's" }, options)[0].code).toContain(`FROM 'it''s'`);
  expect(snippetsFor({ csv: 't' }, options)[1].code).toContain('"x\\$y"');
});

for (const [tool, modules] of [
  ['pandas', ['pandas']],
  ['xarray', ['xarray', 'h5netcdf', 'pandas']],
] as const) {
  const python = pythonWith(...modules);
  test.skipIf(python === null)(`the lines for ${tool} run and give the means (needs python3-${tool})`, async () => {
    const { snippetOf } = await written();
    const { stdout, stderr } = spawnSync(python as string, ['-W', 'ignore', '-c', snippetOf(tool)], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const [four, nine] = ['4', '9'].map((beta) => stdout.split('\n').findLast((line) => line.startsWith(beta)) ?? '');
    expect([four, nine].map((line) => line.split(/\s+/).slice(1).map(Number))).toEqual(
      tool === 'pandas'
        ? [
            [3, 6, 0.57735],
            [3, 11, 0.57735],
          ].map((own) => own.map((x) => expect.closeTo(x, 5)))
        : [[6], [11]],
    );
  });
}

const duckdb = await import('@duckdb/node-api').catch(() => null);

test.skipIf(duckdb === null)('DuckDB opens the Parquet file: kinds, every field, the printed query', async () => {
  const { folder, snippetOf } = await written();
  const instance = await (duckdb as NonNullable<typeof duckdb>).DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const from = `'${join(folder, 't.parquet').replaceAll("'", "''")}'`;
  const kinds = await ask(`DESCRIBE SELECT * FROM ${from}`);
  expect(kinds.map(([name, kind]) => [name, kind])).toEqual([
    ...[
      ['hash', 'VARCHAR'],
      ['beta', 'DOUBLE'],
      ['seed', 'BIGINT'],
      ['clusters@10', 'BIGINT'],
    ],
    ...[
      ['energy@10', 'DOUBLE'],
      ['collapsed', 'BOOLEAN'],
    ],
  ]);
  const all = await ask(`SELECT * FROM ${from}`);
  const plain = (field: unknown) => (typeof field === 'bigint' ? Number(field) : field);
  expect(all.map((row) => row.map(plain))).toEqual(rows);
  expect((await ask(snippetOf('DuckDB'))).map((row) => row.map(plain))).toEqual([
    [4, 3, 6, expect.closeTo(1 / Math.sqrt(3), 12)],
    [9, 3, 11, expect.closeTo(1 / Math.sqrt(3), 12)],
  ]);
  const told = await ask(
    `SELECT decode(value) FROM parquet_kv_metadata(${from}) WHERE decode(key) = 'parkade.columns'`,
  );
  expect(JSON.parse(String(told[0][0]))).toEqual(columns);
  // And what DuckDB writes, this package reads.
  const own = join(folder, 'own.parquet').replaceAll("'", "''");
  await ask(
    `COPY (SELECT cells.*, range AS i FROM ${from} AS cells, range(30000) ORDER BY i, hash) TO '${own}' (FORMAT parquet)`,
  );
  const back = await readParquet(readFileSync(join(folder, 'own.parquet')), 'own.parquet');
  expect(back.length).toBe(8 * 30000);
  const sorted = [...rows].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  let count = 0;
  for (const row of back.rows()) {
    if (count < 40) expect(row).toEqual([...sorted[count % 8], Math.floor(count / 8)]);
    count++;
  }
});
