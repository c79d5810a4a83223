/** parkade sweep table: the cells as a file, or means over the seeds. */
import { extname } from 'node:path';
import { counted } from '../../../core/counted.ts';
import { invalid } from '../../../core/errors.ts';
import { meansOf } from '../../../sweeps/means.ts';
import type { SweepTable } from '../../../sweeps/table.ts';
import { refuseRecords } from '../../process/files.ts';
import { readSweep } from '../../store/sweep-store.ts';
import { isTableFormat, type TableFormat, tableFormats, writeTable } from '../../store/table-files.ts';
import { type ExitCode, oneOf, print, printJson, printTable, printText } from '../context.ts';
import { meansTable } from '../sweep-means.ts';

interface TableOptions {
  readonly format?: string;
  readonly to?: string;
  readonly means: boolean;
  readonly rows: number;
  readonly json: boolean;
}

export async function sweepTable(folder: string, { format, to, means, rows, json }: TableOptions): Promise<ExitCode> {
  const { plan, table, counts } = readSweep(folder);
  if (to === undefined) {
    if (format !== undefined) throw invalid('--to', 'name the file to write', 'is missing', 'add --to cells.csv, say');
    const reduced = meansOf(plan, table);
    if (json) printJson(asJson(reduced.table));
    else {
      printTable(meansTable(reduced, rows));
      const left = plan.length - counts.ended;
      printText(
        '',
        `Means over ${counted(table.length, 'cell')}, with standard errors.${left > 0 ? ` ${left} of ${plan.length} have not ended.` : ''}`,
      );
    }
    return 0;
  }
  refuseRecords(to);
  const name = formatOf(to, format);
  const written = means ? meansOf(plan, table).table : table;
  await writeTable(to, written, name);
  if (json) printJson({ folder, to, format: name, rows: written.length });
  else if (to !== '-') print(`${counted(written.length, 'row')} in ${to}.`);
  return 0;
}

function asJson({ columns, rows }: SweepTable) {
  return { columns, rows: [...rows()] };
}

/** The format that was named, else that of the file's ending. */
function formatOf(to: string, format: string | undefined): TableFormat {
  if (format !== undefined) return oneOf('--format', format, Object.keys(tableFormats) as TableFormat[]);
  const ending = extname(to).slice(1).toLowerCase();
  if (isTableFormat(ending)) return ending;
  throw invalid(
    '--to',
    `end in one of ${Object.keys(tableFormats).join(', ')}`,
    `ends in "${extname(to)}"`,
    'give --format',
  );
}
