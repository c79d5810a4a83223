/**
 * `npm run shots`: the lab as people see it, every state of the gallery and every panel, light and dark, on four widths, into out/shots.
 *
 *   npm run shots -- --only figure-2 --width 360
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { gallery } from '../dist/gallery/index.js';
import { shortSpec, writeLink } from '../dist/link/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { only: { type: 'string' }, width: { type: 'string' }, to: { type: 'string' } },
});
const folder = values.to ?? `${root}out/shots`;
const heights = { 360: 780, 768: 1024, 1280: 800, 1920: 1080 };
const widths = values.width ? [Number(values.width)] : Object.keys(heights).map(Number);
const PATIENCE = 120_000;

/** Every state of the gallery at its end, then the panels beside the first of them. */
const states = gallery.flatMap(({ states }) => states);
const PANELS = ['Setting', 'Theory', 'Gallery', 'Share'];
const shots = [
  ...states.map((state) => ({ name: state.id, state, panel: null })),
  ...PANELS.map((panel) => ({ name: `panel-${panel.toLowerCase()}`, state: states[0], panel })),
].filter(({ name }) => values.only === undefined || name === values.only);

function fragmentOf({ spec, logTime, views, camera, colouring, at }) {
  return writeLink({
    ...{ version: 1, parkade: '0.2.0', spec: shortSpec(spec), time: at ?? 1e300 },
    logTime: logTime ?? spec.until > 2000,
    ...(views && { views }),
    ...(camera && { camera: { longitude: camera[0], latitude: camera[1] } }),
    ...(colouring && { colour: colouring }),
  });
}

const server = spawn(process.execPath, [`${root}dist/node/main.js`, 'lab', '--no-open', '--json']);
const first = await new Promise((resolve) => server.stdout.once('data', (data) => resolve(String(data))));
const { address } = JSON.parse(first);
const browser = await chromium.launch({
  executablePath: process.env.PARKADE_CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
mkdirSync(folder, { recursive: true });
try {
  for (const width of widths) {
    for (const colorScheme of ['light', 'dark']) {
      const viewport = { width, height: heights[width] ?? 900 };
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      for (const { name, state, panel } of shots) {
        const page = await context.newPage();
        await page.goto(`${address}#${fragmentOf(state)}`);
        await page.locator('[data-computed=true]').waitFor({ timeout: PATIENCE });
        if (panel) await page.getByRole('tab', { name: panel }).click();
        await page.waitForTimeout(900); // views are fetched, disks come to rest
        await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: width < 1024 });
        await page.close();
      }
      console.log(`${shots.length} pictures at ${width} px, ${colorScheme}`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  server.kill('SIGINT');
}
