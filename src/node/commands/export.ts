/** parkade export: a stored trajectory in another format. */

import { join } from 'node:path';
import { counted } from '../../core/counted.ts';
import { type ExitCode, oneOf, print, printJson } from '../context.ts';
import { destinationOf, refuseTwoDocuments } from '../destination.ts';
import { exportFormats } from '../export-formats.ts';
import { readRunFolder } from '../run-folder.ts';

export interface ExportOptions {
  readonly format: string;
  readonly to?: string;
  readonly force: boolean;
  readonly json: boolean;
}

export async function exportCommand(
  folder: string,
  { format: word, to, force, json }: ExportOptions,
): Promise<ExitCode> {
  const format = oneOf('--format', word, Object.keys(exportFormats));
  const run = await readRunFolder(folder);
  const path = to ?? join(folder, `trajectory.${format}`);
  // The trajectory is there as h5 already.
  if (to !== undefined || format !== 'h5') {
    const destination = destinationOf(path, { force: force || to === undefined });
    if (destination.isStandardOutput) refuseTwoDocuments(json, path);
    destination.write(await exportFormats[format](run));
    if (destination.isStandardOutput) return 0;
  }
  const { n, d } = run.prepared.problem.shape;
  if (json) printJson({ file: path, format, times: run.trajectory.ts.length, tokens: n, dimension: d });
  else print(`${path}: ${counted(run.trajectory.ts.length, 'time')} of ${counted(n, 'token')} in dimension ${d}.`);
  return 0;
}
