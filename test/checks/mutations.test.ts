/** Checks that cannot fail are no checks: with a formula or the field deliberately broken, verdicts turn. */
import { afterEach, expect, test, vi } from 'vitest';
import type { AnyStatement, Verdict } from '../../src/checks/index.ts';
import type { State } from '../../src/core/state.ts';

const SMALL = { runs: 40 };

/** The verdict of a statement with the modules as they are mocked now. */
async function verdictNow(id: string, given: Readonly<Record<string, number>> = SMALL): Promise<Verdict> {
  vi.resetModules();
  const { statementRegistry, defaultsOf, verdictOf } = await import('../../src/checks/index.ts');
  const statement: AnyStatement = statementRegistry[id];
  const known = Object.entries(given).filter(([key]) => key in statement.parameters);
  const parameters = { ...defaultsOf(statement), ...Object.fromEntries(known) };
  const values: unknown[] = [];
  for (const cell of statement.cells(parameters)) values.push(await statement.compute(cell));
  return verdictOf(statement.judge(values, parameters));
}

afterEach(() => {
  vi.doUnmock('../../src/theory/cap-measure.ts');
  vi.doUnmock('../../src/theory/two-tokens.ts');
  vi.doUnmock('../../src/theory/lemma-5-1.ts');
  vi.doUnmock('../../src/dynamics/attention-field.ts');
  vi.doUnmock('../../src/backends/wasm/backend.ts');
  vi.doUnmock('../../src/dynamics/attention-whole-jacobian.ts');
});

/** Runs on the reference field, broken: `change` alters what it wrote. */
function breakField(change: (x: State, out: State, n: number, d: number) => void): void {
  vi.doMock('../../src/backends/wasm/backend.ts', async (original) => {
    const module = await original<typeof import('../../src/backends/wasm/backend.ts')>();
    return { ...module, wasm: { ...module.wasm, supports: () => false } };
  });
  vi.doMock('../../src/dynamics/attention-field.ts', async (original) => {
    const module = await original<typeof import('../../src/dynamics/attention-field.ts')>();
    return {
      ...module,
      attentionField(...[parameters, shape]: Parameters<typeof module.attentionField>) {
        const field = module.attentionField(parameters, shape);
        return (t: number, x: State, out: State) => {
          field(t, x, out);
          change(x, out, shape.n, shape.d);
        };
      },
    };
  });
}

test('a cap measure of half the size turns the counts of strong centers', async () => {
  expect(await verdictNow('strong-centers-sphere')).toBe('fails as printed, holds corrected');
  vi.doMock('../../src/theory/cap-measure.ts', async (original) => {
    const module = await original<typeof import('../../src/theory/cap-measure.ts')>();
    return { ...module, capMeasure: (delta: number, d: number) => module.capMeasure(delta, d) / 2 };
  });
  expect(await verdictNow('strong-centers-sphere')).toBe('fails');
  expect(await verdictNow('strong-centers-any-dimension')).toBe('fails');
});

test('a clock of two tokens without self-attention turns its statement', async () => {
  const few = { runs: 4, beta: 4 };
  expect(await verdictNow('two-token-clock', few)).toBe('holds');
  vi.doMock('../../src/theory/two-tokens.ts', async (original) => {
    const module = await original<typeof import('../../src/theory/two-tokens.ts')>();
    return {
      ...module,
      logTimeBetween: (from: number, to: number, beta: number) => module.logTimeBetween(from, to, beta * 1.001),
    };
  });
  expect(await verdictNow('two-token-clock', few)).toBe('fails');
});

test('a field one part in a thousand too fast turns the clock and the single cluster', async () => {
  breakField((_, out) => {
    for (let i = 0; i < out.length; i++) out[i] *= 1.001;
  });
  expect(await verdictNow('two-token-clock', { runs: 4, beta: 4 })).toBe('fails');
  expect(await verdictNow('single-cluster-rates')).toBe('fails');
  expect(await verdictNow('energy-increases')).toBe('fails');
});

test('a field that leaves tokens where they are turns what brings them together', async () => {
  breakField((_, out) => {
    out.fill(0);
  });
  expect(await verdictNow('hemisphere-convergence', { runs: 6 })).toBe('fails');
});

test('a last token pushed the other way turns what holds of every token', async () => {
  breakField((_, out, n, d) => {
    for (let i = (n - 1) * d; i < n * d; i++) out[i] = -out[i];
  });
  expect(await verdictNow('hemisphere', { runs: 6 })).toBe('fails');
  expect(await verdictNow('sequential-gradient-flow')).toBe('fails');
  expect(await verdictNow('conserved-angles')).toBe('fails');
});

test('a survival time a thousand times too long turns Lemma 5.1', { timeout: 120_000 }, async () => {
  vi.doMock('../../src/theory/lemma-5-1.ts', async (original) => {
    const module = await original<typeof import('../../src/theory/lemma-5-1.ts')>();
    return {
      ...module,
      survival(...given: Parameters<typeof module.survival>) {
        const found = module.survival(...given);
        return { ...found, until: 1e3 * found.until };
      },
    };
  });
  expect(await verdictNow('lemma-5-1-explicit')).toBe('fails');
});

test('a Jacobian one part in a thousand too large turns the rates at rests of full attention', async () => {
  expect(await verdictNow('splay-stability')).toBe('holds');
  expect(await verdictNow('bipodal-saddle')).toBe('holds');
  vi.doMock('../../src/dynamics/attention-whole-jacobian.ts', async (original) => {
    const module = await original<typeof import('../../src/dynamics/attention-whole-jacobian.ts')>();
    return {
      ...module,
      attentionWholeJacobian(...given: Parameters<typeof module.attentionWholeJacobian>) {
        const whole = module.attentionWholeJacobian(...given);
        return (...at: Parameters<typeof whole>) => {
          const { jacobian, terms } = whole(...at);
          return { jacobian: jacobian.map((entry) => 1.001 * entry), terms };
        };
      },
    };
  });
  expect(await verdictNow('splay-stability')).toBe('fails');
  expect(await verdictNow('bipodal-saddle')).toBe('fails');
});
