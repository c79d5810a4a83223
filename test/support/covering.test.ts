/** The covering design of blocks: what it covers is counted here again, from its rows alone. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compositions } from './block-compositions.ts';
import { blockDesign, CONTRADICTIONS, designTable, FACTORS, levelsOf, partsTogether } from './block-design.ts';
import { type Covering, covering } from './covering.ts';

/** Each pair of levels that stands in a row, as "factor level, factor level". */
function pairsIn(design: Covering): Set<string> {
  return new Set(
    levelsOf(design).flatMap((levels) => {
      const own = Object.entries(levels).map((entry) => entry.join(' '));
      return own.flatMap((one, i) => own.slice(i + 1).map((other) => `${one}, ${other}`));
    }),
  );
}

const design = blockDesign();
const forbidden = CONTRADICTIONS.map(({ between }) => between.map((own) => own.join(' ')).join(', '));

test('of 40 rows no two levels contradict each other, every level is used, and every part meets every other', () => {
  const pairs = pairsIn(design);
  expect(design.rows.length).toBe(40);
  expect(forbidden.filter((pair) => pairs.has(pair))).toEqual([]);
  expect(pairs.size).toBe(design.met);
  expect(partsTogether(design)).toEqual({ together: 45, of: 45 });
  for (const [f, { levels }] of FACTORS.entries()) {
    expect(new Set(design.rows.map((row) => row[f])).size).toBe(levels.length);
  }
});

test('the bound is what 40 rows can hold, and the design comes within two in a hundred of it', () => {
  const { bound, met, possible } = design;
  const products = FACTORS.flatMap((one, i) =>
    FACTORS.slice(i + 1).map((other) => one.levels.length * other.levels.length),
  );
  expect(possible).toBe(products.reduce((sum, own) => sum + own, 0) - CONTRADICTIONS.length);
  // what products above 40 have too many; those that contradict each other are among these products only at 8 × 5
  expect(bound).toBe(possible - products.reduce((sum, own) => sum + Math.max(0, own - 40), 0));
  expect(met).toBeGreaterThan(0.98 * bound);
});

test('with as many rows as it takes, all pairs meet that can', () => {
  const all = blockDesign('all');
  expect(pairsIn(all).size).toBe(all.possible);
  expect(all.rows.length).toBeGreaterThanOrEqual(64);
  expect(all.rows.length).toBeLessThan(90);
});

test('few levels are covered by few rows', () => {
  const factors = ['a', 'b', 'c'].map((name) => ({ name, levels: ['0', '1'] }));
  expect(covering(factors, [], 4)).toMatchObject({ met: 12, possible: 12, bound: 12 });
  const never = {
    between: [
      ['a', '0'],
      ['b', '1'],
    ],
    why: 'for a test',
  } as const;
  expect(covering(factors, [never], 5)).toMatchObject({ met: 11, possible: 11, contradicting: 1 });
  expect(() =>
    covering(
      factors,
      [
        {
          ...never,
          between: [
            ['a', '0'],
            ['b', '2'],
          ],
        },
      ],
      4,
    ),
  ).toThrow('no level "2" of "b"');
});

test('the table in test/reference/README.md is that of the design', () => {
  const text = readFileSync(new URL('../reference/README.md', import.meta.url), 'utf8');
  expect(text).toContain(
    designTable(design)
      .split('\n')
      .map((line) => line && `    ${line}`)
      .join('\n'),
  );
});

test('compositions are the same every time; their tokens are unit vectors where they live on the sphere', () => {
  const all = compositions(design);
  expect(compositions(design)).toEqual(all);
  for (const { levels, tokens } of all) {
    const unit = ['post', 'ngpt', 'ln-scaling'].includes(levels.scheme);
    const lengths = tokens.map((row) => Math.hypot(...row));
    expect(Math.max(...lengths.map((length) => Math.abs(length - 1))) < 1e-15).toBe(unit);
    expect(tokens.length).toBeGreaterThanOrEqual(6);
    expect(tokens[0].length).toBe(Number(levels.dimension));
  }
});
