/** Tokens that are plainly free because they are drawn back from all sides are free by the whole question too. */
import { describe, expect, test } from 'vitest';
import { slotsOf } from '../../src/backends/backend.ts';
import { openBackend } from '../../src/backends/open.ts';
import type { Stages } from '../../src/core/engine.ts';
import { tokensAt } from '../../src/core/recording.ts';
import { standingIn } from '../../src/equilibria/standing.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { run } from '../../src/run/run.ts';
import { equationOf } from '../../src/simulation/problem.ts';

const WITHIN = 1e-8;

describe.each([2, 3, 5])('in dimension %i', (dimension) => {
  test.each(['wasm', 'reference'] as const)('%s', async (backend) => {
    const spec = { tokens: 60, dimension, beta: 16, seed: 4, saveAt: [6, 12], observe: 'none', backend } as const;
    const { trajectory } = await run(spec);
    const equation = equationOf(prepareRun(spec).problem);
    const engine = await openBackend(backend, equation).prepare(equation, 1);
    const { around } = engine.stages as Required<Stages>;
    const [slot] = slotsOf(1);
    let free = 0;
    for (const i of [0, 1]) {
      await engine.write(slot, tokensAt(trajectory, i));
      for (let k = 0; k < spec.tokens; k++) {
        if (!around(slot)(k).plainlyFree(WITHIN)) continue;
        free++;
        const { kind } = await standingIn({ ...around(slot)(k), plainlyFree: () => false }, WITHIN);
        expect(kind, `token ${k}`).toBe('free');
      }
    }
    expect(free).toBeGreaterThan(spec.tokens); // more than half of those looked at
    engine.dispose();
  });
});
