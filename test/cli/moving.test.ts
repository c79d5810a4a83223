/** parkade draw to what moves: GIF read by another program's decoder, a film by ffmpeg, a page by a browser. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GifReader } from 'omggif';
import { beforeAll, describe, expect, test } from 'vitest';
import { movingTokens } from '../../src/figures/index.ts';
import { run } from '../../src/index.ts';
import { renderPixels, renderSvg } from '../../src/node/render/render.ts';
import { chromiumPath, launchChromium } from '../browser/chromium.ts';
import { parkadeHere } from './in-process.ts';
import { scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);
const draw = (...words: string[]) => parkadeHere(['draw', at('run'), ...words]);
const made = { tokens: 12, beta: 16, seed: 2, until: 30, saveAt: 'lin:0:30:11' };
const LAST = 10;

beforeAll(async () => {
  const words = ['--tokens', '12', '--beta', '16', '--seed', '2', '--save-at', 'lin:0:30:11', '--out', at('run')];
  expect((await parkadeHere(['simulate', ...words])).code).toBe(0);
});

describe('GIF', () => {
  let gif: GifReader;
  beforeAll(async () => {
    expect(await draw('--to', at('run.gif'), '--width', '320')).toMatchObject({ code: 0, stderr: '' });
    gif = new GifReader(readFileSync(at('run.gif')));
  });

  test('has a frame for each saved time, lasts twelve seconds and loops', () => {
    expect(gif.numFrames()).toBe(11);
    const delays = Array.from({ length: 11 }, (_, i) => gif.frameInfo(i).delay);
    expect(delays.reduce((a, b) => a + b, 0)).toBeGreaterThan(1190);
    expect(delays.reduce((a, b) => a + b, 0)).toBeLessThan(1210); // hundredths of a second
    expect(gif.loopCount()).toBe(0);
  });

  test('shows what the figure shows, frame upon frame, to the steps of its colours', async () => {
    const moving = movingTokens(await run(made));
    const seen = new Uint8Array(4 * gif.width * gif.height);
    for (let i = 0; i <= LAST; i++) {
      gif.decodeAndBlitFrameRGBA(i, seen);
      const { data, width, height } = renderPixels(renderSvg(moving.figure(i), { width: 320 }));
      expect([gif.width, gif.height]).toEqual([width, height]);
      let far = 0;
      for (let p = 0; p < data.length; p++) if (Math.abs(data[p] - seen[p]) > 24) far++;
      expect(far / data.length).toBeLessThan(0.001);
    }
  });
});

describe('a page', () => {
  beforeAll(async () => {
    expect((await draw('--to', at('run.html'))).code).toBe(0);
  });

  test('asks nobody for anything', () => {
    const page = readFileSync(at('run.html'), 'utf8');
    expect(page).not.toMatch(/(src|href)="|url\(|@import|https?:\/\/(?!www\.w3\.org\/)/);
  });

  test.skipIf(chromiumPath === null)('plays, and follows slider and keys (needs chromium)', async () => {
    const browser = await launchChromium();
    try {
      const still = await browser.newPage({ reducedMotion: 'reduce' });
      const mistakes: string[] = [];
      still.on('pageerror', ({ message }) => mistakes.push(message));
      await still.goto(pathToFileURL(at('run.html')).href);
      const now = () => still.textContent('#now');
      await still.waitForSelector('#player:not([hidden])');
      expect(await now()).toBe('t = 30');
      await still.keyboard.press('ArrowLeft');
      expect(await now()).toBe('t = 27');
      await still.fill('#time', '0');
      expect(await now()).toBe('t = 0');
      expect(await still.textContent('#picture [data-panel]')).toContain('t = 0');
      await still.click('#play');
      await still.waitForFunction(() => document.querySelector('#now')?.textContent === 't = 3');
      expect(mistakes).toEqual([]);
      const moved = await browser.newPage();
      await moved.goto(pathToFileURL(at('run.html')).href);
      await moved.waitForFunction(() => document.querySelector('#now')?.textContent === 't = 3');
    } finally {
      await browser.close();
    }
  });
});

describe('a film', () => {
  const ffmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

  test.skipIf(!ffmpeg)('has every tick of the clock and the rest at the end (needs ffmpeg)', async () => {
    expect((await draw('--to', at('run.mp4'), '--width', '321')).code).toBe(0);
    const { stderr } = spawnSync('ffmpeg', ['-i', at('run.mp4'), '-f', 'null', '-'], { encoding: 'utf8' });
    expect(stderr).toMatch(/Video: h264|Video: mpeg4/);
    expect(stderr).toMatch(/322x\d*[02468][ ,]/);
    expect(stderr).toMatch(/frame= *180 /);
  });

  test('needs ffmpeg, and says so before any work', async () => {
    const path = process.env.PATH;
    process.env.PATH = folder;
    try {
      const { code, stderr } = await draw('--to', at('none.mp4'));
      expect(code).toBe(2);
      expect(stderr).toMatch(/encoded by ffmpeg, but no program of that name was found; install it/);
    } finally {
      process.env.PATH = path;
    }
    expect(existsSync(at('none.mp4'))).toBe(false);
  });
});

test.each([
  [['--figure', 'curves'], /"--figure" should come with a still picture .* but curves came with .*x\.gif/],
  [['--times', '0,3'], /"--times" should come with a still picture/],
  [['--panels', '3'], /"--panels" should come with a still picture/],
])('%s is refused for what moves', async (words, sentence) => {
  const { code, stderr } = await draw(...words, '--to', at('x.gif'));
  expect({ code, there: existsSync(at('x.gif')) }).toEqual({ code: 2, there: false });
  expect(stderr).toMatch(sentence);
});
