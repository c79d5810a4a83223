import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromJson, toCanonicalJson } from '../../src/core/json.ts';
import { type LinkState, shortSpec } from '../../src/link/index.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import type { RunSpec } from '../../src/run/spec.ts';

const corpus = fromJson(readFileSync(new URL('./corpus.json', import.meta.url), 'utf8')) as readonly {
  readonly name: string;
  readonly state: LinkState;
}[];

describe('a short specification means the same run', () => {
  test.each(corpus)('$name', ({ state: { spec } }) => {
    const full = prepareRun(spec).spec;
    const short = shortSpec(full);
    expect(toCanonicalJson(prepareRun(short).spec)).toBe(toCanonicalJson(full));
    expect(Object.keys(short).length).toBeLessThanOrEqual(Object.keys(spec).length);
  });
});

test.each<[RunSpec, object]>([
  [
    { beta: 64, until: 150, tokens: 200, mask: 'causal', seed: 1 },
    { beta: 64, until: 150 },
  ],
  [
    { beta: 64, until: 3, saveAt: 'lin:0:3:101' },
    { beta: 64, until: 3 },
  ],
  [
    { beta: 64, until: 3, saveAt: 'lin:0:3:7' },
    { beta: 64, saveAt: 'lin:0:3:7' },
  ],
  [
    { beta: 64, saveAt: 'log:0.1:1e60:50' },
    { beta: 64, saveAt: 'log:0.1:1e60:50' },
  ],
  [
    { beta: 64, saveAt: [1, 2, 3, 3.9] },
    { beta: 64, saveAt: [1, 2, 3, 3.9] },
  ],
  [
    { beta: 9, dynamics: 'rotary', until: 2 },
    { beta: 9, dynamics: 'rotary', until: 2 },
  ],
])('%j', (given, short) => {
  expect(shortSpec(given)).toEqual(short);
  expect(shortSpec(prepareRun(given).spec)).toEqual(short);
});

test('one saved time of a grid that differs in its last bit is said', () => {
  const { saveAt } = prepareRun({ beta: 64, until: 3 }).spec;
  const other = saveAt.map((t, i) => (i === 50 ? t * (1 + Number.EPSILON) : t));
  expect(shortSpec({ beta: 64, saveAt: other })).toEqual({ beta: 64, saveAt: other });
});

test('a specification that no run can be made from is refused', () => {
  expect(() => shortSpec({ beta: 64 })).toThrow('"until" should be a finite time');
});
