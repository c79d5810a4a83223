/**
 * The BLAS backend in the dimensions that it is for, and on the command line. parity, accuracy and prefix.test.ts have it
 * in small ones, blas-library.test.ts what is said where there is none.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { slotsOf } from '../../src/backends/backend.ts';
import { blas } from '../../src/backends/blas/backend.ts';
import { rowBlocks } from '../../src/backends/blas/blocks.ts';
import { openBackend } from '../../src/backends/open.ts';
import { reference } from '../../src/backends/reference.ts';
import { wasm } from '../../src/backends/wasm/backend.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { readLink, writeLink } from '../../src/link/index.ts';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { parkade, parkadeAlone, root, scratchFolder } from '../cli/parkade.ts';
import { noBlas } from '../support/blas-node.ts';
import { bitDifference } from '../support/computed-field.ts';
import { gaussianMatrix, uniformTokens } from '../support/draw.ts';
import { type Equation, equation } from '../support/problems.ts';
import { tokenSets } from '../support/token-sets.ts';

async function fieldOn(backend: typeof blas, given: Equation, x: Float64Array, d: number, probes = 0) {
  const [input, output] = slotsOf(2);
  const shape = { n: x.length / d - probes, d };
  const engine = await backend.prepare(resolveEquation(equation(given), shape), 2, probes > 0 ? { probes } : {});
  const velocities = new Float64Array(x.length);
  await engine.write(input, x);
  await engine.field(0, input, output);
  await engine.read(output, velocities);
  engine.dispose();
  return { velocities, report: engine.report?.() };
}

function largestError(a: Float64Array, b: Float64Array, d: number): number {
  let largest = 0;
  for (let k = 0; k < a.length; k += d) {
    largest = Math.max(largest, Math.hypot(...a.subarray(k, k + d).map((entry, i) => entry - b[k + i])));
  }
  return largest;
}

function matrices(d: number): Pick<Equation, 'query' | 'key' | 'value'> {
  return { query: gaussianMatrix(1, d), key: gaussianMatrix(2, d), value: gaussianMatrix(3, d) };
}

function centers(d: number): Pick<Equation, 'centers' | 'weights'> {
  const rows = uniformTokens(4, 5, d);
  return { centers: [0, 1, 2, 3, 4].map((j) => [...rows.subarray(j * d, (j + 1) * d)]), weights: [1, 2, 3, 4, 5] };
}

describe.skipIf(noBlas !== null)(`blas${noBlas === null ? '' : ` (${noBlas})`}`, () => {
  const problems = [12, 33, 130].flatMap((d) =>
    (['causal', 'full'] as const).flatMap((mask) =>
      (['softmax', 'count'] as const).flatMap((normalization) => [
        { d, n: 150, given: { beta: 3, mask, normalization } },
        { d, n: 67, given: { beta: 3, mask, normalization, ...centers(d) } },
        { d, n: 67, given: { beta: -2, mask, normalization } },
        // A Gaussian d × d matrix has norm 2√d: scores stay below 4βd.
        { d, n: 67, given: { beta: 5 / d, mask, normalization, ...matrices(d), ...(d < 64 && centers(d)) } },
      ]),
    ),
  );

  test('gives the field of the reference, rows of it erring by less than the bound that is stated', async () => {
    for (const [i, { d, n, given }] of problems.entries()) {
      const x = tokenSets[i % 2 === 0 ? 'uniform' : 'clustered'](7, n, d);
      const expected = (await fieldOn(reference, given, x, d)).velocities;
      const { velocities, report } = await fieldOn(blas, given, x, d);
      const error = largestError(velocities, expected, d);
      // Each of the two errs.
      expect(error, JSON.stringify({ ...given, d, n })).toBeLessThanOrEqual(2 * report!.errorBound);
      expect(report).toMatchObject({ rows: n, directRows: 0 });
    }
  });

  test('and for Q = K = V = I to a multiple of the roundoff that neither β nor d makes large', async () => {
    for (const [d, beta] of [
      [64, 9],
      [512, 9],
      [64, 200],
    ]) {
      const x = uniformTokens(1, 260, d);
      const expected = (await fieldOn(reference, { beta }, x, d)).velocities;
      const { velocities } = await fieldOn(blas, { beta }, x, d);
      expect(largestError(velocities, expected, d)).toBeLessThanOrEqual(4 * (1 + beta / 9) * 2 ** -53);
    }
  });

  test('a causal row has the same bits however many tokens follow, in every block of rows', async () => {
    for (const given of [{ beta: 9 }, { beta: 0.1, ...matrices(64) }, { beta: 3, ...centers(64) }]) {
      const all = uniformTokens(5, 400, 64);
      const { velocities } = await fieldOn(blas, given, all, 64);
      for (const n of [1, 16, 17, 100, 128, 129, 399]) {
        const fewer = await fieldOn(blas, given, all.slice(0, n * 64), 64);
        expect(bitDifference(velocities.slice(0, n * 64), fewer.velocities), `n = ${n}`).toBeNull();
      }
    }
  });

  test('tokens that see only their own bits stand still exactly for V = I, and others do not', async () => {
    const d = 40;
    const one = uniformTokens(3, 1, d);
    const x = Float64Array.from({ length: 200 * d }, (_, i) => one[i % d]);
    const still = async (mask: 'causal' | 'full') =>
      (await fieldOn(blas, { beta: 9, mask }, x, d)).velocities.every((entry) => entry === 0);
    expect(await still('causal')).toBe(true);
    expect(await still('full')).toBe(true);
    x.set(uniformTokens(4, 1, d), 150 * d);
    const { velocities } = await fieldOn(blas, { beta: 9 }, x, d);
    expect(velocities.subarray(0, 150 * d).every((entry) => entry === 0)).toBe(true);
    expect(velocities.subarray(150 * d, 151 * d).some((entry) => Math.abs(entry) > 1e-3)).toBe(true);
    expect(await still('full')).toBe(false);
  });

  test('implicit steps and probes are those of the WebAssembly backend', async () => {
    const spec = { tokens: 12, dimension: 20, beta: 30, seed: 2, until: 200, integrator: 'esdirk4' } as const;
    const [ours, theirs] = [await run({ ...spec, backend: 'blas' }), await run({ ...spec, backend: 'wasm' })];
    expect(ours.trajectory.status).toBe('completed');
    expect(largestError(ours.trajectory.xs, theirs.trajectory.xs, 20)).toBeLessThanOrEqual(1e-9);
    const x = uniformTokens(8, 30, 20);
    const expected = (await fieldOn(wasm, { beta: 9 }, x, 20, 6)).velocities;
    expect(largestError((await fieldOn(blas, { beta: 9 }, x, 20, 6)).velocities, expected, 20)).toBeLessThan(1e-14);
  });

  test('layers, frozen tokens and a whole run', async () => {
    const spec: RunSpec = {
      ...{ tokens: 40, dimension: 24, beta: 2, seed: 3, until: 2, dynamics: 'layers', layerTime: 0.5 },
      layers: [{}, { value: { gaussian: 5 } }, { query: { gaussian: 6 } }],
      edits: [{ t: 0.7, kind: 'freeze', token: 3 }],
    };
    const [ours, theirs] = [await run({ ...spec, backend: 'blas' }), await run({ ...spec, backend: 'wasm' })];
    expect(ours.trajectory).toMatchObject({ status: 'completed', backend: 'blas' });
    expect(largestError(ours.trajectory.xs, theirs.trajectory.xs, 24)).toBeLessThanOrEqual(1e-7);
  });

  test('a record names the library, and verify compares runs of one library with as many threads only', () => {
    const folder = scratchFolder();
    const flags = ['--tokens', '30', '--dimension', '20', '--beta', '4', '--until', '1', '--backend', 'blas'];
    const made = parkadeAlone(['simulate', ...flags, '--out', 'r'], folder, { OPENBLAS_NUM_THREADS: '1' });
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const { backend, field } = JSON.parse(readFileSync(join(folder, 'r/run.json'), 'utf8'));
    expect(backend).toBe('blas');
    expect(field.path).toMatch(/^direct by products, \S+/);
    expect(made.stdout).toContain(`backend blas (${field.path})`);
    const again = (env: NodeJS.ProcessEnv) => parkadeAlone(['verify', 'r'], folder, env);
    expect(again({ OPENBLAS_NUM_THREADS: '1' })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Identical/),
    });
    const author = readLink(parkade(['link', 'r'], folder).stdout);
    const other = writeLink({ ...author, sha256: '0'.repeat(64) });
    const opened = parkade(['simulate', `#${other}`], folder);
    expect(opened).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/The bits of the blas backend are those of its machine/),
    });
    if (!field.path.includes('OpenBLAS') || availableParallelism() < 2) return;
    expect(again({ OPENBLAS_NUM_THREADS: '2' })).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^Not comparable: .*2 threads/),
    });
  });

  test('workers of a pool call it too', () => {
    const flags = ['--tokens', '8', '--dimension', '16', '--beta', '2', '--seeds', '2', '--until', '0.5'];
    const folder = scratchFolder();
    expect(parkade(['sweep', ...flags, '--backend', 'blas', '--out', 's'], folder)).toMatchObject({ code: 0 });
    expect(parkade(['sweep', 'status', 's'], folder).stdout).toMatch(/^2 of 2 cells have ended\.\n/);
  });
});

test('blocks of causal rows begin and end at the same tokens whatever n is, and a triangle wastes little', () => {
  const whole = rowBlocks(5000, 'causal');
  for (const n of [1, 16, 17, 1000])
    expect(rowBlocks(n, 'causal')).toEqual(whole.slice(0, rowBlocks(n, 'causal').length));
  expect([...new Set(whole.map(({ rows }) => rows))]).toEqual([16, 32, 64, 128, 256]);
  const pairs = new Map<number, number>();
  for (const { first, rows, sources, stairs } of rowBlocks(1024, 'causal')) {
    expect(stairs[0]).toMatchObject({ from: 0, firstRow: 0 });
    for (const [i, { from, to, firstRow }] of stairs.entries()) {
      if (i > 0) expect(from).toBe(stairs[i - 1].to);
      // No row before the first of a stair sees its sources.
      expect(first + firstRow).toBe(i === 0 ? first : from);
      for (let j = from; j < to; j++) pairs.set(j, (pairs.get(j) ?? 0) + rows - firstRow);
    }
    expect(stairs[stairs.length - 1].to).toBe(sources);
  }
  expect([...pairs.values()].reduce((sum, count) => sum + count)).toBeLessThanOrEqual(0.53 * 1024 ** 2);
  for (const n of [1, 3, 128, 130]) {
    const full = rowBlocks(n, 'full');
    expect(full.every(({ sources }) => sources === n)).toBe(true);
    expect(full.reduce((sum, { rows }) => sum + rows, 0)).toBe(4 * Math.ceil(n / 4));
  }
});

test('auto never takes it, and ways that it has not are refused', async () => {
  const problem = resolveEquation(equation({ beta: 1 }), { n: 1000, d: 512 });
  expect(openBackend('auto', problem).name).toBe('wasm');
  await expect(async () => blas.prepare(problem, 2, { field: 'local' })).rejects.toThrow(
    /^"field" local should be asked of the wasm backend, but the blas backend was taken, which sums directly/,
  );
  await expect(async () => blas.prepare(problem, 2, { precision: 'single' })).rejects.toThrow(
    /^"precision" single should/,
  );
  const flags = ['--tokens', '3', '--beta', '1', '--until', '1', '--backend', 'blas', '--dynamics', 'rotary'];
  expect(parkade(['simulate', ...flags, '--angle', '0.1'], scratchFolder())).toMatchObject({ code: 2 });
});

test('what is too large for its memory is told before anything is computed', { skip: noBlas !== null }, async () => {
  const problem = resolveEquation(equation({ beta: 1 }), { n: 400_000, d: 512 });
  await expect(async () => blas.prepare(problem, 2)).rejects.toThrow(
    /^"tokens" times "dimension" should fit into 4 GB on the blas backend, but n = 400000, d = 512 takes \d/,
  );
});

test('the library by itself, as in a browser, says in a sentence where it can be had', () => {
  const program = `
    const { openBackend, prepareRun, resolveEquation, run } = await import('./dist/index.js');
    await run({ tokens: 3, beta: 1, until: 1, backend: 'blas' }).catch((error) => console.log(error.key, error.message));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stdout.trim()).toBe(
    'backend "backend" blas should be called from Node, but a browser cannot call libraries of the system; use backend "auto".',
  );
});
