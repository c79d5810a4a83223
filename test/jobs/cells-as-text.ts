/** The table of a sweep to the last byte: a row a cell, by hash. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parkade } from '../cli/parkade.ts';

export function cellsAsText(folder: string, sweep: string): string {
  const { code, stderr } = parkade(['sweep', 'table', sweep, '--to', 'cells.csv'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return readFileSync(join(folder, 'cells.csv'), 'utf8');
}
