/** Engines that answer later are waited for, and make the same steps as those that answer at once. */
import { expect, test } from 'vitest';
import { slotsOf } from '../../src/backends/backend.ts';
import { slotEngine } from '../../src/backends/slot-engine.ts';
import type { Engine } from '../../src/core/engine.ts';
import { attentionField } from '../../src/dynamics/attention-field.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { adaptiveClock, fixedClock } from '../../src/integrators/clock.ts';
import { explicitRegistry } from '../../src/integrators/index.ts';
import type { Integrator } from '../../src/integrators/integrator.ts';
import { piControl } from '../../src/integrators/step-control.ts';
import { makeStepper, slotsFor } from '../../src/integrators/stepper.ts';
import { uniformTokens } from '../support/draw.ts';
import { equation } from '../support/problems.ts';

const shape = { n: 7, d: 2 };
const tolerance = { rtol: 1e-6, atol: 1e-8 };

function atOnce(count: number): Engine {
  const { attention } = resolveEquation(equation({ beta: 4 }), shape);
  const states = Array.from({ length: count }, () => new Float64Array(shape.n * shape.d));
  return slotEngine(attentionField(attention as NonNullable<typeof attention>, shape), shape, states);
}

/** Does what it is asked for a while after it was asked, and fails where it is asked before it is done. */
function later(engine: Engine): Engine {
  let busy = false;
  const operations = Object.entries(engine).map(([name, operation]) => [
    name,
    async (...given: never[]) => {
      if (busy) throw new Error(`${name} was asked for before the answer to the last operation`);
      busy = true;
      await new Promise((done) => setTimeout(done, 0));
      busy = false;
      return operation(...given);
    },
  ]);
  return Object.fromEntries(operations) as Engine;
}

/** Three steps, and a place within the last one. */
async function threeSteps(engine: Engine, integrator: Integrator): Promise<Float64Array[]> {
  const [sample, ...slots] = slotsOf(1 + slotsFor(integrator));
  const { errorOrder } = integrator;
  const clock = errorOrder === null ? fixedClock([0, 1], 0.1) : adaptiveClock([0, 1], 0.1, piControl(errorOrder));
  const stepper = makeStepper(engine, integrator, errorOrder === null ? null : tolerance, clock, slots);
  await engine.write(stepper.x, uniformTokens(3, shape.n, shape.d));
  await engine.field(0, stepper.x, stepper.slots.slopes[0]);
  const found: Float64Array[] = [];
  let t = 0;
  for (let step = 0; step < 3; step++) {
    const next = stepper.next(t);
    const attempt = await stepper.attempt(t, next);
    await stepper.within(t, next, 0.5, sample);
    for (const slot of [sample, stepper.y]) {
      const x = new Float64Array(shape.n * shape.d);
      await engine.read(slot, x);
      found.push(x);
    }
    found.push(Float64Array.of(attempt.error));
    await stepper.accept(t, next, attempt, true);
    t = next.end;
  }
  return found;
}

/** Those that ask for nothing but what slots can do. */
const integrators = Object.values(explicitRegistry).filter(({ output }) => !output);

test.each(integrators)('$name', async (integrator) => {
  const count = 1 + slotsFor(integrator);
  expect(await threeSteps(later(atOnce(count)), integrator)).toEqual(await threeSteps(atOnce(count), integrator));
});
