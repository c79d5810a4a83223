#!/usr/bin/env node
/** The command line: what is asked for, handed to the commands; mistakes told in one sentence with exit code 2. */
import { complain } from './cli/program/complaints.ts';
import { buildProgram } from './cli/program/index.ts';
import { watchStandardStreams } from './process/standard-output.ts';

watchStandardStreams();
const program = buildProgram((code) => {
  process.exitCode = code;
});
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = await complain(error, program);
}
