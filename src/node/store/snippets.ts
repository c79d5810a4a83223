/** A few lines in other languages that open a sweep's files: printed with each result. */

/** The files of a sweep as they are named where the lines are run, those that there are. */
export interface SweepFiles {
  readonly csv?: string;
  readonly parquet?: string;
  readonly hdf5?: string;
}

interface SnippetOptions {
  /** A column to group by, an axis of the sweep. */
  readonly axis: string;
  /** A column of numbers of which the mean is shown. */
  readonly quantity: string;
  /** The same in the HDF5 file where it has another name or a time: clusters over time rather than clusters@10. */
  readonly variable?: string;
}

interface Snippet {
  /** 'pandas', 'xarray', 'DuckDB', 'Julia'. */
  readonly tool: string;
  /** Five lines at most. */
  readonly code: string;
}

/** One snippet for every tool that can open one of the files. */
export function snippetsFor(files: SweepFiles, { axis, quantity, variable = quantity }: SnippetOptions): Snippet[] {
  const [column, measured] = [inPython(axis), inPython(quantity)];
  const { csv, parquet, hdf5 } = files;
  const snippets: Snippet[] = [];
  const add = (tool: string, ...lines: readonly string[]) => snippets.push({ tool, code: `${lines.join('\n')}\n` });
  if (csv !== undefined) {
    add(
      'pandas',
      'import pandas as pd',
      `rows = pd.read_csv(${inPython(csv)}, float_precision="round_trip")`,
      `groups = rows.groupby(${column})[${measured}]`,
      'print(groups.agg(["count", "mean", "sem"]))',
    );
  }
  if (hdf5 !== undefined) {
    add(
      'xarray',
      'import xarray as xr',
      `data = xr.open_dataset(${inPython(hdf5)}, engine="h5netcdf")`,
      'print(data)',
      `print(data[${inPython(variable)}].groupby(${column}).mean(...).to_series())`,
    );
  }
  if (parquet !== undefined) {
    const [by, what] = [inSql(axis), inSql(quantity)];
    add(
      'DuckDB',
      `SELECT ${by}, count(${what}) AS runs, avg(${what}) AS mean,`,
      `       stddev_samp(${what}) / sqrt(count(${what})) AS standard_error`,
      `FROM '${parquet.replaceAll("'", "''")}'`,
      `GROUP BY ${by} ORDER BY ${by};`,
    );
  }
  if (csv !== undefined) {
    add(
      'Julia',
      'using CSV, DataFrames, Statistics',
      `rows = CSV.read(${inJulia(csv)}, DataFrame)`,
      `groups = groupby(dropmissing(rows, ${inJulia(quantity)}), ${inJulia(axis)})`,
      `println(combine(groups, nrow, ${inJulia(quantity)} => mean => "mean"))`,
    );
  }
  return snippets;
}

/** A string of Python: what JSON escapes, Python reads the same way. */
function inPython(text: string): string {
  return JSON.stringify(text);
}

/** A name of SQL. */
function inSql(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string of Julia, where $ would begin a variable. */
function inJulia(text: string): string {
  return JSON.stringify(text).replaceAll('$', '\\$');
}
