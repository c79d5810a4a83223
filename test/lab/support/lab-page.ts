/**
 * The built lab in Chromium: served from dist/lab as `parkade lab` serves it, with the same content security policy. Whatever the page
 * complains about, and whatever it asks of another origin, is kept, and a test fails on it.
 *
 * @example
 * const lab = await openLab({ spec: small, calm: true });
 * await lab.computed();
 * expect(await lab.violations()).toEqual([]);
 * expect(lab.complaints).toEqual([]);
 * await lab.close();
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import AxeBuilder from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { RunSpec } from '../../../src/index.ts';
import { type LinkState, writeLink } from '../../../src/link/index.ts';
import { launchChromium } from '../../browser/chromium.ts';
import { type Served, serve } from '../../browser/serve.ts';
import { root } from '../../cli/parkade.ts';

/** For machines with other work: what is asked again and again until it is right, every so many milliseconds. */
export const PATIENCE = { timeout: 60_000, interval: 25 };

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** A run that is computed at once, in which tokens are captured and merge, and x₁ is one of several clusters at first. */
export const small: RunSpec = {
  ...{ tokens: 12, dimension: 2, beta: 9, seed: 3, until: 20, events: true },
  saveAt: [0, 0.1, 1, 10, 20],
};

export interface LabOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** Prefers reduced motion. */
  readonly calm?: boolean;
  readonly touch?: boolean;
  /** What follows the address, with its #. */
  readonly hash?: string;
  /** A setting that is opened by its link, at its end, in the place of Figure 2. */
  readonly spec?: RunSpec;
}

export interface LabPage {
  readonly page: Page;
  /** Exceptions, errors and warnings of the console, requests to elsewhere. */
  readonly complaints: readonly string[];
  /** Waits until the run of the setting is there to its end. */
  computed(): Promise<void>;
  /** Opens a panel, and waits for what tells that it is there. */
  panel(name: 'Views' | 'Setting' | 'Theory' | 'Gallery' | 'Share'): Promise<void>;
  /** The state that the page has written into its address. */
  fragment(): Promise<string>;
  /** Violations of accessibility rules, or of some of them, one line each. */
  violations(rules?: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

const built = join(root, 'dist', 'lab');

export const labIsBuilt = existsSync(join(built, 'index.html'));

function builtFiles(): Map<string, Uint8Array | string> {
  const names = readdirSync(built, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map<string, Uint8Array | string>(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(built, path).replaceAll('\\', '/'), readFileSync(path)];
    }),
  );
}

/** One browser and one server for all files of a worker, as starting them takes longer than most tests; they end with it. */
let shared: Promise<{ readonly browser: Browser; readonly served: Served }> | undefined;

/** Pages that nobody uses now: to open the lab in one again takes a third of the time. Apart by whether they are touched. */
const idle: { readonly touch: boolean; readonly page: Page }[] = [];
let opened = 0;

/** Where pages rest: of the origin of the lab, so that what it has kept can be forgotten there. */
const RESTING = 'resting.html';

async function start() {
  const resting = '<!doctype html><link rel="icon" href="data:,">';
  const served = await serve(builtFiles().set(RESTING, resting));
  // Workers are ended by this signal. Playwright ends its browsers when a process exits in order, but leaves of their profiles
  // what they write at that moment: so these lie in a folder that is removed after them.
  process.once('SIGTERM', () => process.exit());
  forgetOthers();
  const folder = mkdtempSync(join(tmpdir(), `${FOLDERS}${process.pid}-`));
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  const browser = await launchChromium({ gpu: false, handleSIGTERM: false });
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return { browser, served };
}

/** Profiles of browsers, with the number of the process that had them. */
const FOLDERS = 'parkade-browser-';

/** A worker that was slow to end was killed, and left its folder: whoever comes next removes it. */
function forgetOthers(): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(FOLDERS))) {
    const owner = Number(name.slice(FOLDERS.length).split('-')[0]);
    if (!isAlive(owner)) removeIfOurs(join(tmpdir(), name));
  }
}

/** A process of another user may not be asked, and is there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function removeIfOurs(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's: it is for that one to remove.
  }
}

/** What follows the address of a page that opens a setting, and shows its end unless `more` says another time. */
export function hashOf(spec: RunSpec, more: Partial<LinkState> = {}): string {
  return `#${writeLink({ version: 1, parkade: version, spec, time: 1e300, logTime: false, ...more })}`;
}

/** What is in a panel once it is there. */
const CONTENT = {
  ...{ Views: '.views', Setting: '#setting-beta', Theory: '.sentences', Gallery: '.gallery', Share: '.levels' },
} as const;

async function pageFor(browser: Browser, touch: boolean): Promise<Page> {
  const at = idle.findIndex((one) => one.touch === touch);
  if (at >= 0) return idle.splice(at, 1)[0].page;
  const context = await browser.newContext({
    serviceWorkers: 'block',
    ...(touch && { hasTouch: true, isMobile: true }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE.timeout);
  return page;
}

/** Takes the lab out of a page, and what it has kept, so that the next test finds a new browser. */
async function rest(page: Page, served: Served, touch: boolean): Promise<void> {
  page.removeAllListeners();
  await page.goto(served.url + RESTING);
  await page.evaluate(async () => {
    localStorage.clear();
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name as string);
  });
  idle.push({ touch, page });
}

export async function openLab(options: LabOptions = {}): Promise<LabPage> {
  shared ??= start();
  const { browser, served } = await shared;
  const { width = 1280, height = 800, dark, calm, touch = false, spec, hash = spec ? hashOf(spec) : '' } = options;
  const page = await pageFor(browser, touch);
  await page.setViewportSize({ width, height });
  await page.emulateMedia({
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: calm ? 'reduce' : 'no-preference',
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => void complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(served.url) && !/^(data|blob):/.test(address)) complaints.push(`asked ${address}`);
  });
  // Another address than that of the test before: pages of one address are not loaded again for what follows its #.
  await page.goto(`${served.url}?${++opened}${hash}`, { waitUntil: 'commit' });
  return {
    ...{ page, complaints },
    async computed() {
      await shows(page, '[data-computed=true]');
    },
    async panel(name) {
      await page.locator(`#tab-${name.toLowerCase()}`).click();
      await shows(page, CONTENT[name]);
    },
    fragment: () => page.evaluate(() => location.hash),
    async violations(rules) {
      if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AxeBuilder.source);
      const found = await page.evaluate(async (only) => {
        const { axe } = globalThis as unknown as { axe: typeof AxeBuilder };
        const { violations } = await axe.run({ resultTypes: ['violations'], ...(only && { runOnly: [...only] }) });
        return violations;
      }, rules);
      return found.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
      );
    },
    close: () => rest(page, served, touch),
  };
}

/** What is asked for, as soon as it is right. Unlike expect.poll, it can be waited for in hooks too. */
export async function eventually<T>(ask: () => Promise<T>, isRight: (found: T) => boolean, what = ''): Promise<T> {
  const until = Date.now() + PATIENCE.timeout;
  for (;;) {
    const found = await ask();
    if (isRight(found)) return found;
    if (Date.now() > until) throw new Error(`never came right: ${what} ${JSON.stringify(found)?.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, PATIENCE.interval));
  }
}

/** Waits until something of the page says something, asked where it is: several times quicker than by roles and names. */
export async function shows(page: Page, selector: string, says: string | RegExp = ''): Promise<string> {
  const isSaid = (text: string) => (typeof says === 'string' ? text.includes(says) : says.test(text));
  const texts = await eventually(
    () => textsOf(page, selector),
    (found) => found.some(isSaid),
    `${selector} should say ${says}:`,
  );
  return texts.find(isSaid) as string;
}

/** What is written in all places of the page that a selector finds. */
export function textsOf(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(
    (found) => [...document.querySelectorAll<HTMLElement>(found)].map((one) => one.innerText ?? ''),
    selector,
  );
}

export interface Dropped {
  readonly name: string;
  readonly bytes: Buffer;
}

/** As a hand drops files on the page, over it first; whether the page took each step to itself. */
export async function dropFiles(page: Page, files: readonly Dropped[]): Promise<boolean[]> {
  const given = files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') }));
  return page.evaluate((list) => {
    const dataTransfer = new DataTransfer();
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name));
    }
    const stage = document.querySelector('.stage') as HTMLElement;
    return ['dragenter', 'dragover', 'drop'].map((kind) => {
      const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
      stage.dispatchEvent(event);
      return event.defaultPrevented;
    });
  }, given);
}
