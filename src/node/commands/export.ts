/** parkade export: a stored trajectory in another format. */

import { join, resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import { ParkadeError } from '../../core/errors.ts';
import { type ExitCode, print, printJson } from '../context.ts';
import { exportFormats } from '../export-formats.ts';
import { refuseRecords, writeFileWhole } from '../files.ts';
import { readRunFolder } from '../run-folder.ts';

export async function exportCommand(
  folder: string,
  format: string,
  to: string | undefined,
  json: boolean,
): Promise<ExitCode> {
  if (!Object.hasOwn(exportFormats, format)) {
    throw new ParkadeError(
      'InvalidParameter',
      `"--format" should be one of ${Object.keys(exportFormats).join(', ')}, but came as "${format}"; choose one of them.`,
    );
  }
  const run = await readRunFolder(folder);
  const path = to ?? join(folder, `trajectory.${format}`);
  if (to === '-') {
    process.stdout.write(await exportFormats[format](run));
    return 0;
  }
  const own = resolve(folder, run.manifest.trajectory.file);
  if (format !== 'h5' || resolve(path) !== own) {
    refuseRecords(path);
    writeFileWhole(path, await exportFormats[format](run));
  }
  const { n, d } = run.prepared.problem.shape;
  if (json) printJson({ file: path, format, times: run.trajectory.ts.length, tokens: n, dimension: d });
  else print(`${path}: ${counted(run.trajectory.ts.length, 'time')} of ${counted(n, 'token')} in dimension ${d}.`);
  return 0;
}
