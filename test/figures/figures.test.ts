import { Window } from 'happy-dom';
import { describe, expect, it } from 'vitest';
import {
  type Canvas,
  curves,
  type Figure,
  type FigureDefinition,
  figureOf,
  figureRegistry,
  runOverview,
  sceneOf,
  spaceTime,
  sphereSnapshots,
} from '../../src/figures/index.ts';
import { type RunResult, type RunSpec, run } from '../../src/index.ts';
import { xmlOf } from '../../src/node/render/xml.ts';
import { recorded } from '../support/recorded.ts';
import { all, drawn, fontSizes, overlapping, parsed, texts, wrongAttributes } from './support.ts';

const loose = { rtol: 1e-4, atol: 1e-6 } as const;
const cases: Record<string, RunSpec> = {
  'the setting of Figure 2': { beta: 64, tokens: 200, saveAt: [0, 2, 10, 20, 75, 150], ...loose },
  'many saved times': { beta: 64, tokens: 60, saveAt: 'lin:0:50:101', events: true, ...loose },
  'a single token at a single time': { beta: 64, tokens: 1, saveAt: [3], events: true },
  'two tokens, log times': { beta: 9, tokens: 2, saveAt: 'log:0.1:1000:20', events: true },
  'identical tokens': { beta: 64, initial: [1, 1, 1, 1], saveAt: 'lin:0:5:11', events: true },
  'full attention that repels': {
    beta: 4,
    tokens: 20,
    mask: 'full',
    value: -1,
    saveAt: 'lin:0:5:11',
    events: true,
    ...loose,
  },
  'frozen centers': {
    beta: 10,
    tokens: 30,
    dynamics: 'frozen-centers',
    centers: [
      [1, 0],
      [0, -1],
    ],
    saveAt: 'lin:0:10:21',
    ...loose,
  },
  'the sphere': { beta: 9, tokens: 64, dimension: 3, saveAt: 'lin:0:50:26', events: true, ...loose },
  'the sphere, all at a pole': {
    beta: 9,
    initial: [
      [0, 0, 1],
      [0, 0, 1],
    ],
    until: 1,
    saveAt: [0],
  },
  'dimension 16': { beta: 9, tokens: 40, dimension: 16, saveAt: 'lin:0:20:21', events: true, ...loose },
  'dimension 5, one token': { beta: 9, tokens: 1, dimension: 5, saveAt: [1] },
  'nothing measured': { beta: 9, tokens: 20, dimension: 4, saveAt: 'lin:0:5:11', observe: 'none', ...loose },
};
const results = new Map<string, RunResult>();
for (const [name, spec] of Object.entries(cases)) results.set(name, await run(spec));
const resultOf = (name: keyof typeof cases) => results.get(name)!;
const canvases: Omit<Canvas, 'document'>[] = [
  { theme: 'light', width: 900 },
  { theme: 'dark', width: 600 },
  { theme: 'light', width: 360, bare: true },
];

function figuresOf(result: RunResult): [string, Figure][] {
  const definitions: FigureDefinition[] = Object.values(figureRegistry);
  const supported = definitions.filter(
    ({ supports, needsEvents }) => supports(result.trajectory.problem.shape) && (!needsEvents || result.events),
  );
  return [
    ['default', figureOf(result)],
    ['default, log time', figureOf(result, { logTime: true })],
    ...supported.map(({ name, make }): [string, Figure] => [name, make(result)]),
  ];
}

describe.each([...results])('%s', (_, result) => {
  const made = figuresOf(result);
  const canvas900 = canvases[0];
  const drawings = new Map(
    canvases.map((canvas) => [canvas, made.map(([name, figure]) => ({ name, figure, svg: drawn(figure, canvas) }))]),
  );

  it.each(canvases)('is well formed, $theme, $width px', (canvas) => {
    for (const { name, svg } of drawings.get(canvas)!) {
      const source = svg.outerHTML;
      expect(source, name).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(source.match(/xmlns=/g)?.length, name).toBe(1);
      expect(source, name).not.toMatch(/<style|currentColor|class=|var\(| id=/);
      expect(wrongAttributes(svg), name).toEqual([]);
      expect(parsed(source).width, name).toBe(canvas.width);
      expect(source.length, name).toBeLessThan(1.5e6);
    }
  });

  it.each(canvases)('has legible text that nothing covers or cuts, $theme, $width px', (canvas) => {
    for (const { name, svg } of drawings.get(canvas)!) {
      const [, , width, height] = svg.getAttribute('viewBox')!.split(' ').map(Number);
      expect(width, name).toBeLessThanOrEqual(600);
      expect(Math.min(...fontSizes(svg)), name).toBeGreaterThanOrEqual(11);
      const lines = texts(svg);
      expect(overlapping(lines), name).toEqual([]);
      for (const line of lines) {
        expect(line.left, `${name}: ${line.content}`).toBeGreaterThanOrEqual(0);
        expect(line.right, `${name}: ${line.content}`).toBeLessThanOrEqual(width);
        expect(line.top, `${name}: ${line.content}`).toBeGreaterThanOrEqual(0);
        expect(line.bottom, `${name}: ${line.content}`).toBeLessThanOrEqual(height);
      }
    }
  });

  it('is the same on each call', () => {
    for (const { name, figure, svg } of drawings.get(canvas900)!) {
      expect(drawn(figure, canvas900).outerHTML, name).toBe(svg.outerHTML);
    }
  });

  it('is the same in the document of another program', () => {
    const [{ figure, svg }] = drawings.get(canvas900)!;
    const there = figure.draw({ document: new Window().document as unknown as Document, ...canvas900 });
    expect(xmlOf(there)).toBe(xmlOf(svg));
  });

  it('tells title and caption, also to those who do not see it', () => {
    for (const { name, figure, svg } of drawings.get(canvas900)!) {
      expect(svg.getAttribute('role'), name).toBe('img');
      expect(svg.firstElementChild?.textContent, name).toBe(figure.title);
      const sentences = figure.caption.split(/(?<=\.) /);
      expect(new Set(sentences).size, `${name} says nothing twice`).toBe(sentences.length);
      expect(all(svg, 'desc')[0].textContent, name).toContain(figure.caption);
      expect(
        texts(svg)
          .map(({ content }) => content)
          .join(' '),
        name,
      ).toContain(figure.caption);
    }
  });
});

describe('circle', () => {
  it('has a mark for every token and every center in every panel', () => {
    const result = resultOf('the setting of Figure 2');
    const { renyi, strong } = result.measurements.centers!;
    const panels = all(drawn(figureRegistry.circle.make(result)), '[data-panel]');
    expect(panels.map((panel) => panel.getAttribute('data-panel'))).toEqual(
      ['0', '2', '10', '20', '75', '150'].map((t) => `t = ${t}`),
    );
    for (const panel of panels) {
      const tokens = all(panel, '[data-tokens]').map((dot) => Number(dot.getAttribute('data-tokens')));
      expect(tokens.reduce((a, b) => a + b)).toBe(200);
      expect(all(panel, '[data-mark=strong]')).toHaveLength(strong.length);
      expect(all(panel, '[data-mark=ordinary]')).toHaveLength(renyi.length - strong.length);
      expect(all(panel, '[data-mark=first]')).toHaveLength(1);
    }
  });

  it('makes the area of a dot tell how many tokens it holds', () => {
    const panels = all(drawn(figureRegistry.circle.make(resultOf('the setting of Figure 2'))), '[data-panel]');
    const dots = all(panels[5], '[data-tokens]').map((dot) => [
      Number(dot.getAttribute('data-tokens')),
      Number(dot.getAttribute('r')),
    ]);
    const [most, widest] = dots.reduce((a, b) => (b[0] > a[0] ? b : a));
    expect(most).toBeGreaterThan(30);
    for (const [tokens, radius] of dots) {
      if (tokens >= 5) expect(radius / widest).toBeCloseTo(Math.sqrt(tokens / most), 2);
    }
  });

  it('writes the size of the clusters and their number', () => {
    const result = resultOf('the setting of Figure 2');
    const { count, sizes } = result.measurements.clusters!;
    const panels = all(drawn(figureRegistry.circle.make(result)), '[data-panel]');
    const last = texts(panels[5]).map(({ content }) => content);
    expect(last[0]).toContain(`${count[5]} clusters`);
    expect(
      last
        .slice(1)
        .filter((text) => text !== 'x₁')
        .map(Number)
        .sort((a, b) => b - a),
    ).toEqual(sizes[5]);
  });

  it('puts a token where its angle is', () => {
    const panel = all(drawn(figureRegistry.circle.make(resultOf('identical tokens'))), '[data-panel]')[0];
    const [outline, dot] = [all(panel, 'circle')[0], all(panel, '[data-tokens]')[0]];
    const from = (name: string) => Number(dot.getAttribute(name)) - Number(outline.getAttribute(name));
    expect(Math.atan2(-from('cy'), from('cx'))).toBeCloseTo(1, 2);
  });

  it.each([1, 2, 3, 5, 8, 12])('takes %i panels', (panels) => {
    const svg = drawn(figureRegistry.circle.make(resultOf('many saved times'), { panels }));
    expect(all(svg, '[data-panel]')).toHaveLength(panels);
    expect(overlapping(texts(svg))).toEqual([]);
  });

  it('shows the saved times nearest to those asked for', () => {
    const svg = drawn(figureRegistry.circle.make(resultOf('many saved times'), { times: [0.2, 9.9, 1e9] }));
    expect(all(svg, '[data-panel]').map((panel) => panel.getAttribute('data-panel'))).toEqual([
      't = 0',
      't = 10',
      't = 50',
    ]);
  });

  it('marks frozen centers instead, and nothing under full attention', () => {
    const frozen = drawn(figureRegistry.circle.make(resultOf('frozen centers'), { panels: 1 }));
    expect(all(frozen, '[data-panel] [data-mark=frozen]')).toHaveLength(2);
    expect(all(frozen, '[data-mark=strong]')).toHaveLength(0);
    expect(all(drawn(figureRegistry.circle.make(resultOf('full attention that repels'))), '[data-mark]')).toHaveLength(
      0,
    );
  });
});

describe('space-time', () => {
  it('has a line for every token and every center', () => {
    const result = resultOf('many saved times');
    const svg = drawn(figureRegistry['space-time'].make(result));
    expect(all(svg, '[data-mark=token]')).toHaveLength(60);
    expect(all(svg, '[data-mark=strong-line]')).toHaveLength(result.measurements.centers!.strong.length);
    expect(all(svg, '[data-mark=strong-line], [data-mark=ordinary-line]')).toHaveLength(
      result.measurements.centers!.renyi.length,
    );
  });

  it('breaks lines at the seam and never leaves the panel', () => {
    // Two tokens astride the seam of plain angles; the second moves to the first, through ±π.
    const ts = Float64Array.from({ length: 21 }, (_, i) => i);
    const xs = Float64Array.from([...ts].flatMap((t) => [Math.cos(t / 2), Math.sin(t / 2)]));
    const scene = sceneOf(recorded({ n: 1, d: 2 }, ts, xs));
    const path = all(drawn(spaceTime(scene, { angles: 'plain' })), '[data-mark=token]')[0].getAttribute('d')!;
    expect(path.match(/M/g)).toHaveLength(3); // 10 radians: two crossings
    const heights = [...path.matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
    expect(Math.max(...heights) - Math.min(...heights)).toBeCloseTo(260, 0);
  });

  it('thins out and says so', () => {
    const n = 5000;
    const times = 200;
    const ts = Float64Array.from({ length: times }, (_, i) => i);
    const xs = new Float64Array(times * n * 2);
    for (let i = 0; i < times; i++) {
      for (let k = 0; k < n; k++) {
        const angle = k * 2.4 + 2 * Math.sin(i * (1 + (k % 7)) * 0.3);
        xs.set([Math.cos(angle), Math.sin(angle)], 2 * (i * n + k));
      }
    }
    const figure = spaceTime(sceneOf(recorded({ n, d: 2 }, ts, xs)));
    expect(figure.caption).toMatch(/There is one line for every \d+(th|st|nd|rd) of the 5000 tokens/);
    expect(drawn(figure).outerHTML.length).toBeLessThan(1.5e6);
  });
});

describe('sphere', () => {
  it('has a mark for every token and center, and the first token in front', () => {
    const result = resultOf('the sphere');
    const { renyi } = result.measurements.centers!;
    const panels = all(drawn(figureRegistry.sphere.make(result)), '[data-panel]');
    expect(panels).toHaveLength(6);
    for (const panel of panels) {
      const tokens = all(panel, '[data-tokens]').map((dot) => Number(dot.getAttribute('data-tokens')));
      expect(tokens.reduce((a, b) => a + b)).toBe(64);
      expect(all(panel, '[data-mark=strong], [data-mark=ordinary]')).toHaveLength(renyi.length);
      // What is behind is in a group with opacity.
      expect(all(panel, '[data-mark=first]')[0].parentElement?.getAttribute('opacity')).toBeNull();
    }
  });

  it('looks from where it is told', () => {
    const result = resultOf('the sphere, all at a pole');
    const seen = (from: [number, number, number]) => {
      const panel = all(drawn(figureRegistry.sphere.make(result, { from })), '[data-panel]')[0];
      const [outline, dot] = [all(panel, 'circle')[0], all(panel, '[data-tokens]')[0]];
      return ['cx', 'cy'].map((name) => Number(dot.getAttribute(name)) - Number(outline.getAttribute(name)));
    };
    expect(seen([0, 0, 1])).toEqual([0, 0]);
    const [x, y] = seen([1, 0, 0]);
    expect(x).toBe(0);
    expect(y).toBeLessThan(-50);
  });

  it('stays small with many tokens', () => {
    const n = 20_000;
    // A Fibonacci lattice, the same at six times: six panels full of dots.
    const lattice = Float64Array.from({ length: n }, (_, k) => k).reduce(
      (x, _, k) => {
        const z = 1 - (2 * k + 1) / n;
        const r = Math.sqrt(1 - z * z);
        x.set([r * Math.cos(2.399963 * k), r * Math.sin(2.399963 * k), z], 3 * k);
        return x;
      },
      new Float64Array(3 * n),
    );
    const xs = new Float64Array(6 * 3 * n);
    for (let i = 0; i < 6; i++) xs.set(lattice, i * 3 * n);
    const svg = drawn(sphereSnapshots(sceneOf(recorded({ n, d: 3 }, [0, 1, 2, 3, 4, 5], xs))));
    expect(svg.outerHTML.length).toBeLessThan(1.5e6);
    const counted = all(all(svg, '[data-panel]')[0], '[data-tokens]').map((dot) =>
      Number(dot.getAttribute('data-tokens')),
    );
    expect(counted.reduce((a, b) => a + b)).toBe(n);
  });
});

describe('curves', () => {
  it('measures what was not observed', () => {
    const titles = (result: RunResult) =>
      all(drawn(runOverview(result)), '[data-panel]').map((panel) => panel.getAttribute('data-panel'));
    expect(titles(resultOf('nothing measured'))).toEqual(titles(resultOf('dimension 16')));
    expect(titles(resultOf('dimension 16'))).toContain('Tokens captured by centers');
  });

  it('does without stored tokens', () => {
    const result = resultOf('the sphere');
    const bare = { ...result, trajectory: { ...result.trajectory, xs: new Float64Array(0) } };
    expect(all(drawn(figureOf(bare)), '[data-panel]').length).toBeGreaterThan(5);
    expect(() => figureRegistry.sphere.make(bare)).toThrow(/tokens at the saved times/);
  });
});

describe('many samples', () => {
  it('stay small, over time and in curves', () => {
    const times = 20_000;
    const ts = Float64Array.from({ length: times }, (_, i) => i);
    const xs = Float64Array.from({ length: 2 * times }, (_, i) =>
      (i % 2 ? Math.sin : Math.cos)(Math.floor(i / 2) ** 1.3),
    );
    const figure = spaceTime(sceneOf(recorded({ n: 1, d: 2 }, ts, xs)));
    expect(figure.caption).toContain('of 20000 saved times');
    expect(drawn(figure).outerHTML.length).toBeLessThan(2e5);
    const values = Array.from(ts, (t) => Math.sin(t ** 2));
    for (const logTime of [false, true]) {
      const svg = drawn(
        curves({ title: 'Noise', ts, logTime, panels: [{ title: 'noise', series: [{ name: '', values }] }] }),
      );
      expect(svg.outerHTML.length).toBeLessThan(1e5);
    }
  });
});

describe('registry', () => {
  it('names its entries by their keys, and refuses tokens of another dimension in a sentence', () => {
    for (const [key, { name, title }] of Object.entries(figureRegistry)) {
      expect(name).toBe(key);
      expect(title.length).toBeGreaterThan(10);
    }
    const flat = resultOf('many saved times');
    expect(() => figureRegistry.sphere.make(flat)).toThrow(/dimension 3/);
    expect(() => figureRegistry.circle.make(resultOf('the sphere'))).toThrow(/dimension 2/);
  });
});
