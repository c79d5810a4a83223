/** Whatever a title or the name of a file holds: the picture is well-formed, and its text stays within it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { figure, legend } from '../../src/figures/drawing/figure.ts';
import { shortened, textWidth, UNSHOWN, visible, wrapText } from '../../src/figures/drawing/text.ts';
import { spectraFigure } from '../../src/figures/index.ts';
import { renderPng, renderSvg } from '../../src/node/render/render.ts';
import { drawn, parsed, texts } from './support.ts';

const SPECTRUM = {
  re: Float64Array.of(1),
  im: Float64Array.of(0),
  leading: { re: 1, im: 0, sign: 1, multiplicity: 1, real: true },
};

function saying(title: string) {
  const item = { label: title, width: 10, symbol: ({ el }: { el(name: string): Node }) => el('g') };
  return figure({ title, subtitle: title, caption: title, blocks: [legend([item as never])] });
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(...'<>&"\'\0\x01\x1b\x7f\u0085\ufffe\uffff\ud800\udc00\t\n]_^{}жЖ中😀'),
    maxLength: 40,
  }),
);

test('any string is drawn into well-formed SVG', () => {
  fc.assert(
    fc.property(hostile, (title) => {
      const svg = renderSvg(saying(title));
      expect(parsed(svg).width).toBe(900);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML forbids
      expect(svg).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
    }),
    { numRuns: 60 },
  );
});

test('what was < and & comes back as it was; what no document may hold is a sign', () => {
  const svg = renderSvg(saying('a<b> & "c" \u0001\ud800'));
  expect(svg).toContain(`<title>a&lt;b&gt; &amp; "c" ${UNSHOWN}${UNSHOWN}</title>`);
  expect(renderPng(svg).length).toBeGreaterThan(1000);
  expect(visible('tabs\tand\nlines stay')).toBe('tabs\tand\nlines stay');
});

test('names of hundreds of letters stay within the picture', () => {
  for (const name of ['x'.repeat(300), 'W'.repeat(200), '中'.repeat(200), 'word '.repeat(80), '😀'.repeat(90)]) {
    for (const width of [360, 900]) {
      const svg = drawn(saying(name), { width });
      const layout = Number(svg.getAttribute('viewBox')?.split(' ')[2]);
      for (const { content, right } of texts(svg)) expect(right, content).toBeLessThanOrEqual(layout - 15);
    }
  }
});

test('a panel shows the end of the name of its file', () => {
  const title = `${'deep/'.repeat(60)}head.json`;
  const spectra = spectraFigure({
    title: 'Spectra',
    subtitle: '',
    caption: '',
    panels: [1, 2, 3].map(() => ({ title, spectrum: SPECTRUM })) as never,
  });
  const svg = drawn(spectra, { width: 600 });
  const [named] = texts(svg).filter(({ content }) => content.endsWith('head.json'));
  expect(named.content.startsWith('…')).toBe(true);
  expect(named.left).toBeGreaterThanOrEqual(0);
});

test('lines are broken between words, and within a word only where it is wider than a line', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab中 '), maxLength: 80 }),
      fc.integer({ min: 30, max: 200 }),
      (text, width) => {
        const lines = wrapText(text, 10, width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(textWidth(line, 10)).toBeLessThanOrEqual(width);
      },
    ),
  );
  expect(wrapText('one two', 10, 30)).toEqual(['one', 'two']);
});

test('what is shortened fits, and keeps the side that was asked for', () => {
  expect(shortened('short', 10, 200)).toBe('short');
  expect(shortened('abcdefghijklmnop', 10, 40)).toMatch(/^abc.*…$/);
  expect(shortened('abcdefghijklmnop', 10, 40, { keep: 'end' })).toMatch(/^….*nop$/);
  expect(textWidth(shortened('W'.repeat(99), 10, 40), 10)).toBeLessThanOrEqual(40);
});
