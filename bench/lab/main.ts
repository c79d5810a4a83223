/**
 * `npm run bench:lab`: the lab in Chromium as people open it. How long until the first moving picture and how many bytes until then;
 * how long scripts run in a frame while it plays, with the usual views open.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { writeLink } from 'parkade/link';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { machine } from '../machine.js';
import { quantile } from '../statistics.js';
import { frameTimes, type TraceEvent } from './trace.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = `${root}/dist/node/main.js`;
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

/** What is played: on the circle, and on the sphere. */
const settings = [
  { name: 'circle, n = 2,000', spec: { tokens: 2000, beta: 64, until: 150, events: true } },
  { name: 'sphere S², n = 1,000', spec: { tokens: 1000, dimension: 3, beta: 16, until: 150, events: true } },
];
const PLAYED_MS = 8000;
const COLD_LOADS = 5;

/** The lab as `parkade lab` serves it. */
async function serve(): Promise<{ readonly url: string; close(): void }> {
  const server = spawn(process.execPath, [program, 'lab', '--no-open', '--port', '0', '--json']);
  const first = await new Promise<string>((resolve) => server.stdout.once('data', (data) => resolve(String(data))));
  return { url: JSON.parse(first).address, close: () => server.kill('SIGINT') };
}

interface Loaded {
  readonly seconds: number;
  readonly bytes: number;
  readonly packed: number;
}

/** Waits until the page has set a mark; its content security policy lets nothing be evaluated within it. */
async function marked(page: Page, name: string, every: number): Promise<void> {
  const count = (mark: string) => performance.getEntriesByName(mark).length;
  while ((await page.evaluate(count, name)) === 0) await new Promise((resolve) => setTimeout(resolve, every));
}

/** A cold load: nothing is kept from before. */
async function coldLoad(browser: Browser, url: string): Promise<Loaded> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const bodies: Promise<Buffer | null>[] = [];
  page.on('response', (response) => void bodies.push(response.body().catch(() => null)));
  const began = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await marked(page, 'moving', 10);
  const seconds = (performance.now() - began) / 1000;
  const until = await Promise.all([...bodies]);
  await context.close();
  const all = until.filter((body) => body !== null);
  const sum = (of: (body: Buffer) => number) => all.reduce((total, body) => total + of(body), 0);
  return { seconds, bytes: sum(({ length }) => length), packed: sum((body) => gzipSync(body, { level: 9 }).length) };
}

/** A trace of the page while it plays. */
async function traced(session: CDPSession, page: Page, milliseconds: number): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  const categories = ['devtools.timeline', 'v8', 'toplevel', 'disabled-by-default-devtools.timeline'].join(',');
  await session.send('Tracing.start', { categories, transferMode: 'ReportEvents' });
  await page.waitForTimeout(milliseconds);
  await session.send('Tracing.end');
  await complete;
  return events;
}

async function played(browser: Browser, url: string, fragment: string) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(url + fragment);
  await page.waitForFunction(() => performance.getEntriesByName('computed').length > 0, undefined, {
    timeout: 120_000,
  });
  await page.waitForTimeout(1500); // views are fetched and painted
  await page.keyboard.press('r');
  const session = await context.newCDPSession(page);
  const times = frameTimes(await traced(session, page, PLAYED_MS));
  const painter = await page.locator('[data-painter]').first().getAttribute('data-painter');
  await context.close();
  return { ...times, painter };
}

const digits = (value: number, places = 1) => value.toFixed(places);
const browser = await chromium.launch({
  executablePath: process.env.PARKADE_CHROMIUM ?? '/usr/bin/chromium',
  // As people have it on such a machine: with SwiftShader forced on, a canvas would be painted by an imitated graphics card.
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const server = await serve();
try {
  console.log(`${machine()}, Chromium ${browser.version()}\n`);
  const loads: Loaded[] = [];
  for (let i = 0; i < COLD_LOADS; i++) loads.push(await coldLoad(browser, server.url));
  const seconds = loads.map((load) => load.seconds);
  console.log(
    `First moving picture after ${digits(quantile(seconds, 0.5), 2)} s (median of ${COLD_LOADS} cold loads, ${digits(Math.min(...seconds), 2)} to ${digits(Math.max(...seconds), 2)}); ${digits(loads[0].bytes / 1000, 0)} kB until then, ${digits(loads[0].packed / 1000, 0)} kB packed by gzip.\n`,
  );
  for (const { name, spec } of settings) {
    const fragment = `#${writeLink({ version: 1, parkade: version, spec })}`;
    const { script, longTasks, painter } = await played(browser, server.url, fragment);
    const long =
      longTasks.length === 0 ? 'none' : `${longTasks.length}, the longest ${digits(Math.max(...longTasks), 0)} ms`;
    console.log(
      `${name}: scripts ${digits(quantile(script, 0.5))} ms a frame (median of ${script.length}), ${digits(quantile(script, 0.95))} ms at 95 %; tasks over 50 ms: ${long}; drawn by ${painter}.`,
    );
  }
} finally {
  await browser.close();
  server.close();
}
