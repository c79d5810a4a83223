/** The command line as `parkade()` runs it, but in this process: for the many cases of one command, where starting anew takes longest. */
import { vi } from 'vitest';
import { complain } from '../../src/node/cli/program/complaints.ts';
import { buildProgram } from '../../src/node/cli/program/index.ts';
import type { Outcome } from './parkade.ts';

export async function parkadeHere(args: readonly string[]): Promise<Outcome> {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      said[stream] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1');
      return true;
    }),
  );
  let code: number | null = null;
  const { argv } = process; // complaints look there for what was typed
  process.argv = [...argv.slice(0, 2), ...args];
  const program = buildProgram((settled) => {
    code = settled;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    code = await complain(error, program);
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.argv = argv;
  }
  return { code, ...said };
}
