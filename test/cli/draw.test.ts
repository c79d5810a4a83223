/** parkade draw: formats, flags, standard output, and refusals before any work. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type PictureFormat, pictureFormats } from '../../src/node/render/picture-formats.ts';
import { parsed } from '../figures/support.ts';
import { parkadeHere } from './in-process.ts';
import { scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const at = (name: string) => join(folder, name);
const bytes = (name: string) => readFileSync(at(name));
/** Names of files are of that folder. */
const draw = (...words: string[]) =>
  parkadeHere([
    'draw',
    at('run'),
    ...words.map((word, i) => (words[i - 1] === '--to' && word !== '-' ? at(word) : word)),
  ]);

beforeAll(async () => {
  const made = ['--tokens', '20', '--beta', '64', '--save-at', '0,1,2.5,10', '--out', at('run')];
  expect((await parkadeHere(['simulate', ...made])).code).toBe(0);
});

describe('every format of a still picture', () => {
  const beginnings = { svg: '<?xml', png: '\x89PNG', pdf: '%PDF-1' };

  const still = Object.keys(beginnings) as (keyof typeof beginnings)[];

  test('is a still one, or moves (moving.test.ts)', () => {
    const moving = Object.entries<PictureFormat>(pictureFormats).filter(([, { moves }]) => moves);
    expect(Object.keys(pictureFormats)).toEqual([...still, ...moving.map(([name]) => name)]);
  });

  test.each(still)('%s by its ending and by name', async (format) => {
    expect((await draw('--to', `a.${format}`)).code).toBe(0);
    expect((await draw('--to', `of-another-ending.${format}.x`, '--format', format)).code).toBe(0);
    expect(bytes(`a.${format}`).toString('latin1').startsWith(beginnings[format])).toBe(true);
    expect(bytes(`of-another-ending.${format}.x`).equals(bytes(`a.${format}`))).toBe(true);
  });

  test('a PDF embeds its fonts, and says nothing that the picture does not', async () => {
    await draw('--to', 'fonts.pdf', '--title', 'θ̇ of ⟨x⟩');
    const pdf = bytes('fonts.pdf').toString('latin1');
    for (const font of ['Inter-Regular', 'Inter-SemiBold', 'DejaVuSans']) {
      expect(pdf).toMatch(new RegExp(`/FontName /[A-Z]{6}\\+${font}`));
    }
    expect(pdf.match(/\/FontFile2/g)).toHaveLength(3);
  });
});

describe('standard output', () => {
  test('holds the picture and nothing else, SVG unless told', async () => {
    const { stdout, stderr, code } = await draw('--to', '-');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await draw('--to', 'same.svg');
    expect(stdout).toBe(bytes('same.svg').toString());
    expect((await draw('--to', '-', '--format', 'pdf')).stdout).toMatch(/^%PDF-1/);
    expect(existsSync(join(folder, '-'))).toBe(false);
  });

  test('cannot hold JSON too', async () => {
    const { code, stderr } = await draw('--to', '-', '--json');
    expect(code).toBe(2);
    expect(stderr).toContain('"--json" should come with a file to write');
  });
});

describe('times', () => {
  test('are the nearest saved ones, and that is said', async () => {
    const { stdout } = await draw('--figure', 'circle', '--times', '0,3,9.5', '--to', 't.svg');
    expect(stdout).toContain('The nearest saved times are shown: t = 2.5 for 3, 10 for 9.5.');
    const svg = bytes('t.svg').toString();
    for (const shown of ['t = 0', 't = 2.5', 't = 10']) expect(svg).toContain(`data-panel="${shown}"`);
    expect(svg).not.toContain('data-panel="t = 1"');
  });

  test('that were saved are shown without a word; on standard output the word goes elsewhere', async () => {
    expect((await draw('--times', '1,10', '--to', 't2.svg')).stdout).not.toContain('Nearest');
    const { stdout, stderr } = await draw('--times', '1.1', '--to', '-');
    expect(stderr).toContain('t = 1 for 1.1');
    expect(stdout).not.toContain('Nearest');
  });

  test.each([
    [['--times', '1,11'], /between the first and the last saved time, 0 and 10, but 11 came/],
    [['--times', '1,x'], /times ≥ 0 such as 0,1.5,1e9, but came as "1,x"/],
    [['--panels', '0'], /"--panels" should be a whole number ≥ 1, but came as "0"/],
    [['--figure', 'space-time', '--times', '1'], /"--times" should come with a figure that takes it \(circle, sphere/],
    [['--figure', 'circle', '--log-time'], /"--log-time" should come with a figure that takes it \(space-time/],
    [
      ['--figure', 'merge-tree'],
      /made without; make it again with "parkade simulate .*run\/run.json --events --out FOLDER"/,
    ],
    [['--figure', 'sphere'], /one of circle, .* for tokens of dimension 2, but came as "sphere"/],
    [['--to', 'a.jpg'], /"--to" should be one of svg, png, pdf/],
    [['--format', 'gip'], /"--format" should be one of svg, png, pdf/],
  ])('%j is refused', async (words, says) => {
    const { code, stderr } = await draw(...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
  });
});

test('panels, title and time axis are as asked', async () => {
  expect((await draw('--panels', '2', '--title', 'Mine & <yours>', '--log-time', '--to', 'mine.svg')).stdout).toBe(
    `${at('mine.svg')}: Mine & <yours>.\n`,
  );
  const svg = bytes('mine.svg').toString();
  expect(svg.match(/data-panel="t = /g)).toHaveLength(2);
  expect(svg).toContain('<title>Mine &amp; &lt;yours&gt;</title>');
  parsed(svg);
});
