/** An engine of a small problem that is kept for the next of its kind is as new, and nobody else's. */
import { describe, expect, test } from 'vitest';
import { slotsOf } from '../../src/backends/backend.ts';
import { wasm } from '../../src/backends/wasm/backend.ts';
import type { Engine } from '../../src/core/engine.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { uniformTokens } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';

const [x, out, other] = slotsOf(3);

async function engineOf(given: Equation, n = 40, slots = 3, accuracy = 1e-9): Promise<Engine> {
  return wasm.prepare(resolveEquation(equation(given), { n, d: 2 }), slots, { field: 'harmonic', accuracy });
}

async function read(engine: Engine, slot = out, n = 40): Promise<Float64Array> {
  const into = new Float64Array(2 * n);
  await engine.read(slot, into);
  return into;
}

async function fieldOn(engine: Engine, seed: number, n = 40): Promise<Float64Array> {
  await engine.write(x, uniformTokens(seed, n, 2));
  await engine.field(0, x, out);
  return read(engine, out, n);
}

const given: Equation = { beta: 9 };
const supported = wasm.supports(resolveEquation(equation(given), { n: 2, d: 2 }));

describe.skipIf(!supported)('an engine that is kept (skipped without WebAssembly vectors)', () => {
  test('is the one of the problem before, with its slots and its report as they were when it was new', async () => {
    const first = await engineOf(given);
    const asNew = first.report?.();
    const field = await fieldOn(first, 1);
    await first.write(other, field);
    first.dispose();
    const second = await engineOf(given);
    expect(second.field).toBe(first.field);
    expect(second.report?.()).toEqual(asNew);
    for (const slot of [x, out, other]) expect(await read(second, slot)).toEqual(new Float64Array(80));
    expect(await fieldOn(second, 1)).toEqual(field);
    second.dispose();
  });

  test('serves one at a time', async () => {
    (await engineOf(given)).dispose();
    const [first, second] = await Promise.all([engineOf(given), engineOf(given)]);
    const field = await fieldOn(first, 1);
    await fieldOn(second, 2);
    expect(await read(first)).toEqual(field);
    first.dispose();
    second.dispose();
  });

  test('is not given twice by one who is done with it twice', async () => {
    const first = await engineOf(given);
    first.dispose();
    const second = await engineOf(given);
    first.dispose();
    const third = await engineOf(given);
    const field = await fieldOn(second, 1);
    await fieldOn(third, 2);
    expect(await read(second)).toEqual(field);
    for (const engine of [second, third]) engine.dispose();
  });

  test('is made anew for whatever differs in one number', async () => {
    const kept = await engineOf(given);
    const { field } = kept;
    kept.dispose();
    const others = [
      () => engineOf({ ...given, beta: 9 + 2 ** -49 }),
      () =>
        engineOf({
          ...given,
          value: [
            [1, 0],
            [0, 1 + 2 ** -52],
          ],
        }),
      () => engineOf({ ...given, mask: 'full' }),
      () => engineOf({ ...given, normalization: 'count' }),
      () => engineOf(given, 41),
      () => engineOf(given, 40, 4),
      () => engineOf(given, 40, 3, 1e-10),
    ];
    for (const make of others) {
      const engine = await make();
      expect(engine.field).not.toBe(field);
    }
    const same = await engineOf(given);
    expect(same.field).toBe(field);
    same.dispose();
  });
});
