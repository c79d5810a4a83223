/** Maps as embedded images: the bytes are a PNG, the tiles are where they belong, the line stays within the field. */
import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { channelsOf, indexedPng } from '../../src/figures/drawing/png.ts';
import { curves, figure, heatMaps } from '../../src/figures/index.ts';
import { all, drawn, parsed, texts, wrongAttributes } from './support.ts';

interface Png {
  readonly width: number;
  readonly height: number;
  readonly pixels: number[];
  readonly colours: number[];
}

/** Reads what indexedPng writes: every chunk with its checksum, no filters. */
function read(url: string): Png {
  const bytes = Buffer.from(url.replace('data:image/png;base64,', ''), 'base64');
  expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4));
    at += 12 + length;
  }
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const lines = inflateSync(chunks.get('IDAT')!); // checks adler32
  expect(lines).toHaveLength(height * (width + 1));
  const pixels = Array.from({ length: height }, (_, row) => {
    expect(lines[row * (width + 1)]).toBe(0);
    return [...lines.subarray(row * (width + 1) + 1, (row + 1) * (width + 1))];
  }).flat();
  return { width, height, pixels, colours: [...chunks.get('PLTE')!] };
}

describe('indexedPng', () => {
  test('keeps pixels and colours', () => {
    const url = indexedPng(Uint8Array.of(0, 1, 2, 2, 1, 0), 3, 2, ['#000000', '#ff8001', '#123456']);
    expect(read(url)).toEqual({
      width: 3,
      height: 2,
      pixels: [0, 1, 2, 2, 1, 0],
      colours: [0, 0, 0, 255, 128, 1, 0x12, 0x34, 0x56],
    });
    expect(channelsOf('#ff8001')).toEqual([255, 128, 1]);
  });

  test('needs more than one block for large pictures', () => {
    const pixels = Uint8Array.from({ length: 300 * 400 }, (_, i) => i % 7);
    const url = indexedPng(pixels, 300, 400, Array(7).fill('#808080'));
    expect(read(url).pixels).toEqual([...pixels]);
  });
});

test('the key is within the figure on a telephone', () => {
  const map = { title: 'A', x: { domain: [0, 2] as const }, y: { domain: [0, 4] as const }, columns: 3 };
  const block = heatMaps([{ ...map, values: [0, 0.5, 1] }], {
    ...{ xLabel: 'time t', yLabel: 'β', value: 'share of pairs that have met', curve: 'γ = 0.999' },
  });
  const svg = drawn(figure({ title: '', subtitle: '', caption: '', blocks: [block] }), { width: 390 });
  for (const { right } of texts(svg)) expect(right).toBeLessThanOrEqual(390);
});

describe('heatMaps', () => {
  const map = { title: 'A', x: { domain: [0, 2] as const }, y: { domain: [0, 4] as const }, columns: 3 };
  const options = { xLabel: 'time t', yLabel: 'β', value: 'share', curve: 'line' };
  const draw = (curve?: readonly (readonly [number, number])[]) =>
    drawn(
      figure({
        title: 'Maps',
        subtitle: '',
        caption: '',
        blocks: [heatMaps([{ ...map, values: [0, 0.5, 1, 1, 1, 1], curve }], options)],
      }),
    );

  test('the first row of values lies at the lower end of y', () => {
    const images = all(draw(), 'image');
    expect(images).toHaveLength(2); // the key and one map, however many cells
    const { width, height, pixels } = read(images[1].getAttribute('href')!);
    expect([width, height]).toEqual([3, 2]);
    expect(pixels).toEqual([63, 63, 63, 0, 32, 63]);
  });

  test('the line is cut at the border of the field', () => {
    const svg = draw([
      [1, -4],
      [1, 2],
      [5, 2],
    ]);
    const [line] = all(svg, '[data-mark=curve]');
    const field = all(svg, '[data-panel] image')[0];
    const [left, top, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(field.getAttribute(name)));
    const numbers = [...line.getAttribute('d')!.matchAll(/[ML]([\d.]+),([\d.]+)/g)].map(([, x, y]) => [+x, +y]);
    const middle = [left + width / 2, top + height / 2];
    const expected = [[middle[0], top + height], middle, middle, [left + width, middle[1]]];
    expect(numbers.length).toBeGreaterThanOrEqual(3);
    for (const point of numbers) {
      const near = expected.some(([x, y]) => Math.abs(x - point[0]) < 0.11 && Math.abs(y - point[1]) < 0.11);
      expect(near, `${point} of ${JSON.stringify(expected)}`).toBe(true);
    }
    expect(wrongAttributes(svg)).toEqual([]);
    expect(parsed(svg.outerHTML).width).toBe(900);
    expect(all(draw([[5, 5]]), '[data-mark=curve]')).toHaveLength(0);
  });
});

test('curves draw standard errors as bars, and name an axis that is no time', () => {
  const panel = { title: 'A', across: 'β', ts: [1, 2, 3], domain: [0, 4] as const };
  const series = { name: '', values: [1, 2, null], errors: [0.5, null, 0.5], points: true };
  const svg = drawn(curves({ title: 'Errors', ts: [], panels: [{ ...panel, series: [series] }] }));
  const plain = drawn(curves({ title: 'Errors', ts: [], panels: [{ ...panel, series: [{ ...series, errors: [] }] }] }));
  // Bars are 1.2 wide; 150 units of height show 4 units of value.
  const bars = (root: Element) =>
    all(root, 'g[stroke-width="1.2"] path, path[stroke-width="1.2"]').map((path) => {
      const [, , y1 = Number.NaN, , y2 = Number.NaN] =
        /^M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)$/.exec(path.getAttribute('d') ?? '') ?? [];
      return Math.abs(Number(y2) - Number(y1));
    });
  expect(bars(plain)).toEqual([]);
  expect(bars(svg)).toHaveLength(1);
  expect(bars(svg)[0]).toBeCloseTo((2 * 0.5 * 150) / 4, 1);
  expect(texts(svg).map(({ content }) => content)).toContain('β');
  expect(texts(svg).map(({ content }) => content)).not.toContain('time t');
});
