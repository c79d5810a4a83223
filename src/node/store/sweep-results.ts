/**
 * What a sweep that has ended leaves beside its rows: the table in Parquet, a figure, and wall times, which no two
 * sweeps share.
 */
import { join } from 'node:path';
import { ParkadeError } from '../../core/errors.ts';
import type { Reduced } from '../../sweeps/reductions.ts';
import type { Column } from '../../sweeps/table.ts';
import { writeFileWhole } from '../process/files.ts';
import type { StoredSweep } from './sweep-store.ts';
import { writeTable } from './table-files.ts';

const TABLE = 'cells.parquet';
const SECONDS = 'seconds.csv';
const timeColumns: readonly Column[] = [
  { name: 'hash', kind: 'text', what: 'what the cell is known by' },
  { name: 'seconds', kind: 'number', what: 'how long it took, seconds' },
];

/**
 * @param means of the first quantity the figure is drawn; none where there are too many cells
 * @returns the names of the files
 */
export async function writeSweepResults(
  folder: string,
  { plan, table, seconds }: StoredSweep,
  means: Reduced | null,
): Promise<readonly string[]> {
  await writeTable(join(folder, TABLE), table);
  await writeTable(join(folder, SECONDS), { columns: timeColumns, length: table.length, rows: seconds });
  return [TABLE, SECONDS, ...(means ? await writeFigures(folder, means, plan.spec.title) : [])];
}

/** Nothing where there is no axis of numbers to draw along. */
async function writeFigures(folder: string, means: Reduced, title: string | undefined): Promise<readonly string[]> {
  if (means.quantities.length === 0 || means.groups.length < 2) return [];
  const { sweepFigure } = await import('../../figures/index.ts');
  const { renderPng, renderSvg } = await import('../render/render.ts');
  try {
    const svg = renderSvg(sweepFigure(means, title === undefined ? {} : { title }));
    writeFileWhole(join(folder, 'figure.svg'), svg);
    writeFileWhole(join(folder, 'figure.png'), renderPng(svg));
  } catch (error) {
    // More axes than a picture has: parkade sweep plot says which, and takes --only.
    if (error instanceof ParkadeError && error.code === 'InvalidParameter') return [];
    throw error;
  }
  return ['figure.svg', 'figure.png'];
}
