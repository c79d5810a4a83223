/** What computes and draws in a browser, whatever it lacks: the numbers are those of Node, and the page says what did it. */
import { availableParallelism } from 'node:os';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Computed, computedBy } from '../../lab/engine/computed.ts';
import { drawnBy } from '../../lab/stage/graphics.ts';
import { execute, prepareRun, type RunSpec } from '../../src/index.ts';
import { trajectoryHash } from '../../src/node/store/run-folder.ts';
import { chromiumPath, launchChromium } from '../browser/chromium.ts';
import { hashOf, type LabPage, labIsBuilt, openLab } from './support/lab-page.ts';

const PATIENCE = { timeout: 60_000 };
const IDENTICAL = 'Identical to the author’s, bit by bit.';

/** A field of half a millisecond, which is worth threads. */
const large: RunSpec = {
  ...{ tokens: 500, dimension: 8, beta: 9, seed: 2, until: 0.5, saveAt: [0.25, 0.5], integrator: 'rk4', dt: 0.05 },
};
const small: RunSpec = { tokens: 24, beta: 9, seed: 1, until: 2, saveAt: [0.35, 2], integrator: 'rk4', dt: 0.1 };

/** A link whose author computed in Node, on one thread. */
async function linkTo(spec: RunSpec): Promise<string> {
  const { trajectory } = await execute(prepareRun({ ...spec, observe: 'none' }));
  const { backend: _, ...rest } = spec;
  return hashOf(rest, { sha256: trajectoryHash(trajectory), time: 0 });
}

/** The sentence about what computed and what draws. */
async function saidBy(page: Page): Promise<string> {
  await page.getByRole('tab', { name: 'Setting' }).click();
  const sentence = page.getByText(/^Computed by /);
  await sentence.waitFor(PATIENCE);
  return sentence.innerText();
}

/** Pages whose server sends no headers of isolation. */
const unshared = (page: Page) =>
  page.route('**/*', async (route) => {
    const response = await route.fetch();
    const { 'cross-origin-opener-policy': _, 'cross-origin-embedder-policy': __, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });

/** A browser without the vectors that the kernels need. */
const withoutVectors = (page: Page) =>
  page.route('**/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `WebAssembly.validate = () => false;\n${await response.text()}` });
  });

/** A server that lacks what the other threads are to do. */
const withoutHelpers = (page: Page) =>
  page.route('**/worker-*.js', async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    expect(text).toMatch(NAME_OF_HELPER);
    await route.fulfill({ response, body: text.replace(NAME_OF_HELPER, 'absent.js') });
  });
const NAME_OF_HELPER = /\bhelper-[\w-]+\.js/g;

/** A browser without WebGL. */
const withoutWebgl = (page: Page) =>
  page.addInitScript(() => {
    const get = HTMLCanvasElement.prototype.getContext as (this: HTMLCanvasElement, kind: string) => unknown;
    const flat = function (this: HTMLCanvasElement, kind: string, ...rest: []) {
      return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest);
    };
    HTMLCanvasElement.prototype.getContext = flat as HTMLCanvasElement['getContext'];
  });

describe.skipIf(chromiumPath === null || !labIsBuilt)('what computes (needs chromium, and dist/lab)', () => {
  let lab: LabPage;
  let hash = '';
  beforeAll(async () => {
    hash = await linkTo(large);
    lab = await openLab({ calm: true, hash });
  }, 60_000);
  // What was done to this page is not undone: no other test gets it.
  afterAll(() => lab.page.context().close());

  /** The same page, loaded anew by a browser or from a server that is another. */
  async function again(limit: ((page: Page) => Promise<unknown>) | null, link = hash): Promise<string> {
    await lab.page.unrouteAll({ behavior: 'ignoreErrors' });
    await limit?.(lab.page);
    await lab.page.evaluate((text) => history.replaceState(null, '', text), link);
    await lab.page.reload();
    await lab.page.getByText(IDENTICAL).waitFor(PATIENCE);
    return saidBy(lab.page);
  }

  test.skipIf(availableParallelism() < 2)('threads share a large field where memory may be shared', async () => {
    await lab.page.getByText(IDENTICAL).waitFor(PATIENCE);
    const threads = Math.min(8, availableParallelism());
    expect(await saidBy(lab.page)).toContain(
      `Computed by WebAssembly with 128-bit vectors, in double precision, on ${threads} threads; path of the field: direct.`,
    );
  });

  test('one thread computes where memory may not be shared', async () => {
    expect(await again(unshared)).toContain('on one thread, since this page may not share memory between threads;');
    expect(lab.complaints).toEqual([]);
  });

  test.skipIf(availableParallelism() < 2)('one thread computes where others do not start', async () => {
    expect(await again(withoutHelpers)).toContain('on one thread;');
  });

  test('the reference computes without vectors', async () => {
    const link = await linkTo({ ...small, backend: 'reference' });
    expect(await again(withoutVectors, link)).toMatch(
      /^Computed by the reference in JavaScript, in double precision, on one thread, since this browser has no WebAssembly with 128-bit/,
    );
  });

  test('without an adapter WebGPU is refused beside its field, as a BLAS is, and what was there stays', async () => {
    await again(null, await linkTo(small));
    const { page } = lab;
    await page.getByText('Method', { exact: true }).click();
    await page.getByLabel('backend', { exact: true }).selectOption('webgpu');
    const message = page.locator('#setting-backend-message');
    await message.waitFor(PATIENCE);
    expect(await message.innerText()).toMatch(/should have a WebGPU device, but WebGPU finds no adapter/);
    expect(await saidBy(page)).toMatch(/^Computed by WebAssembly/);
    await page.getByLabel('backend', { exact: true }).selectOption('blas');
    await page.locator('#setting-backend-message', { hasText: 'Node' }).waitFor(PATIENCE);
    expect(await message.innerText()).toMatch(/should be called from Node, but a browser cannot call libraries/);
    expect(await saidBy(page)).toMatch(/^Computed by WebAssembly/);
  });

  test('without WebGL a canvas draws the sphere, and the page says so', async () => {
    const { page } = lab;
    await again(withoutWebgl, await linkTo({ ...small, dimension: 3 }));
    expect(await page.locator('.stage').getAttribute('data-painter')).toBe('2-D canvas');
    expect(await saidBy(page)).toContain('Drawn on a canvas, since this browser has no WebGL.');
    const colours = await page.locator('.stage > canvas').evaluate((canvas: HTMLCanvasElement) => {
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    expect(colours).toBeGreaterThan(20);
  });

  test('WebGPU computes where it is asked for', async () => {
    const browser = await launchChromium();
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    const complaints: string[] = [];
    page.on('pageerror', (error) => void complaints.push(String(error)));
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    const spec: RunSpec = { ...small, backend: 'webgpu' };
    await page.goto(`${new URL('.', lab.page.url())}${hashOf(spec, { time: 0 })}`);
    expect(await saidBy(page)).toMatch(/^Computed by WebGPU, in single precision, on .*a software adapter;/);
    expect(complaints).toEqual([]);
    await browser.close();
  }, 120_000);
});

test('every engine has its sentence, with the reason where it is not the usual one', () => {
  const usual: Computed = {
    ...{
      backend: 'wasm',
      path: 'direct',
      threads: 1,
      precision: 'single',
      asked: 'auto',
      isolated: true,
      kernels: true,
    },
  };
  expect(computedBy(usual)).toBe(
    'Computed by WebAssembly with 128-bit vectors, in single precision, on one thread; path of the field: direct.',
  );
  const reference: Computed = { ...usual, backend: 'reference', precision: 'double' };
  expect(computedBy(reference)).toMatch(/on one thread, since the kernels do not cover this equation\.$/);
  expect(computedBy({ ...reference, asked: 'reference' })).toMatch(/on one thread\.$/);
  expect(computedBy({ ...reference, asked: 'reference', kernels: false })).toMatch(/on one thread\.$/);
  const software = { renderer: 'llvmpipe', isSoftware: true };
  expect(drawnBy('2-D canvas', undefined, null)).toBe('Drawn on a canvas.');
  expect(drawnBy('2-D canvas', software, null)).toBe('Drawn on a canvas, since WebGL has no graphics card here.');
  expect(drawnBy('2-D canvas', software, false)).toBe('Drawn on a canvas.');
  expect(drawnBy('WebGL (llvmpipe)', software, true)).toBe('Drawn by WebGL (llvmpipe).');
});
