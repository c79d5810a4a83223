/** Every cell whose seed is congruent to the first argument modulo the second, up to the third: a loop that does nothing else. */
import { run } from 'parkade';

const [first, step, count] = process.argv.slice(2).map(Number);
for (let seed = first; seed <= count; seed += step) {
  await run(
    { tokens: 120, beta: 25, until: 60, saveAt: [60], seed, observe: ['clusters', 'centers', 'capture', 'cosine'] },
    { store: false },
  );
}
