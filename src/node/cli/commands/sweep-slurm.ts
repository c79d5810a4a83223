/** parkade sweep --engine slurm: what is open goes to a cluster. */
import { resolve } from 'node:path';
import { counted } from '../../../core/counted.ts';
import { invalid } from '../../../core/errors.ts';
import type { SweepPlan } from '../../../sweeps/plan.ts';
import { checkArray, refuseActive, submitScript, writeScript } from '../../jobs/slurm.ts';
import { scriptPath, slurmFolder } from '../../jobs/slurm-record.ts';
import { shellQuoted } from '../../process/invocation.ts';
import { openSweepStore } from '../../store/sweep-store.ts';
import { cellHash } from '../../work/sweep-cell.ts';
import { type ExitCode, printJson, printNext, printText } from '../context.ts';

export interface SlurmFlags {
  readonly elements?: number;
  readonly sbatch?: readonly string[];
  readonly scriptOnly?: boolean;
}

interface SlurmOptions extends SlurmFlags {
  readonly threads?: number;
  readonly onlyFailed: boolean;
  readonly json: boolean;
}

/** @throws ParkadeError InvalidParameter where flags of Slurm came for another engine */
export function refuseSlurmFlags({ elements, sbatch = [], scriptOnly }: SlurmFlags): void {
  const came = [
    ...(elements === undefined ? [] : ['--elements']),
    ...(sbatch.length === 0 ? [] : ['--sbatch']),
    ...(scriptOnly ? ['--script-only'] : []),
  ];
  if (came.length > 0) throw invalid(came[0], 'come with --engine slurm', 'came without', 'drop it, or add that');
}

/** Writes the sweep and the script of an array, and submits it. */
export async function sweepOnSlurm(plan: SweepPlan, folder: string, options: SlurmOptions): Promise<ExitCode> {
  const { elements, threads, onlyFailed, sbatch = [], scriptOnly = false, json } = options;
  const request = { elements, threads, onlyFailed, options: sbatch };
  checkArray(folder, request);
  refuseActive(folder);
  const store = openSweepStore(folder, plan, cellHash);
  try {
    const open = store.open(onlyFailed ? 'failed' : 'missing').length;
    if (open === 0) return tellNothing(folder, plan.length, store.counts.failed, json);
    const count = writeScript(folder, open, request);
    const job = scriptOnly ? null : submitScript(folder);
    tell(folder, open, count, job, json);
    return 0;
  } finally {
    store.close();
  }
}

function tellNothing(folder: string, cells: number, failed: number, json: boolean): ExitCode {
  if (json) printJson({ event: 'ended', folder, cells, ended: cells, failed });
  else {
    printText(`Nothing is open: nothing is submitted.`);
    printNext(`parkade sweep table ${shellQuoted(folder)}`);
  }
  return failed > 0 ? 1 : 0;
}

function tell(folder: string, open: number, elements: number, job: string | null, json: boolean): void {
  const script = scriptPath(folder);
  const submit = `sbatch --chdir=${shellQuoted(resolve(slurmFolder(folder)))} ${shellQuoted(resolve(script))}`;
  if (json) {
    printJson({ event: job === null ? 'written' : 'submitted', folder, open, elements, script, job, submit });
    return;
  }
  const what = `${counted(open, 'cell')} in ${counted(elements, 'element')}`;
  if (job === null) printText(`${shellQuoted(script)} computes ${what}. Submit it with`, `  ${submit}`);
  else printText(`Job ${job} of Slurm computes ${what}; every cell is kept as it ends.`);
  const own = shellQuoted(folder);
  printNext(`parkade sweep status ${own}`, `parkade sweep table ${own}`, `parkade sweep cancel ${own}`);
}
