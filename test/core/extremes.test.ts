/** Lists may be as long as memory allows: none is passed to a function entry by entry. */
import { describe, expect, test } from 'vitest';
import { largestOf, smallestOf } from '../../src/numerics/extremes.ts';
import { sourceFiles, withoutComments } from '../support/sources.ts';

describe('extremes', () => {
  test('are those of Math, of lists of any length', () => {
    const long = Float64Array.from({ length: 300_000 }, (_, i) => (7919 * i) % 300_007);
    expect(largestOf(long)).toBe(long.reduce((a, b) => Math.max(a, b)));
    expect(smallestOf(long)).toBe(0);
    for (const list of [[], [3], [1, NaN, 2], [-1, -2], [Infinity, 0]]) {
      expect(largestOf(list)).toBe(Math.max(...list));
      expect(smallestOf(list)).toBe(Math.min(...list));
    }
  });
});

/** A list spread over the arguments of a function that takes them all. */
const SPREAD = /\b(?:Math\.(?:max|min)|\w+\.(?:push|unshift))\(\s*(?:[^()[\]{}]*,\s*)?\.\.\.(?!\w+\s*\})/g;

describe('no source spreads a list over arguments', () => {
  test.each(sourceFiles())('$path', ({ path, text }) => {
    // The two bytes of a length, twice.
    const found = [...withoutComments(text).matchAll(SPREAD)].map(([words]) => words);
    expect(found.filter((words) => !(path === 'figures/drawing/png.ts' && words.startsWith('out.push(last,')))).toEqual(
      [],
    );
  });

  test('one would be seen', () => {
    for (const text of ['Math.max(...list)', 'Math.min(\n  ...list, 0)', 'nodes.push(a, ...b)', 'x.push(...y)'])
      expect(text.match(SPREAD)).toHaveLength(1);
    for (const text of ['Math.max(a, b)', 'list.push([...a, b])', 'print(...lines)'])
      expect(text.match(SPREAD)).toBeNull();
  });
});
