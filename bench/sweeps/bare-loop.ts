/** Every cell whose seed is congruent to the first argument modulo the second, up to the third: a loop that does nothing else. */
import { run } from 'parkade';

const [first, step, count] = process.argv.slice(2).map(Number);
for (let seed = first; seed <= count; seed += step) {
  await run(
    { tokens: 60, beta: 9, until: 30, saveAt: [30], seed, observe: ['clusters', 'centers', 'capture', 'cosine'] },
    { store: false },
  );
}
