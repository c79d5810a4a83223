/** Lemma 5.1 in 1,000 random runs: no strong center moves by more than it allows before T_j. */
import { expect, test } from 'vitest';
import { type Survivals, survivals } from '../support/survival-runs.ts';

const RUNS = Number(process.env.PARKADE_SURVIVAL_RUNS ?? 1000);

test(`Lemma 5.1 holds for every strong center of ${RUNS} random runs of 60 tokens at β = 64`, {
  timeout: 7_200_000,
}, async () => {
  const told = (rows: Survivals['rows']) =>
    rows
      .map(
        ({ epsilon, tested, violated, open, largest }) =>
          `ε = ${epsilon}: ${tested} centers, ${violated} violations, ${open} not followed to T_j, largest displacement/allowed ${largest.toFixed(4)}`,
      )
      .join('\n');
  const { rows } = await survivals(RUNS, 60, 64, (seed, sofar) => {
    if (seed % 100 === 0) console.log(`${seed} runs\n${told(sofar)}`);
  });
  for (const { tested, violated, open } of rows) {
    expect(tested).toBeGreaterThan(RUNS);
    expect({ violated, open }).toEqual({ violated: 0, open: 0 });
  }
});
