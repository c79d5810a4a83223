/** parkade sweep table. */

import { readSweep } from '../../store/sweep-store.ts';
import { type ExitCode, printJson } from '../context.ts';

interface TableOptions {
  readonly format?: string;
  readonly to?: string;
  readonly means: boolean;
  readonly json: boolean;
}

export async function sweepTable(folder: string, _options: TableOptions): Promise<ExitCode> {
  const { table } = readSweep(folder);
  printJson({ columns: table.columns, rows: [...table.rows()] });
  return 0;
}
