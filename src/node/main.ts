#!/usr/bin/env node
/** The command line: what is asked for, handed to the commands; mistakes told in one sentence with exit code 2. */
import { complain } from './program/complaints.ts';
import { buildProgram } from './program/index.ts';

// A reader that closes early (| head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const program = buildProgram((code) => {
  process.exitCode = code;
});
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = await complain(error, program);
}
