/**
 * Which columns of a table are its numbers, by their names: a column that counts the rows is not, nor is a single time.
 */
import { unreadable } from '../core/errors.ts';

/** Names of columns that count; the last two are what pandas and R leave over an index. */
const COUNTING = ['token', 'index', 'id', 'row', 'unnamed: 0', ''];
const ANGLES = ['theta', 'phi', 'θ', 'φ', 'angle', 'lat', 'lon', 'latitude', 'longitude', 'colatitude', 'azimuth'];
const LETTERS = ['x', 'y', 'z', 'w'];

interface Column {
  readonly name: string;
  readonly index: number;
}

/**
 * The columns that hold numbers, in the order of their names where these are numbered (x1, x2, …) or x, y, z, w; else
 * as they come.
 * @throws ParkadeError FileProblem for several times, for rows that are not counted in order, and for names that cannot
 *   be sure
 */
export function chosenColumns(header: readonly string[], rows: readonly (readonly number[])[], file: string): number[] {
  const columns = header.map((name, index) => ({ name: name.toLowerCase(), index }));
  const twice = columns.find(({ name, index }) => columns.some((other) => other.name === name && other.index < index));
  if (twice) throw columnsRefused(file, 'have columns of different names', `"${twice.name}" comes twice`, 'rename one');
  const valuesOf = ({ index }: Column) => rows.map((row) => row[index]);
  for (const time of columns.filter(({ name }) => name === 'time')) demandOneTime(valuesOf(time), file);
  const counting = columns.filter(({ name }) => COUNTING.includes(name));
  for (const column of counting) demandCounting(column.name, valuesOf(column), file);
  const own = columns.filter((column) => column.name !== 'time' && !counting.includes(column));
  if (own.length === 0) {
    throw columnsRefused(file, 'have columns of numbers', `it has only ${list(columns)}`, 'give one a coordinate');
  }
  demandCoordinates(own, file);
  return (numbered(own, file) ?? lettered(own) ?? own).map(({ index }) => index);
}

function demandOneTime(times: readonly number[], file: string): void {
  const other = times.find((time) => !Object.is(time, times[0]));
  if (other === undefined) return;
  const came = `its column "time" has several, ${times[0]} and ${other} among them`;
  throw unreadable(file, 'hold tokens at one time', came, 'keep the header and the lines of one time');
}

function demandCounting(name: string, values: readonly number[], file: string): void {
  const first = values[0];
  const wrong = values.findIndex((value, k) => value !== first + k);
  if ((first === 0 || first === 1) && wrong < 0) return;
  const row = Math.max(wrong, 0);
  throw unreadable(
    file,
    `count its rows from 0 or 1 in its column "${name}"`,
    `row ${row + 1} has ${values[row]} there`,
    'sort the rows, or give the column another name if it is a coordinate',
  );
}

/** Angles are no coordinates, and what stands beside x1, x2, … or x, y must be known. */
function demandCoordinates(own: readonly Column[], file: string): void {
  const angle = own.find(({ name }) => ANGLES.includes(name));
  if (angle && own.length > 1) {
    throw columnsRefused(file, 'hold coordinates', `"${angle.name}" is an angle`, 'give x1, x2, … instead');
  }
  const isNumbered = ({ name }: Column) => /^x[_ ]?\d+$/.test(name);
  const isLetter = ({ name }: Column) => LETTERS.includes(name);
  const inPlane = ['x', 'y'].every((letter) => own.some(({ name }) => name === letter));
  const isCoordinate = own.some(isNumbered) ? isNumbered : inPlane ? isLetter : () => true;
  const foreign = own.find((column) => !isCoordinate(column));
  if (foreign)
    throw columnsRefused(file, 'hold coordinates', `"${foreign.name}" is something else`, 'leave that column out');
}

/** Columns of one name with numbers behind it, by these; null for others. */
function numbered(own: readonly Column[], file: string): Column[] | null {
  const parts = own.map((column) => ({ column, match: /^(\D*?)[_ ]?(\d+)$/.exec(column.name) }));
  if (parts.some(({ match }) => match === null || match[1] !== parts[0].match?.[1])) return null;
  const sorted = parts.map(({ column, match }) => ({ column, number: Number(match?.[2]) }));
  sorted.sort((a, b) => a.number - b.number);
  const first = sorted[0].number;
  const gap = sorted.find(({ number }, i) => number !== first + i);
  if (gap === undefined && first <= 1) return sorted.map(({ column }) => column);
  const came = `it has ${list(own)}`;
  throw columnsRefused(file, 'have columns numbered from 0 or 1 without a gap', came, 'rename or add columns');
}

function lettered(own: readonly Column[]): Column[] | null {
  const names = LETTERS.slice(0, own.length);
  const sorted = names.map((name) => own.find((column) => column.name === name));
  return sorted.every((column) => column !== undefined) && sorted.length === own.length ? (sorted as Column[]) : null;
}

function list(columns: readonly Column[]): string {
  const names = columns.map(({ name }) => `"${name}"`);
  return names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}

function columnsRefused(file: string, expected: string, came: string, advice: string): Error {
  return unreadable(file, expected, `by its header ${came}`, advice);
}
