/**
 * Whether the pages of a Parquet file hold as much as the file says, so that a file made to fill the memory is refused
 * before anything is unpacked: its rows, the bytes after unpacking, and how often a repeated value is repeated.
 */
import { type ColumnChunk, type FileMetaData, type PageHeader, type SchemaElement, snappyUncompress } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

/** Snappy makes at most 64 bytes of 3, less where they are few. */
const LARGEST_GROWTH = 32;
/** Writers pad runs of packed bits. */
const PADDING = 1024;

/** A reason in a few words, for the sentence about the file. */
class Damaged extends Error {}

/** @throws Error with the reason, a few words */
export function demandHonestPages(bytes: Uint8Array, { schema, row_groups }: FileMetaData): void {
  const leaves = schema.slice(1);
  for (const group of row_groups) {
    if (group.columns.length !== leaves.length) throw new Damaged('a row group has not the columns of the table');
    group.columns.forEach((column, i) => void demandColumn(bytes, column, leaves[i], Number(group.num_rows)));
  }
}

function demandColumn(bytes: Uint8Array, { meta_data }: ColumnChunk, leaf: SchemaElement, rows: number): void {
  if (!meta_data) throw new Damaged('a column is not there');
  const { codec, data_page_offset, dictionary_page_offset, total_compressed_size } = meta_data;
  const from = Number(dictionary_page_offset || data_page_offset);
  const end = from + Number(total_compressed_size);
  if (!(from >= 4 && end >= from && end <= bytes.length)) throw new Damaged('a column lies outside of the file');
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, end), offset: from };
  let seen = 0;
  while (seen < rows) {
    if (reader.offset >= end) throw new Damaged('a column has fewer rows than the table');
    const header = parquetHeader(reader);
    const packed = header.compressed_page_size;
    if (!(packed >= 0 && reader.offset + packed <= end)) throw new Damaged('a page is longer than its column');
    if (!(header.uncompressed_page_size <= (codec === 'UNCOMPRESSED' ? packed : LARGEST_GROWTH * packed + PADDING)))
      throw new Damaged('a page unpacks to more than it can');
    seen += valuesOf(header, bytes.subarray(reader.offset, reader.offset + packed), leaf, codec, rows - seen);
    reader.offset += packed;
  }
}

/** How many rows a page has, once its runs are known to be no longer. */
function valuesOf(header: PageHeader, page: Uint8Array, leaf: SchemaElement, codec: string, most: number): number {
  const { dictionary_page_header: dictionary, data_page_header: first, data_page_header_v2: second } = header;
  if (dictionary) {
    const own = dictionary.num_values;
    if (!(own >= 0 && own <= header.uncompressed_page_size)) throw new Damaged('a dictionary is longer than its page');
    return 0;
  }
  const data = first ?? second;
  const count = data?.num_values ?? 0;
  if (!data || !(count > 0 && count <= most)) throw new Damaged('a page has more rows than its column');
  if (!(codec === 'SNAPPY' || codec === 'UNCOMPRESSED')) throw new Damaged(`it is packed by ${codec}`);
  const optional = leaf.repetition_type === 'OPTIONAL';
  const levels = second ? second.repetition_levels_byte_length + second.definition_levels_byte_length : 0;
  if (!(levels >= 0 && levels <= page.length)) throw new Damaged('the levels of a page are longer than the page');
  const isPacked = codec === 'SNAPPY' && second?.is_compressed !== false;
  const unpacked = isPacked
    ? unpack(page.subarray(levels), header.uncompressed_page_size - levels)
    : page.subarray(levels);
  if (second && optional) demandRuns(page.subarray(second.repetition_levels_byte_length, levels), 0, 1, count);
  let at = 0;
  if (first && optional) at = demandMeasuredRuns(unpacked, 0, count);
  const { encoding } = data;
  if (encoding === 'RLE') demandMeasuredRuns(unpacked, at, count);
  else if (encoding.endsWith('_DICTIONARY')) demandRuns(unpacked, at + 1, unpacked[at] ?? 0, count);
  return count;
}

function unpack(bytes: Uint8Array, length: number): Uint8Array {
  if (!(length >= 0)) throw new Damaged('a page is shorter than its levels');
  const unpacked = new Uint8Array(length);
  snappyUncompress(bytes, unpacked);
  return unpacked;
}

/** Runs of single bits behind their own length, four bytes; gives where they end. */
function demandMeasuredRuns(bytes: Uint8Array, from: number, count: number): number {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(from, true);
  const end = from + 4 + length;
  if (end > bytes.length) throw new Damaged('runs are longer than their page');
  demandRuns(bytes.subarray(0, end), from + 4, 1, count);
  return end;
}

/** Runs as Parquet has them: a header, whose lowest bit tells packed bits from a repeated value, then the values. */
function demandRuns(bytes: Uint8Array, from: number, width: number, count: number): void {
  let at = from;
  let seen = 0;
  while (seen < count) {
    let header = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) return; // the values are fewer by those that are missing
      if (scale > 2 ** 28) throw new Damaged('a run is longer than it can be');
      header += (byte & 127) * scale;
      if (byte < 128) break;
    }
    const half = Math.floor(header / 2);
    const isPacked = header % 2 === 1;
    seen += isPacked ? 8 * half : half;
    at += isPacked ? half * width : Math.ceil(width / 8);
    if (seen > count + PADDING) throw new Damaged('a value is repeated more often than there are rows');
  }
}
