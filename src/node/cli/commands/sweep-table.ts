/** parkade sweep table: the cells as a file, or means over the seeds. */
import { counted } from '../../../core/counted.ts';
import { invalid } from '../../../core/errors.ts';
import { meansOf } from '../../../sweeps/means.ts';
import type { SweepTable } from '../../../sweeps/table.ts';
import { refuseRecords } from '../../process/files.ts';
import { readSweep } from '../../store/sweep-store.ts';
import { type TableFormat, tableFormats, writeTable } from '../../store/table-files.ts';
import { type ExitCode, oneOf, print, printJson, printTable, printText } from '../context.ts';
import { meansTable } from '../sweep-means.ts';

interface TableOptions {
  readonly format?: string;
  readonly to?: string;
  readonly means: boolean;
  readonly rows: number;
  readonly json: boolean;
}

const formats = Object.keys(tableFormats) as readonly TableFormat[];

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
  const named = format === undefined ? undefined : oneOf('--format', format, formats);
  const written = means ? meansOf(plan, table).table : table;
  await writeTable(to, written, named);
  if (json) printJson({ folder, to, rows: written.length });
  else if (to !== '-') print(`${counted(written.length, 'row')} in ${to}.`);
  return 0;
}

function asJson({ columns, rows }: SweepTable) {
  return { columns, rows: [...rows()] };
}
