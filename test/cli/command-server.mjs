/**
 * Runs commands of the built command line, one after another, in one process: what starting costs is paid once.
 * Requests are lines of JSON, { args, cwd }, in one named pipe; answers, { code, stdout, stderr }, in another.
 */
import { createReadStream, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [, , main, requests, answers] = process.argv;
const beside = (path) => import(new URL(path, pathToFileURL(main)).href);
const { buildProgram } = await beside('cli/program/index.js');
const { complain } = await beside('cli/program/complaints.js');
// In the order in which the other side opens them.
const lines = createInterface({ input: createReadStream('', { fd: openSync(requests, 'r') }) });
const out = openSync(answers, 'w');

for await (const line of lines) {
  const text = Buffer.from(`${JSON.stringify(await run(JSON.parse(line)))}\n`);
  for (let at = 0; at < text.length; ) at += writeSync(out, text, at);
}

async function run({ args, cwd }) {
  const said = { stdout: '', stderr: '' };
  const restore = ['stdout', 'stderr'].map((stream) => {
    const { write } = process[stream];
    process[stream].write = (chunk, ...rest) => {
      said[stream] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      rest.find((one) => typeof one === 'function')?.();
      return true;
    };
    return () => {
      process[stream].write = write;
    };
  });
  process.chdir(cwd);
  process.argv = [process.argv[0], main, ...args];
  process.exitCode = undefined;
  let code = 0;
  const program = buildProgram((settled) => {
    code = settled;
  });
  try {
    await program.parseAsync();
  } catch (error) {
    code = await complain(error, program);
  } finally {
    for (const one of restore) one();
  }
  return { code: code || Number(process.exitCode ?? 0), ...said };
}
