/** Links and files opened: they come back whole; what is wrong is refused, and what was there stays; what was looked at is kept here. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { execute, prepareRun, type RunSpec } from '../../src/index.ts';
import { readLink, trajectoryBytes } from '../../src/link/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { parkade, scratchFolder } from '../cli/parkade.ts';
import {
  type Dropped,
  dropFiles,
  eventually,
  hashOf,
  type LabPage,
  labIsBuilt,
  openLab,
  shows,
  small,
  textsOf,
} from './support/lab-page.ts';

async function shaOf(spec: RunSpec): Promise<string> {
  const { trajectory } = await execute(prepareRun({ ...spec, observe: 'none' }));
  const hash = createHash('sha256');
  for (const chunk of trajectoryBytes(trajectory)) hash.update(chunk);
  return hash.digest('hex');
}

const text = (name: string, words: string): Dropped => ({ name, bytes: Buffer.from(words) });

describe.skipIf(chromiumPath === null || !labIsBuilt)('sharing in Chromium (needs chromium, and dist/lab)', () => {
  const folder = scratchFolder();
  let lab: LabPage;
  const state = async () => readLink(await lab.fragment());
  const shownSpec = (wanted: Partial<RunSpec>) =>
    eventually(state, ({ spec }) => Object.entries(wanted).every(([key, value]) => spec[key as 'beta'] === value));
  const goTo = (hash: string) => lab.page.evaluate((to) => void (location.hash = to), hash);

  /** As a hand drops files on the page: over it first. */
  async function drop(files: readonly Dropped[], { page } = lab): Promise<void> {
    const taken = await dropFiles(page, files);
    // Otherwise the browser would leave the page for the file.
    expect(taken.slice(1)).toEqual([true, true]);
  }

  beforeAll(async () => {
    lab = await openLab({ calm: true, hash: hashOf(small, { sha256: await shaOf(small), time: 10 }) });
    await lab.computed();
  });
  afterAll(() => lab?.close());

  test('a link with the hash that Node computes: the page that opens it says that it is the same', async () => {
    await shows(lab.page, '.notes', 'Identical to the author’s, bit by bit.');
    await goTo(hashOf(small, { sha256: '0'.repeat(64), time: 10 }));
    await shows(lab.page, '.notes', 'Not the author’s: the same setting gave other numbers here.');
    await lab.page.getByRole('button', { name: 'Put this note away' }).click();
    expect(await textsOf(lab.page, '.notes')).toEqual([]);
  });

  test('the link that the page offers restores setting, time and hash', async () => {
    await lab.panel('Share');
    const field = lab.page.getByRole('textbox', { name: 'Link' });
    const link = await eventually(
      () => field.inputValue(),
      (written) => written.includes('#') && readLink(written).sha256 !== undefined,
    );
    const { spec, sha256, time } = readLink(link);
    expect({ ...spec, ...small }).toEqual({ ...small, ...spec });
    expect([sha256, time]).toEqual([await shaOf(small), 10]);
    await lab.page.getByRole('checkbox', { name: 'at the time shown' }).uncheck();
    await eventually(
      () => field.inputValue(),
      (written) => readLink(written).time === undefined,
    );
  });

  test('what was looked at is listed, opened again, cleared, and stays so after a reload', async () => {
    await goTo(hashOf({ ...small, beta: 4 }));
    await shownSpec({ beta: 4 });
    // The address is written before the list.
    const items = async () => {
      await lab.panel('Views');
      await lab.panel('Share');
      return textsOf(lab.page, 'ol button');
    };
    const listed = await eventually(items, (found) => found[0]?.startsWith('β = 4'));
    expect(listed.slice(0, 2)).toEqual([
      expect.stringMatching(/^β = 4, n = 12, seed 3\n/),
      expect.stringMatching(/^β = 9, n = 12, seed 3\n/),
    ]);
    await lab.page
      .getByRole('button', { name: /^β = 9, n = 12, seed 3/ })
      .first()
      .click();
    await shownSpec({ beta: 9 });
    await lab.computed();
    await items();
    await lab.page.getByRole('button', { name: 'Clear this list' }).click();
    const empty = 'Settings that you change are listed here.';
    await shows(lab.page, 'section p', empty);
    await lab.page.reload();
    await lab.computed();
    await lab.panel('Share');
    await shows(lab.page, 'section p', empty);
    expect(await textsOf(lab.page, 'ol button')).toEqual([]);
  });

  test('specifications that are dropped are opened, as JSON and as YAML', async () => {
    await lab.page.evaluate(() =>
      document.querySelector('.stage')?.dispatchEvent(new DragEvent('dragover', { bubbles: true })),
    );
    await shows(lab.page, '.drop', 'Drop a specification');
    await drop([text('spec.json', JSON.stringify({ ...small, beta: 5 }))]);
    await shownSpec({ beta: 5, tokens: 12 });
    expect(await textsOf(lab.page, '.drop')).toEqual([]);
    await drop([text('spec.yaml', stringify({ ...small, beta: 6, tokens: 7 }))]);
    await shownSpec({ beta: 6, tokens: 7 });
    await drop([text('spec.yml', 'beta: 7\ntokens: 8\nuntil: 4\n')]);
    expect((await shownSpec({ beta: 7 })).spec).toEqual({ beta: 7, tokens: 8, until: 4 });
  });

  test('the files of a run’s folder are opened, and compared with what is computed here', async () => {
    parkade(['simulate', '--beta=8', '--tokens=12', '--until=3', '--out', 'run'], folder);
    const files = readdirSync(join(folder, 'run')).map((name) => ({
      name,
      bytes: readFileSync(join(folder, 'run', name)),
    }));
    expect(files.length).toBeGreaterThan(1);
    await drop(files);
    await shownSpec({ beta: 8, tokens: 12 });
    await shows(lab.page, '.notes', 'Identical to the author’s, bit by bit.');
    await drop(files.filter(({ name }) => name !== 'run.json'));
    await shows(lab.page, '[role=alert]', 'The folder of a run should hold run.json, but it is not among these files');
    await shownSpec({ beta: 8 });
  });

  test.each([
    [/"beta" should be a finite number ≥ 0/, text('spec.json', '{"beta": -1, "until": 4}')],
    [/cannot be read/, text('spec.json', '{"beta": ')],
    [/should hold a mapping/, text('spec.json', '3')],
    [/should be a specification/, text('picture.bmp', 'BM')],
    [/should be the record of a run/, text('run.json', '{"format": "parkade-run"}')],
    [/"tokens"/, text('spec.yaml', 'beta: 9\nuntil: 4\ntokens: 1000000000')],
  ])('what is wrong is refused, and what was there stays: %s', async (says, file) => {
    await drop([file]);
    await shows(lab.page, '.notes [role=alert]', says);
    expect((await state()).spec).toMatchObject({ beta: 8, tokens: 12 });
    expect(lab.complaints).toEqual([]);
  });

  test('a wrong link is refused in a sentence, and the first sight is there; so is one that comes later', async () => {
    const other = await openLab({ calm: true, hash: '#not-a-link' });
    await shows(other.page, '[role=alert]', /link should/);
    await shows(other.page, 'header', 'Drag x₁');
    for (const hash of ['#eNo', '#eNoDAAAAAAE', `#${'A'.repeat(300_000)}`]) {
      await other.page.locator('.notes button').click();
      await other.page.evaluate((to) => void (location.hash = to), hash);
      await shows(other.page, '[role=alert]', /link should/);
    }
    await other.computed();
    // What is dropped on the first sight is in the address too, for a reload.
    await drop([text('spec.json', '{"beta": 3, "tokens": 6, "until": 2}')], other);
    await eventually(other.fragment, (hash) => hash.length < 1000 && readLink(hash).spec.beta === 3);
    expect(other.complaints).toEqual([]);
    await other.close();
  });
});
