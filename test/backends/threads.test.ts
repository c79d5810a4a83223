/** Threads that share a field: the same bits whatever their number, nothing written where nothing belongs, and no process kept alive. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type FieldOptions, slotsOf } from '../../src/backends/backend.ts';
import type { Team } from '../../src/backends/team.ts';
import { wasm } from '../../src/backends/wasm/backend.ts';
import { shippedCosts } from '../../src/backends/wasm/costs.ts';
import { kernelBytes } from '../../src/backends/wasm/kernels.generated.ts';
import { withSharedMemory } from '../../src/backends/wasm/memory.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { scratchFolder } from '../cli/parkade.ts';
import { builtUrl, startTeam } from '../support/built.ts';
import { bitDifference, computedField } from '../support/computed-field.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';

/** Costs a hundredfold, whatever the machine: the same choices, and fields worth sharing. cellPair is a ratio. */
const dear = Object.fromEntries(
  Object.entries(shippedCosts).map(([name, cost]) => [name, name === 'cellPair' ? cost : 100 * cost]),
);

/** A team that counts how often helpers were given rows. */
interface WatchedTeam extends Team {
  readonly calls: () => number;
  close(): Promise<void>;
}

function watchedTeam(threads: number): WatchedTeam {
  const team = startTeam(threads);
  let calls = 0;
  return {
    threads,
    get free() {
      return team.free;
    },
    async join(...args) {
      const crew = await team.join(...args);
      return {
        run(rows, own) {
          calls += rows.length;
          crew.run(rows, own);
        },
        leave: () => crew.leave(),
      };
    },
    calls: () => calls,
    close: () => team.close(),
  };
}

const teams = [2, 3].map(watchedTeam);
const many = watchedTeam(16);
afterAll(async () => {
  for (const team of [...teams, many]) await team.close();
});

interface Shared {
  readonly name: string;
  readonly d: number;
  /** Numbers of tokens: fields worth a thread, just past blocks of rows, odd ones. */
  readonly ns: readonly number[];
  readonly given: Equation;
  readonly options?: FieldOptions;
}

const matrices = (d: number) => ({
  query: gaussianMatrix(1, d),
  key: gaussianMatrix(2, d),
  value: gaussianMatrix(3, d),
});
const direct: FieldOptions = { field: 'direct' };
const harmonic: FieldOptions = { field: 'harmonic' };
const local: FieldOptions = { field: 'local' };

const shared: readonly Shared[] = [
  { name: 'direct, circle', d: 2, ns: [1025, 1039], given: { beta: 9 }, options: direct },
  { name: 'direct, sphere', d: 3, ns: [1009, 1023], given: { beta: 9 }, options: direct },
  { name: 'blocks', d: 5, ns: [401, 415], given: { beta: 9 }, options: direct },
  { name: 'blocks, any Q, K, V', d: 4, ns: [417], given: { beta: 4, ...matrices(4) }, options: direct },
  { name: 'blocks by products', d: 64, ns: [129, 143, 177], given: { beta: 9 }, options: direct },
  { name: 'single, circle', d: 2, ns: [1031], given: { beta: 9 }, options: { precision: 'single' } },
  { name: 'single, blocks', d: 64, ns: [145], given: { beta: 9 }, options: { precision: 'single' } },
  { name: 'local, circle', d: 2, ns: [2001, 2015], given: { beta: 1024 }, options: local },
  { name: 'local, sphere', d: 3, ns: [1505], given: { beta: 256 }, options: local },
  { name: 'local, d = 5', d: 5, ns: [1521], given: { beta: 64 }, options: local },
  { name: 'harmonic', d: 2, ns: [3001, 3007], given: { beta: 64 }, options: harmonic },
  { name: 'harmonic, centers', d: 2, ns: [3009], given: { beta: 64, centers: [[1, 0]] }, options: harmonic },
  { name: 'harmonic, any Q, K, V', d: 2, ns: [3009], given: { beta: 64, ...matrices(2) }, options: harmonic },
  { name: 'harmonic, sphere', d: 3, ns: [1505, 1519], given: { beta: 9 }, options: harmonic },
  { name: 'auto, circle', d: 2, ns: [3009], given: { beta: 64 } },
  { name: 'auto, sphere', d: 3, ns: [2007], given: { beta: 64 } },
];

const cases = shared.flatMap(({ ns, ...rest }) => ns.map((n) => ({ n, ...rest })));

describe.each(cases)('$name, n = $n', ({ n, d, given, options = {} }) => {
  test.each(['causal', 'full'] as const)('%s: the bits of one thread', async (mask) => {
    const x = uniformTokens(n, n, d);
    const alone = await computedField({ ...given, mask }, x, d, { ...options, costs: dear }, 2);
    for (const team of teams) {
      const before = team.calls();
      const together = await computedField({ ...given, mask }, x, d, { ...options, costs: dear, team }, 2);
      expect(team.calls() - before).toBeGreaterThanOrEqual(2 * (team.threads - 1));
      expect(bitDifference(together.velocities, alone.velocities)).toBe(null);
      expect({ ...together.report, threads: 1 }).toEqual(alone.report);
    }
  });
});

test('more threads than blocks of rows: rows end where they should', async () => {
  const given = { beta: 3000, query: [[1, 0.5], [0, 1]] }; // biome-ignore format: a matrix
  const { report } = await computedField(given, uniformTokens(1, 2000, 2), 2, { costs: dear });
  const from = Number(/harmonic from row (\d+)$/.exec(report.path)?.[1]);
  expect(from).toBeGreaterThan(0);
  const problems: readonly (readonly [Equation, number, number, FieldOptions])[] = [
    ...[1, 9, 12, 15, 17].map((more) => [given, from + more, 2, {}] as const), // a last segment of few rows
    [{ beta: 9 }, 191, 64, {}],
    [{ beta: 9, mask: 'full' }, 447, 3, {}],
  ];
  for (const [attention, n, d, options] of problems) {
    const x = uniformTokens(n, n, d);
    const alone = await computedField(attention, x, d, { ...options, costs: dear });
    for (const team of [...teams, many]) {
      const before = team.calls();
      const together = await computedField(attention, x, d, { ...options, costs: dear, team });
      expect(team.calls(), `n = ${n}`).toBeGreaterThan(before);
      expect(bitDifference(together.velocities, alone.velocities)).toBe(null);
    }
  }
});

test('a field that takes little time wakes no thread', async () => {
  const [team] = teams;
  const before = team.calls();
  await computedField({ beta: 9 }, uniformTokens(1, 200, 2), 2, { team });
  expect(team.calls()).toBe(before);
});

test('one team serves engine after engine, each with its own problem', async () => {
  const [team] = teams;
  for (let i = 0; i < 12; i++) {
    const d = 2 + (i % 3);
    const x = uniformTokens(i, 700 + 16 * i, d);
    const given = { beta: 1 + i };
    const before = team.calls();
    const together = await computedField(given, x, d, { field: 'direct', costs: dear, team }, 3);
    expect(team.calls() - before).toBe(3);
    expect(bitDifference(together.velocities, (await computedField(given, x, d, { field: 'direct' })).velocities)).toBe(
      null,
    );
  }
});

test('an engine computes many fields of changing tokens, all with the bits of one thread', async () => {
  const [n, d] = [600, 3];
  const [input, output] = slotsOf(2);
  const prepare = (options: FieldOptions) =>
    wasm.prepare(resolveEquation(equation({ beta: 9 }), { n, d }), 2, { field: 'direct', ...options });
  const [alone, together] = [await prepare({}), await prepare({ team: teams[1] })];
  const [expected, velocities] = [new Float64Array(n * d), new Float64Array(n * d)];
  for (let seed = 0; seed < 100; seed++) {
    const x = uniformTokens(seed, n, d);
    for (const [engine, into] of [
      [alone, expected],
      [together, velocities],
    ] as const) {
      // biome-ignore format: pairs
      await engine.write(input, x);
      await engine.field(0, input, output);
      await engine.read(output, into);
    }
    expect(bitDifference(velocities, expected)).toBe(null);
  }
  together.dispose();
  alone.dispose();
});

describe('a process that used a team ends by itself', () => {
  const folder = scratchFolder();
  /** What a program does that takes a team, and perhaps forgets to let its engine go. */
  const program = (end: string) => `
    import { startTeam } from ${JSON.stringify(builtUrl('node/threads/team'))};
    import { wasm } from ${JSON.stringify(builtUrl('backends/wasm/backend'))};
    import { resolveEquation } from ${JSON.stringify(builtUrl('dynamics/equation'))};
    const team = startTeam(3);
    const dynamics = ${JSON.stringify(equation({ beta: 9 }))};
    const engine = await wasm.prepare(resolveEquation(dynamics, { n: 800, d: 2 }), 2, { field: 'direct', team });
    engine.write(0, Float64Array.from({ length: 1600 }, (_, i) => Math.sin(i)));
    engine.field(0, 0, 1);
    ${end}
    console.log('done');
  `;

  test.each([
    { name: 'its engine let go', end: 'engine.dispose();' },
    { name: 'its team closed', end: 'engine.dispose(); await team.close();' },
    { name: 'neither', end: '' },
  ])('$name', async ({ name, end }) => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.mjs`);
    writeFileSync(file, program(end));
    const child = spawn(process.execPath, [file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const patience = setTimeout(() => child.kill('SIGKILL'), 30_000);
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    const [code] = await once(child, 'exit');
    clearTimeout(patience);
    expect({ code, told }).toEqual({ code: 0, told: 'done\n' });
  });
});

describe('the module over shared memory', () => {
  const instantiate = (bytes: Uint8Array, limits: WebAssembly.MemoryDescriptor) =>
    WebAssembly.instantiate(bytes as BufferSource, { env: { memory: new WebAssembly.Memory(limits) } });

  test.each([1, 127, 128, 20_000])('asks for exactly %d pages', async (pages) => {
    const bytes = withSharedMemory(kernelBytes, pages);
    expect(WebAssembly.validate(bytes as BufferSource)).toBe(true);
    const { instance } = await instantiate(bytes, { initial: pages, maximum: pages, shared: true });
    const plain = await WebAssembly.compile(kernelBytes as BufferSource);
    expect(Object.keys(instance.exports)).toEqual(WebAssembly.Module.exports(plain).map(({ name }) => name));
    for (const limits of [
      { initial: pages, maximum: pages + 1, shared: true },
      ...(pages > 1 ? [{ initial: pages - 1, maximum: pages, shared: true }] : []),
      { initial: pages, maximum: pages },
    ]) {
      await expect(instantiate(bytes, limits)).rejects.toThrow(WebAssembly.LinkError);
    }
  });

  test('can be made of one that already asks for shared memory', () => {
    for (const pages of [1, 200]) {
      const twice = withSharedMemory(withSharedMemory(kernelBytes, 20_000), pages);
      expect(twice).toEqual(withSharedMemory(kernelBytes, pages));
    }
  });
});

test('a second engine at the same time does without the team that another has', async () => {
  const [team] = teams;
  const dynamics = equation({ beta: 9 });
  const shape = { n: 1009, d: 2 };
  const options = { field: 'direct', costs: dear, team } as const;
  const first = await wasm.prepare(resolveEquation(dynamics, shape), 2, options);
  const second = await wasm.prepare(resolveEquation(dynamics, shape), 2, options);
  expect([first, second].map((engine) => engine.report?.().threads)).toEqual([2, 1]);
  first.dispose();
  second.dispose();
  const third = await wasm.prepare(resolveEquation(dynamics, shape), 2, options);
  expect(third.report?.().threads).toBe(2);
  third.dispose();
});
