/**
 * Links that people have: every release adds the links that it writes to corpus.json (write-corpus.mjs, by hand). Its entries are
 * never changed and never taken away, only added, so that what was shared once keeps opening, with the same state.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromJson } from '../../src/core/json.ts';
import { type LinkState, readLink, writeLink } from '../../src/link/index.ts';
import { sameBits } from '../../src/node/process/bit-history.ts';
import { trajectoryHash } from '../../src/node/store/run-folder.ts';
import { specParameters } from '../../src/run/keys.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { execute } from '../../src/run/run.ts';

interface Entry {
  readonly name: string;
  readonly link: string;
  readonly state: LinkState;
}

const corpus = fromJson(readFileSync(new URL('./corpus.json', import.meta.url), 'utf8')) as readonly Entry[];

test.each(corpus)('$name', ({ link, state }) => {
  expect(readLink(link)).toEqual(state);
  expect(readLink(`https://example.org/lab/?from=mail#${link}`)).toEqual(state);
  expect(readLink(writeLink(state))).toEqual(state);
  prepareRun(state.spec);
});

describe('the runs of links that name the SHA-256 of a short one', () => {
  const short = corpus.filter(({ state }) => (state.spec.until ?? 3) <= 3 && state.sha256 !== undefined);
  test('there are some', () => expect(short.length).toBeGreaterThanOrEqual(4));

  test.each(short)('$name', async ({ state }) => {
    const { trajectory } = await execute(prepareRun(state.spec));
    expect(trajectory.backend).toBe(state.backend ?? 'wasm');
    if (sameBits(state.parkade)) expect(trajectoryHash(trajectory)).toBe(state.sha256);
  });
});

test('the corpus knows every equation and every law, and most keys', () => {
  const specs = corpus.map(({ state }) => state.spec);
  expect(new Set(specs.map(({ dynamics = 'attention' }) => dynamics)).size).toBeGreaterThanOrEqual(10);
  const keys = new Set(specs.flatMap((spec) => Object.keys(spec)));
  const absent = Object.keys(specParameters).filter((key) => !keys.has(key));
  expect(absent.length).toBeLessThan(0.3 * Object.keys(specParameters).length);
});
