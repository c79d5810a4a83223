/** parkade sweep cancel: an end to what computes a sweep elsewhere. */
import { mistake } from '../../../core/errors.ts';
import { cancelElsewhere } from '../../jobs/elsewhere.ts';
import { called, shellQuoted } from '../../process/invocation.ts';
import { readSweepRecord } from '../../store/sweep-record.ts';
import { type ExitCode, printJson, printText } from '../context.ts';

export async function sweepCancel(folder: string, { json }: { readonly json: boolean }): Promise<ExitCode> {
  readSweepRecord(folder);
  const said = await cancelElsewhere(folder);
  if (said.length === 0) {
    throw mistake('FileProblem', {
      key: folder,
      expected: 'be a sweep that is computed elsewhere',
      came: 'no job of another engine is known of it',
      advice: 'Ctrl-C stops one on this machine',
    });
  }
  const resume = called(`parkade sweep ${shellQuoted(folder)}`);
  if (json) printJson({ event: 'cancelled', folder, said, resume });
  else printText(...said, `"${resume}" goes on with what is missing, on this machine or with --engine.`);
  return 0;
}
