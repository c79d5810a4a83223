/**
 * The built lab in Chromium: served from dist/lab as `parkade lab` serves it, with the same content security policy. Whatever the page
 * complains about, and whatever it asks of another origin, is kept, and a test fails on it.
 *
 * @example
 * const lab = await openLab({ width: 360, touch: true });
 * await lab.page.getByRole('button', { name: 'Pause' }).click();
 * expect(lab.complaints).toEqual([]);
 * await lab.close();
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import AxeBuilder from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../browser/chromium.ts';
import { type Served, serve } from '../../browser/serve.ts';
import { root } from '../../cli/parkade.ts';

export interface LabOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** Prefers reduced motion. */
  readonly calm?: boolean;
  readonly touch?: boolean;
  /** What follows the address, with its #. */
  readonly hash?: string;
}

export interface LabPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly url: string;
  /** Exceptions, errors and warnings of the console, requests to elsewhere. */
  readonly complaints: readonly string[];
  /** Violations of accessibility rules, one line each. */
  violations(): Promise<string[]>;
  close(): Promise<void>;
}

const built = join(root, 'dist', 'lab');

export const labIsBuilt = existsSync(join(built, 'index.html'));

function builtFiles(): Map<string, Uint8Array> {
  const names = readdirSync(built, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(built, path).replaceAll('\\', '/'), readFileSync(path)];
    }),
  );
}

/** One browser and one server for a test file: starting them is most of the time. */
let shared: Promise<{ readonly browser: Browser; readonly served: Served }> | undefined;

export async function openLab(options: LabOptions = {}): Promise<LabPage> {
  shared ??= (async () => ({ browser: await launchChromium({ gpu: false }), served: await serve(builtFiles()) }))();
  const { browser, served } = await shared;
  const { width = 1280, height = 800, dark, calm, touch, hash = '' } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: calm ? 'reduce' : 'no-preference',
    ...(touch && { hasTouch: true, isMobile: true }),
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => void complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(served.url) && !/^(data|blob):/.test(address)) complaints.push(`asked ${address}`);
  });
  await page.goto(served.url + hash);
  return {
    ...{ page, context, url: served.url, complaints },
    async violations() {
      await page.evaluate(AxeBuilder.source);
      const found = await page.evaluate(
        async () => (await (globalThis as unknown as { axe: typeof AxeBuilder }).axe.run()).violations,
      );
      return found.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
      );
    },
    close: () => context.close(),
  };
}

/** To be called when all tests of a file are over. */
export async function closeLab(): Promise<void> {
  const opened = await shared;
  shared = undefined;
  await opened?.browser.close();
  await opened?.served.close();
}
