/** The same as accuracy.test.ts with many tokens, sampled rows and a table of what was found. */
import { describe, expect, test } from 'vitest';
import { reference } from '../../src/backends/reference.ts';
import { BETAS, type Case, judge, plainCases, type Verdict } from '../support/accuracy.ts';
import { DIMENSIONS, type FieldPath, fieldPaths } from '../support/field-paths.ts';
import { type TokenSetName, tokenSetNames } from '../support/token-sets.ts';

/** Paths of n² work stop at the smaller size. */
const QUADRATIC = 10_000;
const LARGEST = 1_000_000;
const ULP = 2 ** -52;

const someSets: readonly TokenSetName[] = ['uniform', 'clustered', 'coincident', 'nearly coincident', 'poles'];

/** Cases of a size, made once: the oracle's rows are shared by all paths. */
const cases = new Map<string, readonly Case[]>();
function casesOf(d: number, n: number): readonly Case[] {
  const key = `${d} ${n}`;
  const made =
    cases.get(key) ??
    (n > QUADRATIC
      ? plainCases(d, n, 3, someSets, d === 2 ? [1, 64, 1024] : [1, 9]) // a field at β = 1024 takes minutes on the sphere
      : plainCases(d, n, 8, tokenSetNames, [0, 1, 64, 1024]));
  cases.set(key, made);
  return made;
}

function row({ name, error, bound, scale }: Verdict): string {
  const ulps = (size: number) => (size / (ULP * scale)).toPrecision(3).padStart(10);
  return `${name.padEnd(60)} error ${ulps(error)} ulp, bound ${ulps(bound)} ulp, ratio ${(bound / error).toPrecision(3)}`;
}

async function verdictsOf(path: FieldPath, d: number, n: number): Promise<Verdict[]> {
  const found: Verdict[] = [];
  // What is not claimed would be refused, or done by n² work.
  for (const given of casesOf(d, n).filter((one) => path.covers(one))) {
    const verdict = await judge(path, given);
    if (verdict === null) throw new Error(`${given.name} is claimed, but was not covered`);
    found.push(verdict);
  }
  console.log([`${path.name}, d = ${d}, n = ${n}`, ...found.map(row)].join('\n'));
  return found;
}

/** Every path but the reference, which would take half an hour. */
const paths = fieldPaths.filter(({ backend }) => backend !== reference);
const claims = (path: FieldPath) => DIMENSIONS.filter((d) => path.covers({ d, beta: 1, falling: true, scalar: true }));

describe.each(paths.filter((path) => claims(path).length > 0))('$name', (path) => {
  test.each(claims(path))('d = %d: rows of many tokens err by less than the bound', async (d) => {
    for (const n of path.field === 'harmonic' ? [QUADRATIC, LARGEST] : [QUADRATIC]) {
      const found = await verdictsOf(path, d, n);
      expect(found.filter(({ share }) => !(share <= path.share)).map(row)).toEqual([]);
      const { each } = path.tightness;
      if (each === null) continue;
      const loose = found.filter(({ error, bound, scale }) => !(bound <= each * error + 8 * ULP * scale));
      expect(loose.map(row)).toEqual([]);
    }
  });
});

/** Few tokens, where a single wrong weight shows, and so many that blocks of all sizes but the largest are crossed: every set, β and mask. */
describe.each(fieldPaths)('$name', (path) => {
  test.each(DIMENSIONS)('d = %d: every case of ten and of 130 tokens', async (d) => {
    for (const given of [10, 130].flatMap((n) => plainCases(d, n, 24, tokenSetNames, BETAS))) {
      const verdict = await judge(path, given);
      expect(verdict !== null, given.name).toBe(path.covers(given));
      if (verdict) expect(verdict.share, row(verdict)).toBeLessThanOrEqual(path.share);
    }
  });
});
