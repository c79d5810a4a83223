/** Tables from CSV, as parkade and other programs write it. */
import { strFromU8 } from 'fflate';
import { unreadable } from '../core/errors.ts';
import type { Column, Field, SweepTable } from '../sweeps/table.ts';

const LARGEST_FILE = 256 * 2 ** 20;

/** A field, and whether it stood in quotes: what does is text. */
interface Entry {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * The table of a CSV file (RFC 4180, or LF alone): its first line has the names. A column whose fields without quotes
 * all read as true or false holds truths, as whole numbers within ±2⁵³ those, as numbers (NaN, inf, -inf among them)
 * those; others hold text. An empty field is nothing, "" an empty text.
 *
 * @throws ParkadeError FileProblem, by line, for a file that is no such table or has more than 256 MiB
 */
export function readCsvTable(bytes: Uint8Array, file: string): SweepTable {
  if (bytes.length > LARGEST_FILE) {
    const came = `has ${bytes.length} bytes`;
    throw unreadable(file, `have at most ${LARGEST_FILE} bytes`, came, 'write it as Parquet');
  }
  const [header, ...lines] = linesOf(strFromU8(bytes).replace(/^\uFEFF/, ''), file);
  if (header === undefined) throw unreadable(file, 'be a table in CSV', 'it is empty', 'name its columns in a line');
  const names = header.map(({ text }) => text);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) {
    throw unreadable(file, 'have columns of different names', `"${twice}" comes twice`, 'rename one');
  }
  const short = lines.findIndex((line) => line.length !== names.length);
  if (short >= 0) {
    const came = `row ${short + 1} has ${lines[short].length}`;
    throw unreadable(file, `have ${names.length} fields in every row`, came, 'mend that row');
  }
  const columns = names.map((name, i): Column => ({ name, kind: kindOf(lines.map((line) => line[i])), what: '' }));
  const rows = lines.map((line) => line.map((entry, i) => fieldOf(entry, columns[i].kind)));
  return { columns, rows: () => rows, length: rows.length };
}

function linesOf(text: string, file: string): Entry[][] {
  const lines: Entry[][] = [];
  const entry = /"((?:[^"]|"")*)"(?=,|\r?\n|$)|([^",\r\n]*)(?=,|\r?\n|$)/y;
  let line: Entry[] = [];
  for (let at = 0; at < text.length || line.length > 0; ) {
    entry.lastIndex = at;
    const found = entry.exec(text);
    if (found === null) {
      const came = `row ${lines.length} has a quote or a line break that is not closed`;
      throw unreadable(file, 'be a table in CSV', came, 'put such fields into quotes, and double the quotes in them');
    }
    const [whole, inside, plain] = found;
    line.push(
      inside === undefined ? { text: plain, quoted: false } : { text: inside.replaceAll('""', '"'), quoted: true },
    );
    at += whole.length;
    if (text[at] === ',') {
      at++;
      if (at < text.length) continue;
      line.push({ text: '', quoted: false });
    }
    lines.push(line);
    line = [];
    at += text[at] === '\r' ? 2 : 1;
  }
  return lines;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const WORDS: Readonly<Record<string, number>> = { NaN: Number.NaN, inf: Infinity, '-inf': -Infinity };
const [WHOLE, TRUTH] = [/^-?\d+$/, /^(true|false)$/i];

function kindOf(entries: readonly Entry[]): Column['kind'] {
  const there = entries.filter(({ text, quoted }) => quoted || text !== '');
  const all = (reads: (text: string) => boolean) =>
    there.length > 0 && there.every(({ text, quoted }) => !quoted && reads(text));
  if (all((text) => TRUTH.test(text))) return 'flag';
  if (all((text) => WHOLE.test(text) && Number.isSafeInteger(Number(text)))) return 'whole';
  return all((text) => NUMBER.test(text) || Object.hasOwn(WORDS, text)) ? 'number' : 'text';
}

function fieldOf({ text, quoted }: Entry, kind: Column['kind']): Field {
  if (!quoted && text === '') return null;
  if (kind === 'text') return text;
  if (kind === 'flag') return /^true$/i.test(text);
  return WORDS[text] ?? Number(text);
}
