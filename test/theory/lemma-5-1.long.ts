/** Lemma 5.1 in 1,000 random runs: no strong center moves by more than it allows before T_j. */
import { expect, test } from 'vitest';
import { survivals } from '../support/survival-runs.ts';

const RUNS = Number(process.env.PARKADE_SURVIVAL_RUNS ?? 1000);

test(`Lemma 5.1 holds for every strong center of ${RUNS} random runs of 60 tokens at β = 64`, {
  timeout: 7_200_000,
}, async () => {
  const { rows } = await survivals(RUNS, 60, 64);
  for (const { epsilon, tested, violated, open, largest } of rows) {
    console.log(
      `ε = ${epsilon}: ${tested} centers, ${violated} violations, ${open} not followed to T_j, largest displacement/allowed ${largest.toFixed(4)}`,
    );
    expect(tested).toBeGreaterThan(RUNS);
    expect({ violated, open }).toEqual({ violated: 0, open: 0 });
  }
});
