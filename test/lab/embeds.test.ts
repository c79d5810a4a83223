/**
 * The lab within another page: what it is told and what it tells, whether it rests when nobody sees it, and that whatever others try on it,
 * by links, files and messages, is refused where it belongs while the film plays on.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embedOf } from '../../lab/share/embed-text.ts';
import { writeNpy } from '../../src/formats/npy.ts';
import { type LinkState, writeLink } from '../../src/link/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { packed } from '../link/packed.ts';
import { type LabPage, labIsBuilt, openLab } from './support/lab-page.ts';

const PATIENCE = { timeout: 8_000, interval: 20 };
const PLAYING = { version: 1, parkade: '0.2.0', spec: { beta: 9, tokens: 12, until: 5 }, speed: 0.1 } as const;
const fragment = (keys: Partial<LinkState> = {}) => `#${writeLink({ ...PLAYING, ...keys })}`;

/** What a page around the lab has heard from it. */
interface Heard {
  readonly is: string;
  readonly t?: number;
  readonly until?: number;
  readonly says?: string;
  readonly origin: string;
}

describe.skipIf(chromiumPath === null || !labIsBuilt)('the lab in another page (needs chromium, and dist/lab)', () => {
  let lab: LabPage;
  /** Of another origin than the lab: it gives whatever page stands here. */
  let server: Server;
  let given = '';
  let elsewhere = '';
  /** Of the lab, with a slash. */
  const origin = () => new URL('/', lab.page.url()).href;
  let around: Page;
  let frame: Frame;

  /** A page elsewhere that holds this, and notes what it is told. */
  async function pageAround(html: string): Promise<Page> {
    const page = await lab.page.context().newPage();
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    given = `<!doctype html><title>elsewhere</title><body style="margin:0">${html}<div style="height:3000px"></div>`;
    await page.addInitScript(() => {
      const noted: Heard[] = [];
      Object.assign(window, { noted });
      window.addEventListener('message', ({ data, origin }) => void (data?.parkade && noted.push({ ...data, origin })));
    });
    await page.goto(elsewhere);
    return page;
  }
  const frameIn = async (page: Page) => (await (await page.waitForSelector('iframe')).contentFrame()) as Frame;
  const noted = () => around.evaluate(() => (window as unknown as { noted: Heard[] }).noted);
  const tell = (...messages: readonly unknown[]) =>
    around.evaluate((all) => {
      for (const data of all) document.querySelector('iframe')?.contentWindow?.postMessage(data, '*');
    }, messages);
  const last = async (is: string) => (await noted()).filter((one) => one.is === is).at(-1);
  const refusals = async () => (await noted()).filter((one) => one.is === 'refused').map(({ says }) => says);

  /** The run that was there is there, and time goes on. */
  async function plays(): Promise<void> {
    expect((await last('ready'))?.until).toBe(5);
    const now = (await last('time'))?.t ?? -1;
    await expect.poll(async () => (await last('time'))?.t, PATIENCE).toBeGreaterThan(now);
  }

  beforeAll(async () => {
    server = createServer((_, response) => void response.setHeader('content-type', 'text/html').end(given));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    elsewhere = `http://localhost:${(server.address() as AddressInfo).port}/`;
    lab = await openLab({ calm: true });
    const address = origin() + fragment({ embed: 'stage' });
    around = await pageAround(embedOf({ address, level: 'stage', title: 'tokens', poster: null }));
    frame = await frameIn(around);
  });
  afterAll(async () => {
    await around?.close();
    await lab?.close();
    server?.close();
  });

  test('says that it is ready before it is asked, and no more', async () => {
    await expect.poll(() => last('ready'), PATIENCE).toMatchObject({ until: 5, origin: new URL(origin()).origin });
    expect(await last('time')).toBeUndefined();
    await tell({ parkade: 1, do: 'listen' });
    await expect.poll(() => last('time'), PATIENCE).toMatchObject({ playing: true });
    await plays();
  });

  test('pauses, seeks, plays and begins again', async () => {
    await tell({ parkade: 1, do: 'pause' }, { parkade: 1, do: 'seek', t: 2.5 });
    await expect.poll(() => last('time'), PATIENCE).toMatchObject({ t: 2.5, playing: false });
    await tell({ parkade: 1, do: 'play' });
    await plays();
    await tell({ parkade: 1, do: 'seek', t: 4.99 });
    await expect.poll(() => last('ended'), PATIENCE).toMatchObject({ t: 5 });
    await tell({ parkade: 1, do: 'restart' });
    await expect.poll(async () => (await last('time'))?.t, PATIENCE).toBeLessThan(1);
    await plays();
  });

  test('a link that somebody wrote into the address is refused there, and what was shown plays on', async () => {
    for (const [hash, says] of [
      ['#<img src=x onerror=alert(1)>', /link should consist of/],
      [`#${fragment().slice(1, 40)}`, /link should be whole/],
      [`#${packed(' '.repeat(3e7))}`, /unpacks to more/],
      [`#${packed('{"version":2,"parkade":"1.0.0"}')}`, /newer parkade/],
      [
        `#${packed('{"version":1,"parkade":"0.2.0","spec":{"beta":9,"until":5,"tokens":40000000}}')}`,
        /at most 20000 in the lab/,
      ],
      [
        `#${packed('{"version":1,"parkade":"0.2.0","spec":{"beta":9,"until":5,"dynamics":"<b>x</b>"}}')}`,
        /came as "<b>x<\/b>"/,
      ],
    ] as const) {
      await frame.evaluate((text) => void (location.hash = text), hash);
      await expect.poll(() => frame.getByRole('alert').first().innerText(), PATIENCE).toMatch(says);
      await plays();
    }
    await frame.getByRole('button', { name: 'Put this note away' }).click();
  });

  test('a file that is not what it says is refused there, and what was shown plays on', async () => {
    const npy = Buffer.from(writeNpy({ shape: [2, 2], data: Float64Array.of(1, 0, 0, 1) }));
    for (const [name, bytes, says] of [
      ['<img src=x onerror=alert(1)>', Buffer.of(1), /“<img src=x onerror=alert\(1\)>” should be/],
      ['a.json', Buffer.from([0x89, 0x50]), /should be JSON/],
      ['a.npy', npy.subarray(0, 100), /should hold its whole header/],
      ['a.npz', npy, /should be an \.npz file/],
      ['trajectory.h5', Buffer.from('garbage'), /should hold tokens in HDF5/],
      ['run.json', Buffer.from('{"format":"parkade-run"}'), /should be the record of a run/],
    ] as const) {
      await frame.evaluate(
        ([named, list]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(list)], named));
          document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        },
        [name, [...bytes]] as const,
      );
      await expect.poll(() => frame.getByRole('alert').first().innerText(), PATIENCE).toMatch(says);
      await plays();
    }
    expect(await frame.locator('img').count()).toBe(0);
    await frame.getByRole('button', { name: 'Put this note away' }).click();
  });

  test('a message that is wrong is refused to who sent it, not to who looks', async () => {
    await expect.poll(() => frame.getByRole('alert').count(), PATIENCE).toBe(0);
    for (const [asked, says] of [
      [{ do: 'eval' }, /should be one of listen/],
      [{ do: 'seek', t: 6 }, /should be from 0 to 5, the end of this run, but came as 6/],
      [{ do: 'open', link: '#<script>' }, /link should consist of/],
      [{ do: 'open', link: fragment({ spec: { beta: 9, tokens: 3, until: 5 } }).slice(0, 60) }, /link should be whole/],
    ] as const) {
      await tell({ parkade: 1, ...asked });
      await expect.poll(async () => (await refusals()).at(-1), PATIENCE).toMatch(says);
      await plays();
    }
    expect(await frame.getByRole('alert').count()).toBe(0);
  });

  test('a flood is not answered message by message, and who looks notices nothing', async () => {
    const before = (await refusals()).length;
    const begun = Date.now();
    await tell(...Array.from({ length: 4000 }, () => ({ parkade: 1, do: 'nonsense' })));
    await plays();
    const seconds = Math.ceil((Date.now() - begun) / 1000) + 1;
    expect((await refusals()).length - before).toBeLessThanOrEqual(5 * seconds);
    expect(await frame.getByRole('alert').count()).toBe(0);
    await around.waitForTimeout(1000);
    // Of many links, one at a time is opened, and the last of them is.
    await tell(
      ...Array.from({ length: 40 }, (_, i) => ({
        parkade: 1,
        do: 'open',
        link: fragment({ spec: { beta: 9, tokens: 12, until: 10 + i } }),
      })),
    );
    await expect.poll(async () => (await last('ready'))?.until, PATIENCE).toBe(49);
    await tell({ parkade: 1, do: 'open', link: fragment() });
    await expect.poll(async () => (await last('ready'))?.until, PATIENCE).toBe(5);
  });

  test('messages of others than the page around it are not heard', async () => {
    const before = (await noted()).length;
    await frame.evaluate(() => window.postMessage({ parkade: 1, do: 'pause' }, '*'));
    await plays();
    expect((await noted()).slice(before).filter(({ is }) => is === 'refused')).toEqual([]);
  });

  test('out of sight it rests, and plays on when it is seen again', async () => {
    await around.evaluate(() => window.scrollTo(0, 2500));
    await around.waitForTimeout(400);
    const now = (await last('time'))?.t;
    await around.waitForTimeout(400);
    expect((await last('time'))?.t).toBe(now);
    await around.evaluate(() => window.scrollTo(0, 0));
    await plays();
  });

  test('what stands still for somebody who wants that is not set moving by the page around', async () => {
    await tell({ parkade: 1, do: 'pause' });
    await expect.poll(() => last('time'), PATIENCE).toMatchObject({ playing: false }); // times are told now and then
    await around.emulateMedia({ reducedMotion: 'reduce' });
    await tell({ parkade: 1, do: 'play' });
    await expect.poll(async () => (await refusals()).at(-1), PATIENCE).toMatch(/"play" should be left to them/);
    expect(await last('time')).toMatchObject({ playing: false });
  });

  test('alone on its stage it has a button to play, and a way to the whole lab', async () => {
    const address = origin() + fragment({ embed: 'stage', time: 2 });
    const own = await pageAround(embedOf({ address, level: 'stage', title: 'tokens', poster: null }));
    const inside = await frameIn(own);
    await inside.getByRole('button', { name: 'Play' }).waitFor();
    expect(await inside.locator('header, [role=slider], [role=tab]').count()).toBe(0);
    const whole = inside.getByRole('link', { name: 'Open in the lab' });
    await expect.poll(() => whole.getAttribute('href'), PATIENCE).toContain('#');
    await inside.getByRole('button', { name: 'Play' }).click();
    await inside.getByRole('button', { name: 'Pause' }).waitFor();
    await own.close();
  });

  test('behind a picture nothing is fetched until somebody presses it, and no script is needed for that', async () => {
    const asked: string[] = [];
    const address = origin() + fragment({ embed: 'stage' });
    lab.page.context().on('request', (request) => void asked.push(request.url()));
    const own = await pageAround(embedOf({ address, level: 'stage', title: '12 "tokens" <b>', poster: 'a.png' }));
    const inside = await frameIn(own);
    const picture = inside.getByRole('img');
    expect(await picture.getAttribute('alt')).toBe('12 "tokens" <b>. Press to play.');
    expect(asked.filter((url) => url.startsWith(origin()))).toEqual([]);
    expect(asked).toContain(`${elsewhere}a.png`);
    await picture.click();
    await own.frameLocator('iframe').getByRole('button', { name: 'Pause' }).waitFor();
    await own.close();
    expect(lab.complaints).toEqual([]);
  });
});
