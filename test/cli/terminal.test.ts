/** Tables on a terminal: turned where they are too wide, and broken into pieces where turning is not enough. */
import { expect, test } from 'vitest';
import { fitTable, formatTable } from '../../src/node/cli/terminal.ts';

const TIMES = 12;
const table = {
  columns: ['t', 'clusters', 'captured, r = 0.3333', 'farthest from x₁'],
  rows: Array.from({ length: TIMES }, (_, i) => [`${i}`, '4', '100.0 %', '3.0271']),
};

const longest = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length));

test('a table that fits is left alone', () => {
  expect(fitTable(table, 100)).toEqual([table]);
});

test('one that is too wide either way comes in pieces within the width, with every cell once', () => {
  for (const available of [50, 40]) {
    const pieces = fitTable(table, available);
    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) {
      expect(longest(formatTable(piece))).toBeLessThanOrEqual(available);
      expect(piece.rows.map(([first]) => first)).toEqual(table.columns.slice(1));
    }
    expect(pieces.flatMap(({ columns }) => columns.slice(1))).toEqual(table.rows.map(([t]) => t));
    expect(pieces.flatMap(({ rows }) => rows[1].slice(1))).toEqual(table.rows.map((row) => row[2]));
  }
});

test('a terminal narrower than two columns has pieces of two', () => {
  expect(fitTable(table, 5)).toHaveLength(TIMES);
});
