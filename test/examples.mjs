/** Runs programs of examples/ one after another, as `node PROGRAM OUT` would, and prints what each said and how it ended as a line of JSON. */
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

for (const [program, out] of JSON.parse(process.argv[2])) {
  process.argv = [process.argv[0], program, out];
  const said = { stdout: '', stderr: '' };
  console.log = (...words) => void (said.stdout += `${format(...words)}\n`);
  try {
    await import(pathToFileURL(program).href);
  } catch (error) {
    said.stderr += error.stack;
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
