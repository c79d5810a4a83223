/** Tables of numbers as text: commas, semicolons or white space between numbers, one row a line, a header line allowed. */
import { type NumberArray, unreadable } from './numbers.ts';

/**
 * @returns a two-dimensional array, or a one-dimensional one for a single column
 * @throws ParkadeError FileProblem, by line
 */
export function readCsv(text: string, file: string): NumberArray {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const rows: number[][] = [];
  let headed = false;
  lines.forEach((line, index) => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return;
    const words = trimmed.split(/\s*[,;]\s*|\s+/);
    const numbers = words.map(numberOf);
    const wrong = numbers.indexOf(undefined);
    if (wrong >= 0) {
      if (!headed && rows.length === 0 && numbers.every((number) => number === undefined)) {
        headed = true;
        return;
      }
      throw unreadable(file, 'hold numbers', `line ${index + 1} has "${words[wrong].slice(0, 40)}"`, 'mend that line');
    }
    if (rows.length > 0 && numbers.length !== rows[0].length) {
      throw unreadable(
        file,
        `have ${rows[0].length} numbers a line, like its first`,
        `line ${index + 1} has ${numbers.length}`,
        'mend that line',
      );
    }
    rows.push(numbers as number[]);
  });
  if (rows.length === 0) {
    throw unreadable(file, 'hold numbers', headed ? 'it has only a header line' : 'it is empty', 'write a row a line');
  }
  const columns = rows[0].length;
  return { shape: columns === 1 ? [rows.length] : [rows.length, columns], data: Float64Array.from(rows.flat()) };
}

/** NaN and infinities are numbers here; whoever uses the rows refuses them by name. */
function numberOf(word: string): number | undefined {
  if (/^[+-]?nan$/i.test(word)) return NaN;
  if (/^[+-]?inf(inity)?$/i.test(word)) return word.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : undefined;
}
