/** A specification gives the same bits in Chromium as in Node, whichever backend computes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toJson } from '../../src/core/json.ts';
import { execute, prepareRun, type RunSpec } from '../../src/index.ts';
import { writeLink } from '../../src/link/index.ts';
import { trajectoryHash } from '../../src/node/store/run-folder.ts';
import { figure2 } from '../../src/presets/figure-2.ts';
import { chromiumPath } from './chromium.ts';
import { openPage, type TestPage } from './page.ts';

const centers = [
  [1, 0, 0],
  [0, 0.6, -0.8],
];
const specs: Readonly<Record<string, RunSpec>> = {
  'figure 2': figure2.spec,
  'the circle, fixed steps': {
    tokens: 33,
    beta: 9,
    seed: 2,
    until: 2,
    saveAt: [0, 0.75, 2],
    integrator: 'rk4',
    dt: 0.1,
  },
  'the sphere, logarithmic times': { tokens: 40, dimension: 3, beta: 16, seed: 3, saveAt: 'log:0.1:10:7' },
  'general Q, K, V in R^5': {
    ...{ tokens: 24, dimension: 5, beta: 2, seed: 4, until: 3 },
    query: { gaussian: 1 },
    key: { gaussian: 2 },
    value: { gaussian: 3 },
  },
  'full mask, counted, great circles': {
    ...{ tokens: 12, dimension: 4, beta: 1, seed: 5, until: 1, integrator: 'lie-euler', dt: 0.05 },
    mask: 'full',
    normalization: 'count',
  },
  'edits on the circle, fixed steps': {
    ...{ tokens: 33, beta: 9, seed: 2, until: 2, saveAt: [0, 0.7, 2], integrator: 'rk4', dt: 0.1 },
    edits: [
      { t: 0, kind: 'freeze', token: 4 },
      { t: 0.7, kind: 'move', token: 2, x: 1.5 },
      { t: 0.7, kind: 'add', x: [0.6, 0.8] },
      { t: 1.25, kind: 'release', token: 4 },
    ],
  },
  'edits on the sphere, implicit steps': {
    ...{ tokens: 20, dimension: 3, beta: 9, seed: 3, until: 1e6, saveAt: [1, 1e3, 1e6], integrator: 'esdirk4' },
    edits: [
      { t: 1, kind: 'freeze', token: 1 },
      { t: 10, kind: 'move', token: 5, x: [0, 0, 1] },
      { t: 1e3, kind: 'remove' },
    ],
  },
  'edits under noise': {
    ...{ tokens: 12, beta: 4, seed: 4, until: 2, kappa: 8, commonKappa: 16, dt: 0.125 },
    edits: [
      { t: 0.5, kind: 'freeze', token: 0 },
      { t: 1, kind: 'add', x: 3 },
    ],
  },
  'harmonics on the circle, general Q, K, V': {
    ...{ tokens: 150, beta: 9, seed: 7, until: 2, saveAt: [1, 2], field: 'harmonic' },
    ...{ query: { gaussian: 1 }, key: { gaussian: 2 }, value: { gaussian: 3 } },
  },
  'spherical harmonics': { tokens: 150, dimension: 3, beta: 2, seed: 8, until: 2, saveAt: [1, 2], field: 'harmonic' },
  'sums over near tokens': { tokens: 150, dimension: 3, beta: 256, seed: 9, until: 1, saveAt: [1], field: 'local' },
  'products in sixteen dimensions': { tokens: 70, dimension: 16, beta: 4, seed: 10, until: 1, saveAt: [1] },
  'single precision': { tokens: 70, dimension: 8, beta: 4, seed: 11, until: 1, saveAt: [1], precision: 'single' },
  'events, to the collapse': { tokens: 16, beta: 9, seed: 12, saveAt: [1, 1e3, 1e8], events: true },
  'frozen centers': { tokens: 20, dimension: 3, beta: 12, seed: 6, until: 4, dynamics: 'frozen-centers', centers },
};

const begun: Partial<RunSpec> = { saveAt: [0, 2, 10], until: 10 };

describe.skipIf(chromiumPath === null)('in Chromium (needs chromium)', () => {
  let page: TestPage<typeof import('./pages/run.ts')>;
  beforeAll(async () => {
    page = await openPage(new URL('./pages/run.ts', import.meta.url));
  });
  afterAll(() => page?.close());

  describe.each(Object.entries(specs))('%s', (_, spec) => {
    test.each(['auto' as const, 'reference' as const])('backend %s', async (backend) => {
      // Every pair by the plain reference takes a while: the first part of a long run is enough for it.
      const given: RunSpec = {
        ...spec,
        ...(backend === 'reference' && { ...(spec === figure2.spec && begun), field: 'auto', precision: 'double' }),
        backend,
      };
      const { trajectory, events } = await execute(prepareRun({ ...given, observe: 'none' }));
      const inPage = await page.call('hashOfRun', given);
      expect(inPage).toEqual({
        sha256: trajectoryHash(trajectory),
        backend: backend === 'auto' ? 'wasm' : 'reference',
        status: 'completed',
        events: toJson(events),
      });
      if (spec.events) expect(events?.list.length).toBeGreaterThan(5);
    });
  });

  test('a link is the same text there', async () => {
    const link = writeLink({
      version: 1,
      parkade: '0.2.0',
      spec: { beta: 64, until: 150, value: [1, -0.1] },
      time: 1 / 3,
    });
    expect(await page.call('linkAgain', `#${link}`)).toEqual({ link, beta: 64 });
  });

  test('another specification has another hash', async () => {
    const spec = { tokens: 3, beta: 1, until: 1 };
    const one = await page.call('hashOfRun', spec);
    const other = await page.call('hashOfRun', { ...spec, beta: 1 + 2 ** -52 });
    expect(one.sha256).not.toBe(other.sha256);
  });

  test('the page may share memory, sees WebGPU, and complained about nothing', async () => {
    expect(await page.call('facts')).toEqual({ isolated: true, shared: true, gpu: true });
    expect(page.errors).toEqual([]);
  });
});
