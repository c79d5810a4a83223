/** Table 1 as a matrix of shares: whatever the width, every row is told in its own words. */
import { describe, expect, test } from 'vitest';
import { findings } from '../../src/atlas/final-state.ts';
import { atlasRows } from '../../src/atlas/rows.ts';
import { shareMatrix } from '../../src/figures/charts/share-matrix.ts';
import { all, drawn, overlapping, texts, wrongAttributes } from './support.ts';

const figure = shareMatrix({
  title: 'Ends',
  subtitle: 'by row',
  caption: 'Percent.',
  columns: findings,
  neutral: 'undecided',
  rows: atlasRows.map((row) => ({
    name: row.id,
    says: row.says,
    counts: findings.map((_, c) => c + 1),
    expected: findings.map((finding) => row.agreeing.includes(finding)),
  })),
});

describe.each([320, 390, 600, 900])('%i px wide', (width) => {
  const svg = drawn(figure, { width });
  const lines = texts(svg);

  test('every row has all of its words', () => {
    expect(wrongAttributes(svg)).toEqual([]);
    const told = lines.map(({ content }) => content).join(' ');
    for (const { says } of atlasRows) expect(told).toContain(says);
  });

  test('no text lies on another or beyond the edge', () => {
    const upright = lines.filter(({ content }) => width > 320 || !findings.some((finding) => finding === content));
    expect(overlapping(upright)).toEqual([]);
    for (const { content, left, right } of upright) {
      expect(left, content).toBeGreaterThanOrEqual(0);
      expect(right, content).toBeLessThanOrEqual(Math.min(600, width));
    }
  });

  test('numbers stand in their columns, from left to right', () => {
    const firstRow = all(svg, '[data-share]').slice(0, findings.length);
    const xs = firstRow.map((text) => Number(text.getAttribute('x')));
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
  });
});
