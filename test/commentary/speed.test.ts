/** Looks are taken while an animation plays: by the processor time they take, which does not wait for other programs. */
import { expect, test } from 'vitest';
import { compare, describe, explain, oneLine, predictionsFor } from '../../src/commentary/index.ts';
import { lookedAt } from '../support/looked-at.ts';

/** Milliseconds of processor time. */
function cost(work: () => void): number {
  const { user, system } = process.cpuUsage();
  work();
  const after = process.cpuUsage();
  return (after.user - user + after.system - system) / 1000;
}

const median = (list: number[]) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** On a quiet machine 50 and 30 ms; a loaded one takes a few times that. */
const SLOWER = 3;

test.each([2, 3])('of 2,000 tokens in dimension %i predictions and a look are quick', async (dimension) => {
  const predicting: number[] = [];
  const looking: number[] = [];
  for (const seed of [1, 2, 3, 4]) {
    const view = await lookedAt({
      beta: 64,
      tokens: 2000,
      dimension,
      seed,
      saveAt: 'lin:0:2:9',
      rtol: 1e-3,
      atol: 1e-4,
    });
    predicting.push(cost(() => void predictionsFor(view.prepared)));
    const predictions = predictionsFor(view.prepared);
    for (let index = 0; index < 9; index++) {
      const now = { ...view, index };
      looking.push(
        cost(() => {
          for (const prediction of predictions) compare(prediction, now);
          explain(now);
          describe(now);
          oneLine(now);
        }),
      );
    }
  }
  console.log(
    `d = ${dimension}: predictions ${predicting.map((ms) => ms.toFixed(1))} ms, a look ${median(looking).toFixed(1)} ms of processor time`,
  );
  expect(median(predicting)).toBeLessThan(SLOWER * 50);
  expect(median(looking)).toBeLessThan(SLOWER * 30);
});
