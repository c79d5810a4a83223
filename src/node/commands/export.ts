/** parkade export: a stored trajectory in another format. */

import { join, resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import { ParkadeError } from '../../core/errors.ts';
import { type ExitCode, print, printJson } from '../context.ts';
import { type Exportable, exportFormats } from '../export-formats.ts';
import { refuseRecords, writeFileWhole } from '../files.ts';
import { type Member, makeAgain, memberOf } from '../members.ts';
import { readRunFolder } from '../run-folder.ts';
import { startProgress } from '../terminal.ts';

export interface ExportOptions {
  readonly format: string;
  readonly to?: string;
  /** Which of the runs in the folder of a preset, from 1. */
  readonly run?: number;
  readonly json: boolean;
}

export async function exportCommand(
  folder: string,
  { format, to, run: number, json }: ExportOptions,
): Promise<ExitCode> {
  if (!Object.hasOwn(exportFormats, format)) {
    throw new ParkadeError(
      'InvalidParameter',
      `"--format" should be one of ${Object.keys(exportFormats).join(', ')}, but came as "${format}"; choose one of them.`,
    );
  }
  const member = memberOf(folder, number);
  if (member && format === 'h5') throw noFileOf(member);
  const run: Exportable = member
    ? (await makeAgain(member, startProgress('export', json))).result
    : await stored(folder);
  if (to === '-') {
    process.stdout.write(await exportFormats[format](run));
    return 0;
  }
  const path = to ?? join(folder, `${member ? `run-${member.number}` : 'trajectory'}.${format}`);
  if (format !== 'h5' || resolve(path) !== resolve(run.file ?? '')) {
    refuseRecords(path);
    writeFileWhole(path, await exportFormats[format](run));
  }
  const { n, d } = run.trajectory.problem.shape;
  if (json) printJson({ file: path, format, times: run.trajectory.ts.length, tokens: n, dimension: d });
  else print(`${path}: ${counted(run.trajectory.ts.length, 'time')} of ${counted(n, 'token')} in dimension ${d}.`);
  return 0;
}

async function stored(folder: string): Promise<Exportable> {
  const { trajectory, manifest } = await readRunFolder(folder);
  return { trajectory, file: join(folder, manifest.trajectory.file) };
}

function noFileOf({ folder, number }: Member): ParkadeError {
  return new ParkadeError(
    'InvalidParameter',
    `"--format" should be json, csv or npz for run ${number} of "${folder}", which keeps no file of its tokens, but came as "h5"; choose one of them.`,
  );
}
