/** Tables of sweeps as files: the registry of their formats. To add one: a line. */
import { extname } from 'node:path';
import { invalid } from '../../core/errors.ts';
import { csvPieces, jsonLines } from '../../formats/table-text.ts';
import type { SweepTable } from '../../sweeps/table.ts';
import { writeFileInParts } from '../process/files.ts';
import { clearedAway } from '../process/memory.ts';

/** From a table to the pieces of a file, each when it is asked for. */
export const tableFormats = {
  csv: csvPieces,
  jsonl: jsonLines,
  parquet: async (table: SweepTable) => (await import('../../formats/parquet-pieces.ts')).parquetPieces(table),
} as const;

/**
 * Rows between two collections of garbage: a million rows as Parquet took 126 MB for 122 of a hundred thousand, and
 * 193 for 149 without them, in as much time.
 */
const AT_ONCE = 25_000;

export type TableFormat = keyof typeof tableFormats;

function isTableFormat(name: string): name is TableFormat {
  return Object.hasOwn(tableFormats, name);
}

/**
 * Writes a table, whole or not at all; a file of that name is replaced.
 *
 * @param format by default what the name ends in
 * @throws ParkadeError InvalidParameter for a name that ends in no format, and for fields that the format cannot hold;
 *   FileProblem for what cannot be written
 */
export async function writeTable(path: string, table: SweepTable, format?: TableFormat): Promise<void> {
  const sparing = { ...table, rows: () => clearedAway(table.rows(), AT_ONCE) };
  writeFileInParts(path, await tableFormats[format ?? formatOf(path)](sparing));
}

function formatOf(path: string): TableFormat {
  const ending = extname(path).slice(1).toLowerCase();
  if (isTableFormat(ending)) return ending;
  const names = Object.keys(tableFormats).join(', ');
  throw invalid(path, `end in one of ${names}, which names the format`, `ends in "${extname(path)}"`, 'rename it');
}
