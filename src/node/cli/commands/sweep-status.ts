/** parkade sweep status: how far it is, who works on it, what goes on with it. */
import { counted } from '../../../core/counted.ts';
import { elsewhere } from '../../jobs/elsewhere.ts';
import { called, shellQuoted } from '../../process/invocation.ts';
import { holderOf } from '../../process/lock.ts';
import { sweepCodeHash } from '../../process/version.ts';
import { readSweepRecord } from '../../store/sweep-record.ts';
import { readSweep } from '../../store/sweep-store.ts';
import { type ExitCode, printJson, printText } from '../context.ts';

export async function sweepStatus(folder: string, { json }: { readonly json: boolean }): Promise<ExitCode> {
  const { code, parkade } = readSweepRecord(folder);
  const { plan, counts } = readSweep(folder);
  const holder = holderOf(folder);
  const others = await elsewhere(folder);
  const active = holder !== null || [...others.values()].some((other) => other.active);
  const sameCode = code === sweepCodeHash();
  const resume = called(`parkade sweep ${shellQuoted(folder)}`);
  const whole = counts.ended === plan.length;
  if (json) {
    const details = Object.fromEntries([...others].map(([engine, other]) => [engine, other.details]));
    printJson({ folder, cells: plan.length, ...counts, holder, ...details, sameCode, resume: whole ? null : resume });
    return 0;
  }
  printText(
    `${counts.ended} of ${counted(plan.length, 'cell')} have ended${counts.failed > 0 ? `, ${counts.failed} of them without a completed run` : ''}.`,
    ...(holder === null ? [] : [`Process ${holder.pid} on ${holder.host} works on it since ${holder.since}.`]),
    ...[...others.values()].flatMap(({ says }) => says),
    ...(active ? [] : ['Nobody works on it.']),
    ...(sameCode ? [] : [`Its cells were computed by other code (parkade ${parkade}): only that can go on with it.`]),
    ...(whole || active || !sameCode ? [] : [`"${resume}" goes on.`]),
    ...(counts.failed > 0 && sameCode ? [`"${resume} --only-failed" computes those without a run again.`] : []),
  );
  return 0;
}
