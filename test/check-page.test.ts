/** The page of checks: what leads to it finds its place there, and its figures are in both themes. */
import { expect, test } from 'vitest';
import { type AnyStatement, statementRegistry } from '../src/checks/index.ts';
import { palettes } from '../src/figures/drawing/palette.ts';
import { curves, type Figure, figureOf, mergeTreeFigure, type Series } from '../src/figures/index.ts';
import { run } from '../src/index.ts';
import { checkPage } from '../src/node/pages/check-page.ts';
import { drawSvg } from '../src/node/render/render.ts';
import { xmlOf } from '../src/node/render/xml.ts';
import type { Checked } from '../src/node/work/check.ts';
import { presetRegistry } from '../src/presets/index.ts';

const checkedOf = (statement: AnyStatement): Checked => ({
  statement,
  parameters: { beta: 4 },
  hypotheses: [{ says: 'β ≥ 1', met: true }],
  comparisons: [
    {
      ...{ kind: 'mean', form: 'both', what: 'a share', cases: 100, deviation: 0.5 },
      ...{ prediction: 7e-5, measurement: 7e7, standardError: 1e-6 },
      shown: { prediction: '7e-5', measurement: '7e+7' },
      test: 'within 4 standard errors',
      outcome: 'holds',
    },
  ],
  verdict: 'holds',
  asExpected: null,
  values: [],
});

const { draw: _, ...plain } = Object.values(statementRegistry)[0];
const statements = Object.values(statementRegistry).map(({ draw: _, ...rest }) => rest);
const page = checkPage({ checks: statements.map(checkedOf), seconds: 1 });

test('every statement has its place, and every preset that names it leads there', () => {
  const places = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(places).toEqual(Object.keys(statementRegistry));
  for (const [, id] of page.matchAll(/href="#([^"]*)"/g)) expect(places).toContain(id);
  for (const { id, checks = [] } of Object.values(presetRegistry)) {
    for (const name of checks) expect(places, id).toContain(name);
  }
});

test('a statement without anything to measure has its place too', () => {
  const nothing = { ...checkedOf(statementRegistry['equal-angles']), comparisons: [], verdict: 'undecided' } as const;
  const html = checkPage({ checks: [nothing], seconds: 1 });
  expect(html).toContain('<h2 id="equal-angles">');
  expect(html.match(/nothing to measure/g)).toHaveLength(2);
  expect(html).not.toContain('<figure');
});

test('numbers are written as people do', () => {
  expect(page).toContain('7×10<sup>−5</sup>');
  expect(page).toContain('7×10<sup>7</sup> ± 10<sup>−6</sup>');
  expect(page.replace(/<style>.*<\/style>|<pre>.*<\/pre>/gs, '')).not.toMatch(/\de[+-]?\d/);
});

/** Every ink of the palette, in every way that curves are drawn. */
const inks = Object.keys(palettes.light).filter((name) => name !== 'series') as NonNullable<Series['color']>[];
const everyInk = curves({
  title: 'Inks',
  ts: [0, 1, 2],
  panels: [
    { title: 'Named', series: inks.map((color) => ({ name: color, values: [1, 2, 3], errors: [1, 1, 1], color })) },
    { title: 'In order', series: palettes.light.series.map((_, i) => ({ name: `${i}`, values: [1, 2, i] })) },
  ],
});
const result = await run({ beta: 64, tokens: 40, saveAt: [0, 2, 10], events: true, rtol: 1e-4, atol: 1e-6 });

test.each([
  ['curves', everyInk],
  ['circles', figureOf(result)],
  ['a merge tree', mergeTreeFigure(result)],
])('on a dark screen %s are as they are drawn dark', (_name, figure: Figure) => {
  const checks = [{ ...checkedOf({ ...plain, draw: () => figure } as AnyStatement) }];
  const html = checkPage({ checks, seconds: 1 });
  const looks = [...html.matchAll(/<div class="(?:broad|slim)">(.*?)<\/div>/gs)].map(([, svg]) => svg.trimEnd());
  expect(looks).toHaveLength(2);
  const [, dark] = /@media \(prefers-color-scheme: dark\) \{\n( {2}\.drawn[^@]*)\n\}/.exec(html) ?? [];
  const inkOf = new Map(
    [...(dark ?? '').matchAll(/\.drawn \[(fill|stroke)="(#\w+)"\] \{ \1: (#\w+); \}/g)].map(([, kind, light, ink]) => [
      `${kind}="${light}"`,
      `${kind}="${ink}"`,
    ]),
  );
  expect(inkOf.size).toBeGreaterThan(2 * palettes.light.series.length);
  const seen = looks[0].replace(/\b(?:fill|stroke)="#\w+"/g, (light) => inkOf.get(light) ?? light);
  expect(seen).toBe(xmlOf(drawSvg(figure, { theme: 'dark', width: 680 })));
});
