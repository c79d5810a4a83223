/**
 * Versions with other bits bear other numbers: short runs that take every way from a seed to a trajectory have the bits that bits.json
 * has for this version. Where they changed on purpose, raise the version in package.json (once, while it is not released) and let
 * `PARKADE_WRITE=1 npx vitest run test/bits.test.ts` write them down.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reference } from '../src/backends/reference.ts';
import { wasm } from '../src/backends/wasm/backend.ts';
import { toJson } from '../src/core/json.ts';
import { resolveEquation } from '../src/dynamics/equation.ts';
import { integratorRegistry } from '../src/integrators/index.ts';
import { BITS_FILE, type Bits, bitHistory, sameBits } from '../src/node/process/bit-history.ts';
import { packageRoot, version } from '../src/node/process/version.ts';
import { trajectoryHash } from '../src/node/store/run-folder.ts';
import { appendTokens, type RunWithSteps } from '../src/replay/append.ts';
import { basinsOf } from '../src/replay/basins.ts';
import { resume } from '../src/replay/resume.ts';
import { recordSteps } from '../src/replay/step-log.ts';
import { prepareRun } from '../src/run/prepare.ts';
import { execute, type RunResult } from '../src/run/run.ts';
import type { RunSpec } from '../src/run/spec.ts';
import { uniformTokens } from './support/draw.ts';
import { different, euclidean } from './support/kinds.ts';

const small: RunSpec = { tokens: 24, beta: 9, saveAt: [0.5, 3], observe: 'none' };
const matrices = { query: { gaussian: 1 }, key: { gaussian: 2 }, value: { gaussian: 3 } } as const;

/** A run each: laws of the beginning, ways to compute the field, integrators, equations. */
const runs: Readonly<Record<string, Partial<RunSpec>>> = {
  reference: { backend: 'reference' },
  circle: { field: 'direct' },
  'circle, harmonic': { field: 'harmonic', tokens: 60 },
  'circle, any matrices, harmonic': { field: 'harmonic', ...matrices },
  sphere: { dimension: 3, field: 'direct' },
  'sphere, harmonic': { dimension: 3, field: 'harmonic', tokens: 300, beta: 1, saveAt: [0.5] },
  'sphere, local': { dimension: 3, field: 'local', beta: 100 },
  blocks: { dimension: 5, ...matrices },
  products: { dimension: 16 },
  'no products': { dimension: 16, atol: 0 },
  SA: { mask: 'full' },
  USA: { mask: 'full', normalization: 'count', beta: 2 },
  single: { precision: 'single', rtol: 1e-5, atol: 1e-5 },
  'von Mises–Fisher': { initial: 'von-mises-fisher', concentration: 5, dimension: 3, directions: [[0, 0, 1]] },
  equispaced: { initial: 'equispaced', jitter: 0.01 },
  'log grid': { saveAt: 'log:1e-2:1e20:9', rtol: 1e-6, atol: 1e-8 },
  merging: { merge: true, saveAt: 'log:1e-2:1e9:9', rtol: 1e-6, atol: 1e-8 },
  noise: { kappa: 4, dt: 0.125, beta: 1 },
  'noise, d = 3': { kappa: 4, dt: 0.125, dimension: 3, integrator: 'euler-maruyama' },
  'frozen centers': { dynamics: 'frozen-centers', centers: [[1, 0]], weights: [2] },
  'kinetic decay': { dynamics: 'kinetic-decay', beta: 1 },
  layers: { dynamics: 'layers', layerTime: 0.5, value: { gaussian: 2 } },
  residual: { dynamics: 'layers', layerTime: 0.25, integrator: 'residual' },
  ...different,
  ...euclidean,
};

const byIntegrator: Readonly<Record<string, Partial<RunSpec>>> = Object.fromEntries(
  (['dopri5', 'dop853', 'rk4', 'euler', 'lie-euler', 'esdirk3', 'esdirk4'] as const).map((integrator) => [
    integrator,
    { integrator, ...(integratorRegistry[integrator].errorOrder === null && { dt: 0.1 }) },
  ]),
);

async function bitsOf(given: Partial<RunSpec>): Promise<string> {
  const { trajectory } = await execute(prepareRun({ ...small, ...given } as RunSpec));
  if (trajectory.status !== 'completed') throw new Error(`ended with ${trajectory.status}`);
  return trajectoryHash(trajectory).slice(0, 16);
}

const all = Object.entries({ ...runs, ...byIntegrator });

/** A run with its steps. */
async function withSteps(given: Partial<RunSpec>): Promise<RunWithSteps & Pick<RunResult, 'events'>> {
  const prepared = prepareRun({ ...small, ...given } as RunSpec);
  const steps = recordSteps(prepared.problem);
  const { trajectory, events } = await execute(prepared, { onStep: (step) => steps.add(step) });
  const log = steps.log();
  if (log === null) throw new Error('the steps were not kept');
  return { method: prepared.method, trajectory, log, events };
}

async function basinsAt(given: Partial<RunSpec>): Promise<string> {
  const run = await withSteps(given);
  const starts = uniformTokens(11, 40, run.trajectory.problem.shape.d);
  const { ends, cluster, captured } = await basinsOf(run, starts, { threshold: 0.3, radius: 0.1 });
  return hashOf([ends, cluster, captured].map((values) => Array.from(values)));
}

const implicit: Partial<RunSpec> = { beta: 16, saveAt: 'log:1e-1:1e6:12' };
const added = uniformTokens(7, 5, 2);

/** What else comes of a run. */
const others: Readonly<Record<string, () => Promise<string>>> = {
  'events and certificates': async () => hashOf((await withSteps({ ...implicit, certify: true })).events),
  'events, sphere': async () => hashOf((await withSteps({ dimension: 3, saveAt: [30], events: true })).events),
  append: async () => trajectoryHash((await appendTokens(await withSteps({}), added)).trajectory),
  'append, implicit': async () => trajectoryHash((await appendTokens(await withSteps(implicit), added)).trajectory),
  basins: () => basinsAt(implicit),
  'basins, sphere': () => basinsAt({ dimension: 3, saveAt: [20] }),
  resume: async () => {
    const first = await withSteps({ integrator: 'rk4', dt: 0.1, saveAt: [1] });
    const longer = prepareRun({ ...small, integrator: 'rk4', dt: 0.1, saveAt: [1, 3] } as RunSpec);
    return trajectoryHash((await resume(first, longer, {})).trajectory);
  },
};

function hashOf(value: unknown): string {
  return createHash('sha256').update(toJson(value)).digest('hex');
}
const vectors = wasm.supports(resolveEquation(prepareRun(small).problem.dynamics, { n: 2, d: 2 }));

describe.skipIf(!vectors)('the bits of this version (skipped without WebAssembly vectors)', () => {
  test('are those on record', async () => {
    const found: Bits = Object.fromEntries(
      await Promise.all([
        ...all.map(async ([name, given]) => [name, await bitsOf(given)] as const),
        ...Object.entries(others).map(async ([name, make]) => [name, (await make()).slice(0, 16)] as const),
      ]),
    );
    if (process.env.PARKADE_WRITE === '1') record(found);
    expect(found, 'bits have changed: raise the version, see the head of this file').toEqual(bitHistory()[version]);
  });

  test('would be seen to change: another last digit of β is another hash', async () => {
    expect(await bitsOf({ beta: 9 + 2 ** -49 })).not.toBe(await bitsOf({}));
    expect(reference.name).toBe('reference');
  });
});

/** A version that has a heading in the changelog is released: what it did stays on record. */
function record(found: Bits): void {
  const released = readFileSync(join(packageRoot, 'CHANGELOG.md'), 'utf8').includes(`\n## ${version}\n`);
  if (released) throw new Error(`parkade ${version} is released with other bits; raise the version in package.json`);
  const history = existsSync(BITS_FILE) ? bitHistory() : {};
  writeFileSync(BITS_FILE, `${JSON.stringify({ ...history, [version]: found }, null, 2)}\n`);
}

describe('versions can be compared', () => {
  const history = { a: { x: '1', y: '2' }, b: { x: '1', y: '2', z: '3' }, c: { x: '1', y: '9' } };
  test('where the runs that both know have the same bits', () => {
    expect(sameBits('a', history, 'b')).toBe(true);
    expect(sameBits('c', history, 'b')).toBe(false);
    expect(sameBits('0.1.0', history, 'b')).toBe(false); // not on record
    expect(sameBits('d', history, 'd')).toBe(true);
  });
});
