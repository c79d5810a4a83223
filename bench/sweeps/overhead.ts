/** What a sweep adds to the time of its cells, against loops that do nothing else. */
import { fileURLToPath } from 'node:url';
import { summarize } from '../statistics.js';
import { measured, sweep } from './measured.js';

const THREADS = 2;
/** The same as in bare-loop.ts. */
const CELL = ['--tokens', '120', '--beta', '25', '--until', '60'];

/** As many processes as threads, each with its part of the same cells in a bare loop. */
async function bare(count: number): Promise<number> {
  const begun = performance.now();
  const loop = fileURLToPath(new URL('./bare-loop.js', import.meta.url));
  await Promise.all(Array.from({ length: THREADS }, (_, i) => measured([loop, ...[i + 1, THREADS, count].map(String)])));
  return (performance.now() - begun) / 1000;
}

/**
 * What a cell costs in each, by turns, from the difference of many cells and few: what it takes to start and to end is
 * in both.
 */
export async function overhead(rounds: number): Promise<void> {
  const [few, many] = [100, 1100];
  console.log(`Cells of ${CELL.join(' ')} on ${THREADS} threads, a sweep and bare loops by turns:`);
  const sweepOf = async (count: number) =>
    (await sweep([...CELL, '--threads', String(THREADS), '--seeds', String(count)])).seconds;
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const whole = (await sweepOf(many)) - (await sweepOf(few));
    const loop = (await bare(many)) - (await bare(few));
    ratios.push(whole / loop);
    const cell = (1000 * loop * THREADS) / (many - few);
    console.log(`  round ${round}: ${cell.toFixed(1)} ms a cell, sweep/bare ${(whole / loop).toFixed(3)}`);
  }
  const { median, lower, upper } = summarize(ratios);
  console.log(`Time of a sweep over that of bare loops: ${median.toFixed(3)} (quartiles ${lower.toFixed(3)} to ${upper.toFixed(3)}).`);
}
