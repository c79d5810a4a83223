/** parkade export: a stored trajectory in another format. */

import { join } from 'node:path';
import { counted } from '../../../core/counted.ts';
import { invalid, type ParkadeError } from '../../../core/errors.ts';
import { destinationOf, refuseTwoDocuments } from '../../process/destination.ts';
import { type Exportable, exportFormats } from '../../store/export-formats.ts';
import { readRunFolder } from '../../store/run-folder.ts';
import { type Member, makeAgain, memberOf } from '../../work/members.ts';
import { type ExitCode, oneOf, print, printJson } from '../context.ts';
import { startProgress } from '../terminal.ts';

export interface ExportOptions {
  readonly format: string;
  readonly to?: string;
  /** Which of the runs in the folder of a preset, from 1. */
  readonly run?: number;
  readonly force: boolean;
  readonly json: boolean;
}

export async function exportCommand(
  folder: string,
  { format: word, to, run: number, force, json }: ExportOptions,
): Promise<ExitCode> {
  const format = oneOf('--format', word, Object.keys(exportFormats));
  const member = memberOf(folder, number);
  if (member && format === 'h5') throw noFileOf(member);
  const path = to ?? join(folder, `${member ? `run-${member.number}` : 'trajectory'}.${format}`);
  // The trajectory of a run is there as h5 already.
  const destination =
    to === undefined && format === 'h5' ? null : destinationOf(path, { force: force || to === undefined });
  if (destination?.isStandardOutput) refuseTwoDocuments(json, path);
  const run: Exportable = member
    ? (await makeAgain(member, startProgress('export', json))).result
    : await stored(folder);
  destination?.write(await exportFormats[format](run));
  if (destination?.isStandardOutput) return 0;
  const { n, d } = run.trajectory.shape;
  if (json) printJson({ file: path, format, times: run.trajectory.ts.length, tokens: n, dimension: d });
  else print(`${path}: ${counted(run.trajectory.ts.length, 'time')} of ${counted(n, 'token')} in dimension ${d}.`);
  return 0;
}

async function stored(folder: string): Promise<Exportable> {
  const { trajectory, manifest } = await readRunFolder(folder);
  return { trajectory, file: join(folder, manifest.trajectory.file) };
}

function noFileOf({ folder, number }: Member): ParkadeError {
  return invalid(
    '--format',
    `be json, csv or npz for run ${number} of "${folder}", which keeps no file of its tokens`,
    'came as "h5"',
    'choose one of them',
  );
}
