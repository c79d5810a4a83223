import { describe, expect, test } from 'vitest';
import { sourceFiles, withoutComments } from './support/sources.ts';

/** Exact in IEEE arithmetic, so the same everywhere; ECMAScript leaves the rest of Math to the engine. */
const EXACT = ['abs', 'floor', 'sqrt', 'fround', 'imul'];
const NUMERICAL = [
  'core/',
  'numerics/',
  'theory/',
  'dynamics/',
  'integrators/',
  'initial/',
  'density/',
  'parking/',
  'atlas/',
  'backends/',
  'equilibria/',
  'simulation/',
  'run/times.ts',
];

/** A text as long as this is data, such as the bytes of kernels. */
const DATA = /'[^'\n]{1000,}'/g;

function inexact(source: string): string[] {
  const code = withoutComments(source).replace(DATA, "''");
  const calls = [...code.matchAll(/\bMath\s*(?:\.\s*(\w+)|\[)/g)].map(([whole, name]) => name ?? whole);
  const powers = [...code.matchAll(/\*\*/g)].map(() => '**');
  const taken = [...code.matchAll(/\{[^}]*\}\s*=\s*Math\b|=\s*Math\s*;/g)].map(([whole]) => whole);
  return [...calls.filter((name) => !EXACT.includes(name)), ...powers, ...taken];
}

describe('the same bits in every engine', () => {
  const files = sourceFiles().filter(({ path }) => NUMERICAL.some((part) => path.startsWith(part)));

  test.each(files)('$path calls nothing of Math that engines may round differently', ({ text }) => {
    expect(inexact(text)).toEqual([]);
  });

  test('the numerical folders are all there', () => {
    for (const part of NUMERICAL)
      expect(
        files.some(({ path }) => path.startsWith(part)),
        part,
      ).toBe(true);
  });

  test('a host exponential would be noticed, a comment about one not', () => {
    expect(inexact('const y = Math.exp(x) + x ** 2;')).toEqual(['exp', '**']);
    expect(inexact(`const bytes = '${'**'.repeat(600)}'; const y = x ** 2;`)).toEqual(['**']);
    expect(inexact('const { cos } = Math;')).toHaveLength(1);
    expect(inexact('/** Math.exp is not portable */ const y = Math.abs(x); // nor is 2 ** x')).toEqual([]);
  });
});
