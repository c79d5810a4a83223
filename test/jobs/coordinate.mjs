/**
 * A coordinator in a process of its own, to be killed: node coordinate.mjs ADDRESS NAME COUNT TOKENS FILE. Each value
 * is a line of the file; what the file has is not asked for again.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { redisExecutor } from '../../dist/node/jobs/coordinator.js';

const [url, name, count, tokens, file] = process.argv.slice(2);
// What was cut off in the middle of a line is no line.
const whole = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
const known = new Set(whole.flatMap((line) => (line.endsWith(']') ? [JSON.parse(line)[0]] : [])));
if (existsSync(file)) appendFileSync(file, '\n');
const open = Array.from({ length: Number(count) }, (_, i) => i).filter((i) => !known.has(i));
const cell = (seed) => ({ tokens: Number(tokens), seed, delta: 0.1, dimension: 2, initial: 'uniform', centers: false });
const work = { length: open.length, at: (index) => ({ kind: 'parking', id: 'park', cell: cell(open[index] + 1) }) };
const told = (says) => process.stderr.write(`${says}\n`);
await redisExecutor({ url, name, told }).run(work, {
  ended: (index, value) => appendFileSync(file, `${JSON.stringify([open[index], value])}\n`),
});
