/** parkade sweep export: the cells as arrays over the axes, and lines of other languages that open the files. */
import { invalid } from '../../../core/errors.ts';
import { gridOf } from '../../../sweeps/grid.ts';
import { quantityColumns } from '../../../sweeps/means.ts';
import { refuseRecords } from '../../process/files.ts';
import { version } from '../../process/version.ts';
import { writeGrid } from '../../store/grid-hdf5.ts';
import { readSweep } from '../../store/sweep-store.ts';
import { type ExitCode, print, printJson } from '../context.ts';
import { printSnippets } from '../sweep-snippets.ts';

interface ExportOptions {
  readonly to: string;
  readonly json: boolean;
}

export async function sweepExport(folder: string, { to, json }: ExportOptions): Promise<ExitCode> {
  refuseRecords(to);
  if (!/\.(h5|hdf5|nc)$/i.test(to)) throw invalid('--to', 'end in .h5, .hdf5 or .nc', `came as "${to}"`, 'rename it');
  const { plan, table } = readSweep(folder);
  const keys = plan.axes.flatMap((axis) => axis.keys);
  const crossed = plan.axes.every((axis) => axis.keys.length === 1 && !axis.random);
  const numbers = new Set([...keys, ...quantityColumns(table), 'steps', 'evaluations', 'undecided']);
  const columns = table.columns.filter(({ name }) => numbers.has(name));
  const places = columns.map((column) => table.columns.indexOf(column));
  function* rows() {
    for (const row of table.rows()) yield places.map((place) => row[place]);
  }
  const grid = gridOf({ columns, rows, length: table.length }, keys, { crossed: crossed && keys.length > 0 });
  await writeGrid(to, grid, { title: plan.spec.title ?? 'parkade sweep', source: `parkade ${version}` });
  if (json)
    printJson({ folder, to, dimensions: grid.dimensions.map(({ name, labels }) => ({ name, length: labels.length })) });
  else {
    print(`${grid.dimensions.map(({ name, labels }) => `${name} ${labels.length}`).join(' × ')} in ${to}.`);
    printSnippets(plan, table, { hdf5: to });
  }
  return 0;
}
