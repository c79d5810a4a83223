/** Certified events are those of an explicit run at 1e-11; few are left undecided. */
import { expect, test } from 'vitest';
import { TIME_BAR } from '../../src/events/certify.ts';
import { type Event, identityOf } from '../../src/events/event.ts';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';

const RUNS = 200;
/** Of all events together. */
const MOST_UNDECIDED = 0.02;

const common: RunSpec = { tokens: 200, beta: 64, until: 1e4, saveAt: [1e4], observe: 'none' };

test(`${RUNS} runs at β = 64 to t = 10⁴`, async () => {
  let certified = 0;
  let undecided = 0;
  const wrong: string[] = [];
  for (let seed = 1; seed <= RUNS; seed++) {
    const { events } = await run({ ...common, seed, integrator: 'esdirk4', rtol: 1e-8, atol: 1e-10, certify: true });
    const explicit = await run({ ...common, seed, integrator: 'dopri5', rtol: 1e-11, atol: 1e-13, events: true });
    const open = [...(explicit.events?.list ?? [])] as Event[];
    for (const { certificate, ...event } of events?.list ?? []) {
      if (certificate?.verdict !== 'certified') continue;
      certified++;
      const partner = open.findIndex(
        (other) =>
          identityOf(other) === identityOf(event as Event) && Math.abs(other.t - event.t) <= TIME_BAR * event.t + 1e-6,
      );
      if (partner < 0) wrong.push(`seed ${seed}: ${identityOf(event as Event)} at t = ${event.t}`);
      else open.splice(partner, 1);
    }
    undecided += events?.certification?.undecided ?? 0;
    if (seed % 20 === 0)
      console.log(`${seed} runs: ${certified} certified, ${undecided} undecided, ${wrong.length} wrong`);
  }
  console.log(
    `undecided: ${((100 * undecided) / (certified + undecided)).toFixed(3)} % of ${certified + undecided} events`,
  );
  expect(wrong).toEqual([]);
  expect(undecided / (certified + undecided)).toBeLessThan(MOST_UNDECIDED);
});
