/** What is shown of a sweep: every choice that the page offers is one that the figure draws. */
import { sweepFigure } from 'parkade/figures';
import { expect, test } from 'vitest';
import { sweepAmong } from '../../lab/share/opened.ts';
import { firstChoice, fits, freeAxes, optionsOf, type Place, shownPoints, withAxis } from '../../lab/sweeps/choice.ts';
import { pointWords, valueWords } from '../../lab/sweeps/words.ts';
import { tableOf } from '../../src/sweeps/columns.ts';
import { reduced } from '../../src/sweeps/reductions.ts';
import type { Column, Field } from '../../src/sweeps/table.ts';
import { all, drawn } from '../figures/support.ts';

const axes = ['initial', 'beta', 'tokens', 'dimension', 'delta'];
const columns: Column[] = [
  ...axes.map((name): Column => ({ name, kind: name === 'initial' ? 'text' : 'number', what: '' })),
  { name: 'clusters', kind: 'whole', what: 'clusters' },
];
const rows = ['uniform', 'band'].flatMap((law) =>
  [1, 4, 16].flatMap((beta) =>
    [5, 10].flatMap((n) =>
      [2, 3].flatMap((d) => [0, 1, 2].map((k): Field[] => [law, beta, n, d, 0.5, beta + n + d + k])),
    ),
  ),
);
const means = reduced(tableOf(columns, rows), { axes, quantities: ['clusters'], conditions: ['clusters <= 9'] });

test('axes beyond those of a picture are held at a value', () => {
  const choice = firstChoice(means);
  expect(choice).toMatchObject({ across: 'beta', colour: 'initial', panels: 'tokens', held: { dimension: 2 } });
  expect(shownPoints(means, choice)).toHaveLength(12);
  expect(all(drawn(sweepFigure(means, optionsOf(choice)), { marks: true }), '[data-point]')).toHaveLength(12);
});

test('whatever axis is put in whatever place, there is a picture of just the points that are shown', () => {
  const names = [...freeAxes(means), null];
  let tried = 0;
  for (const form of ['curves', 'heat map'] as const) {
    for (const place of ['across', 'colour', 'panels'] as const satisfies readonly Place[]) {
      for (const axis of names) {
        const begun = { ...firstChoice(means), form };
        if (axis === null ? place === 'across' : !fits(axis, place, begun)) continue;
        const choice = withAxis(means, begun, place, axis?.name ?? null);
        const other = freeAxes(means).find(({ name }) => name === choice.across);
        if (other && !fits(other, 'across', choice)) continue;
        tried++;
        const marks = all(drawn(sweepFigure(means, optionsOf(choice)), { marks: true }), '[data-point]');
        const found = marks.map((mark) => Number(mark.getAttribute('data-point')));
        const expected = form === 'heat map' && choice.colour === null ? [] : shownPoints(means, choice);
        expect(
          found.sort((a, b) => a - b),
          JSON.stringify(choice),
        ).toEqual(expected);
      }
    }
  }
  expect(tried).toBeGreaterThan(15);
});

test('a point is told in words', () => {
  expect(pointWords(means, 0)).toBe('initial = uniform, β = 1, n = 5, d = 2, δ = 0.5');
  expect(valueWords(means, 0, firstChoice(means))).toBe('9 ± 0.58');
  expect(valueWords(means, 0, { ...firstChoice(means), quantity: 'clusters <= 9' })).toBe('66.7 %');
});

test.each<[string, string[], string]>([
  ['the record and the table', ['sweep.json', 'cells.parquet', 'rows.jsonl', 'figure.svg'], 'sweep'],
  ['what the server gives out', ['s1.sweep'], 'sweep'],
  ['a renamed table', ['sweep.json', 't.parquet'], 'sweep'],
  ['the record alone', ['sweep.json'], 'drop cells.parquet of the same folder together with it'],
  ['the table alone', ['cells.parquet'], 'drop sweep.json of the same folder together with it'],
  ['one that still runs', ['sweep.json', 'rows.jsonl'], '"parkade lab FOLDER", which shows what has'],
])('among files: %s', (_, names, found) => {
  const among = sweepAmong(names.map((name) => ({ name })));
  expect(among?.kind === 'refused' ? among.says : among?.kind).toContain(found);
});

test('no sweep among others', () => {
  expect(sweepAmong([{ name: 'run.json' }, { name: 'trajectory.h5' }])).toBeNull();
});
