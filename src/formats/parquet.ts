/** Tables from Parquet files, in Node and in browsers alike. */
import { type AsyncBuffer, type FileMetaData, parquetMetadata, parquetRead, type SchemaElement } from 'hyparquet';
import { ParkadeError, unreadable } from '../core/errors.ts';
import { fromJson } from '../core/json.ts';
import type { Column, Field, SweepTable } from '../sweeps/table.ts';
import { demandHonestPages } from './parquet-pages.ts';
import { COLUMNS_KEY } from './parquet-pieces.ts';

/** What is read at most: the file's bytes, and fields of its table, which take 8 bytes or more each. */
const [LARGEST_FILE, MOST_FIELDS] = [512 * 2 ** 20, 50_000_000];

/**
 * The table that a Parquet file holds, parkade's or another program's: columns of text, whole numbers, numbers and
 * truths, not nested, unpacked or packed by Snappy. All of it is in memory then.
 *
 * @throws ParkadeError FileProblem for a file that is none, is damaged or too large, or holds something else
 */
export async function readParquet(bytes: Uint8Array, file: string): Promise<SweepTable> {
  if (bytes.length > LARGEST_FILE) throw tooLarge(file, `${bytes.length} bytes`, `${LARGEST_FILE} bytes`);
  try {
    const metadata = parquetMetadata(bytes, { geoparquet: false });
    const columns = columnsOf(metadata, file);
    const length = Number(metadata.num_rows);
    const fields = length * columns.length;
    const counted = metadata.row_groups.reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
    if (!(length >= 0 && counted === length)) throw new Error('its row groups have not the rows that it says');
    if (fields > MOST_FIELDS) throw tooLarge(file, `${fields} fields`, `${MOST_FIELDS}`);
    demandHonestPages(bytes, metadata);
    const stores = columns.map(({ kind }) => storeOf(kind, length));
    for (const [i, { name }] of columns.entries()) await fill(stores[i], bytes, metadata, name);
    return {
      columns,
      length,
      *rows() {
        for (let row = 0; row < length; row++) yield stores.map(({ at }) => at(row));
      },
    };
  } catch (cause) {
    if (cause instanceof ParkadeError) throw cause;
    const reason = cause instanceof Error ? cause.message.replace(/^parquet /, '') : String(cause);
    throw unreadable(file, 'be a table in Parquet', `cannot be read (${reason})`, 'write it again', cause);
  }
}

function tooLarge(file: string, came: string, most: string): ParkadeError {
  const advice = 'take rows or columns away, or open it in DuckDB or pandas';
  return unreadable(file, `hold at most ${most}`, `has ${came}`, advice);
}

/** What parkade wrote about the columns where they are still the same, else as much as Parquet tells. */
function columnsOf({ schema, key_value_metadata }: FileMetaData, file: string): Column[] {
  const found = schema.slice(1).map((element) => ({ name: element.name, kind: kindOf(element, file), what: '' }));
  if (found.length !== (schema[0]?.num_children ?? -1)) throw new Error('its columns are not counted right');
  const names = new Set(found.map(({ name }) => name));
  if (names.size < found.length) throw new Error('two of its columns have one name');
  const told = key_value_metadata?.find(({ key }) => key === COLUMNS_KEY)?.value;
  const said = told === undefined ? [] : (fromJson(told) as readonly Partial<Column>[]);
  if (!Array.isArray(said)) return found;
  return found.map((column) => {
    const what = said.find((own) => own?.name === column.name)?.what;
    return typeof what === 'string' ? { ...column, what } : column;
  });
}

function kindOf(element: SchemaElement, file: string): Column['kind'] {
  const { name, type, converted_type, logical_type, repetition_type, num_children } = element;
  const meant = converted_type ?? logical_type?.type;
  const single = !num_children && repetition_type !== 'REPEATED';
  if (single && type === 'BOOLEAN') return 'flag';
  if (single && (type === 'DOUBLE' || type === 'FLOAT') && meant === undefined) return 'number';
  const whole = meant === undefined || /^(U?INT_(8|16|32|64)|INTEGER)$/.test(meant);
  if (single && (type === 'INT32' || type === 'INT64') && whole) return 'whole';
  if (single && type === 'BYTE_ARRAY' && (meant === 'UTF8' || meant === 'STRING')) return 'text';
  const came = `"${name}" is ${single ? `${type}${meant ? ` (${meant})` : ''}` : 'a list or a record'}`;
  throw unreadable(file, 'hold columns of text, numbers and truths', came, 'leave that column out');
}

/** A column in memory. */
interface Store {
  set(row: number, value: unknown): void;
  at(row: number): Field;
}

function storeOf(kind: Column['kind'], length: number): Store {
  if (kind === 'text') {
    const texts = new Array<string | null>(length).fill(null);
    return { set: (row, value) => void (texts[row] = value as string), at: (row) => texts[row] };
  }
  const numbers = new Float64Array(length);
  const there = new Uint8Array(length);
  return {
    set(row, value) {
      const number = Number(value);
      if (kind === 'whole' && !Number.isSafeInteger(number)) throw new Error(`${value} is beyond 2⁵³`);
      numbers[row] = number;
      there[row] = 1;
    },
    at: (row) => (there[row] === 0 ? null : kind === 'flag' ? numbers[row] === 1 : numbers[row]),
  };
}

async function fill(store: Store, bytes: Uint8Array, metadata: FileMetaData, name: string): Promise<void> {
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    // A Buffer of Node is a view of a larger one, and its slice another view.
    slice: (from, to) =>
      bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + (to ?? bytes.length)) as ArrayBuffer,
  };
  const length = Number(metadata.num_rows);
  let broken: unknown;
  await parquetRead({
    ...{ file, metadata, columns: [name], geoparquet: false },
    onChunk({ columnData, rowStart }) {
      try {
        for (let i = 0; i < columnData.length && rowStart + i < length; i++) {
          if (columnData[i] !== null && columnData[i] !== undefined) store.set(rowStart + i, columnData[i]);
        }
      } catch (cause) {
        broken ??= cause; // what a callback throws is lost there
      }
    },
  });
  if (broken !== undefined) throw broken;
}
