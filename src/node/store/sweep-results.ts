/** What a sweep that has ended leaves beside its rows: the table in Parquet, and wall times, which no two sweeps share. */
import { join } from 'node:path';
import type { StoredSweep } from './sweep-store.ts';
import { writeTable } from './table-files.ts';

const TABLE = 'cells.parquet';
const SECONDS = 'seconds.csv';

/** @returns the names of the files */
export async function writeSweepResults(folder: string, { table, seconds }: StoredSweep): Promise<readonly string[]> {
  await writeTable(join(folder, TABLE), table);
  await writeTable(join(folder, SECONDS), {
    columns: [
      { name: 'hash', kind: 'text', what: 'what the cell is known by' },
      { name: 'seconds', kind: 'number', what: 'how long it took, seconds' },
    ],
    length: table.length,
    rows: seconds,
  });
  return [TABLE, SECONDS];
}
