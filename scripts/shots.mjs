/**
 * `npm run shots`: the lab as people see it, every state of the gallery, every view and every panel, light and dark, on four widths, into out/shots.
 *
 *   npm run shots -- --only view- --width 360
 *
 * out/shots/index.html shows all of them side by side.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { gallery } from '../dist/gallery/index.js';
import { shortSpec, writeLink } from '../dist/link/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const { values } = parseArgs({
  options: { only: { type: 'string' }, width: { type: 'string' }, to: { type: 'string' } },
});
const folder = values.to ?? `${root}out/shots`;
const heights = { 360: 780, 768: 1024, 1280: 800, 1920: 1080 };
const widths = values.width ? [Number(values.width)] : Object.keys(heights).map(Number);
const PATIENCE = 120_000;

/** Every state of the gallery at its end; then, beside a plain one of them, every view, every panel, and whatever else is opened or done. */
const states = gallery.flatMap(({ states }) => states);
const [plain] = states;
const sphere = states.find(({ spec }) => spec.dimension === 3) ?? plain;
/** Their registry imports components, which Node does not read: its text says which there are. */
const registry = readFileSync(`${root}lab/views/index.ts`, 'utf8');
const VIEWS = [...registry.matchAll(/^ {4}id: '(\w+)'/gm)].map(([, id]) => id);
const PANELS = ['Setting', 'Theory', 'Gallery', 'Share'];
const tab = (page, name) => page.getByRole('tab', { name, exact: true }).click();
/** A panel, when all that it asks for is there. */
async function opened(page, panel) {
  await tab(page, panel);
  if (panel === 'Theory') await page.getByRole('heading', { name: /What is seen/ }).waitFor({ timeout: PATIENCE });
}
const done = {
  tour: (page) => page.getByRole('button', { name: 'Tour', exact: true }).click(),
  compare: (page) => page.getByRole('button', { name: 'Compare two settings' }).click(),
  help: (page) => page.keyboard.press('?'),
  async guess(page) {
    await tab(page, 'Gallery');
    await page.getByText('Guess first', { exact: true }).click();
    await page.locator('.gallery .card').first().click();
    await page.getByRole('region', { name: 'Guess first' }).getByRole('heading').waitFor({ timeout: PATIENCE });
  },
  async held(page) {
    await page.getByRole('application').focus();
    for (const key of [']', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await page.waitForTimeout(1500);
  },
  async recorded(page) {
    await tab(page, 'Share');
    await page.locator('input[type=file]').setInputFiles(`${root}examples/layers.npy`);
    await page.getByText('recorded elsewhere').first().waitFor({ timeout: PATIENCE });
    await tab(page, 'Setting');
  },
  async figure(page) {
    await tab(page, 'Gallery');
    await page.locator('.gallery .card').filter({ hasText: 'Angles over time' }).click();
    await page.locator('dialog .figure > svg').waitFor({ timeout: PATIENCE });
  },
};
const shots = [
  ...states.map((state) => ({ name: state.id, state })),
  ...VIEWS.map((id) => ({ name: `view-${id}`, state: { ...(id === 'distances' ? sphere : plain), views: [id] } })),
  ...PANELS.map((panel) => ({
    name: `panel-${panel.toLowerCase()}`,
    state: plain,
    act: (page) => opened(page, panel),
  })),
  ...Object.entries(done).map(([name, act]) => ({ name: `with-${name}`, state: plain, act })),
  ...['stage', 'timeline'].map((embed) => ({ name: `embed-${embed}`, state: { ...plain, embed } })),
].filter(({ name }) => values.only === undefined || name.startsWith(values.only));

function fragmentOf({ spec, logTime, views, camera, colouring, at, embed }) {
  return writeLink({
    ...{ version: 1, parkade: version, spec: shortSpec(spec), time: at ?? 1e300 },
    logTime: logTime ?? spec.until > 2000,
    ...(views && { views }),
    ...(camera && { camera: { longitude: camera[0], latitude: camera[1] } }),
    ...(colouring && { colour: colouring }),
    ...(embed && { embed }),
  });
}

/** Pages at once: most of the time each waits for something to come to rest. */
const LANES = 3;

async function take(context, { state, act }, path, fullPage) {
  const page = await context.newPage();
  await page.goto(`${address}#${fragmentOf(state)}`);
  await page.locator('[data-computed=true]').waitFor({ timeout: PATIENCE });
  await act?.(page);
  await page.waitForTimeout(900); // views are fetched, disks come to rest
  await page.screenshot({ path, fullPage });
  await page.close();
}

const server = spawn(process.execPath, [`${root}dist/node/main.js`, 'lab', '--no-open', '--json']);
const first = await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data))));
const { address } = JSON.parse(first);
const browser = await chromium.launch({
  executablePath: process.env.PARKADE_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
mkdirSync(folder, { recursive: true });
const sheet = (width, scheme) => {
  const figures = shots.map(
    ({ name }) =>
      `<figure><a href="${name}-${width}-${scheme}.png"><img loading="lazy" src="${name}-${width}-${scheme}.png" alt="${name}"></a><figcaption>${name}</figcaption></figure>`,
  );
  return `<h2>${width} px, ${scheme}</h2><div>${figures.join('\n')}</div>`;
};
const style =
  'body{font:14px system-ui;margin:24px}div{display:flex;flex-wrap:wrap;gap:16px}figure{margin:0;width:300px}img{width:100%;border:1px solid #ccc}';
const sheets = widths.flatMap((width) => ['light', 'dark'].map((scheme) => sheet(width, scheme)));
writeFileSync(
  `${folder}/index.html`,
  `<!doctype html><meta charset="utf-8"><title>The lab as people see it</title><style>${style}</style>${sheets.join('\n')}`,
);
try {
  for (const width of widths) {
    for (const colorScheme of ['light', 'dark']) {
      const viewport = { width, height: heights[width] ?? 900 };
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const waiting = [...shots];
      const lane = async () => {
        for (let shot = waiting.shift(); shot !== undefined; shot = waiting.shift()) {
          await take(context, shot, `${folder}/${shot.name}-${width}-${colorScheme}.png`, width < 1024);
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      console.log(`${shots.length} pictures at ${width} px, ${colorScheme}`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  server.kill('SIGINT');
}
