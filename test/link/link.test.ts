import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import { type LinkState, LONGEST_LINK, readLink, writeLink } from '../../src/link/index.ts';
import { SEED } from '../support/arbitraries.ts';
import { packed, unpacked } from './packed.ts';

const state: LinkState = { version: 1, parkade: '0.2.0', spec: { beta: 64, seed: 5, until: 150 }, time: 20 };
const link = writeLink(state);

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const notNegative = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
const positive = fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true });
const list = (numbers: fc.Arbitrary<number>, least = 1) => fc.array(numbers, { minLength: least, maxLength: 6 });
const hashes = fc.stringMatching(/^[0-9a-f]{64}$/);

const specs = fc.record(
  {
    beta: notNegative,
    tokens: fc.integer({ min: 1, max: 1e9 }),
    seed: fc.maxSafeNat(),
    until: fc.double({ min: 1e-270, max: 1e300, noNaN: true }),
    initial: fc.oneof(fc.constant('equispaced'), list(finite), fc.array(list(finite), { minLength: 1, maxLength: 4 })),
    value: fc.oneof(finite, list(finite, 2), fc.record({ gaussian: fc.maxSafeNat() })),
    query: fc.constantFrom('identity', 'gaussian:7:0.5'),
    saveAt: fc.oneof(notNegative, list(finite), fc.constant('log:0.1:1e60:50')),
    rtol: notNegative,
    delta: finite,
    events: fc.boolean(),
    observe: fc.constantFrom('all', ['energy', 'clusters']),
  },
  { requiredKeys: ['beta'] },
);

const states = fc.record(
  {
    version: fc.constant(1 as const),
    parkade: fc.constantFrom('0.2.0', '1.10.0-rc.1'),
    spec: specs,
    sha256: hashes,
    backend: fc.constantFrom('wasm', 'reference'),
    time: notNegative,
    logTime: fc.boolean(),
    speed: positive,
    views: fc.array(fc.constantFrom('angles', 'gram', 'merge-tree'), { maxLength: 4 }),
    camera: fc.record(
      { longitude: finite, latitude: fc.double({ min: -1.57, max: 1.57, noNaN: true }), zoom: positive },
      { requiredKeys: ['longitude', 'latitude'] },
    ),
    colour: fc.constantFrom('index', 'cluster', 'fate'),
    chosen: fc.nat(),
    embed: fc.constantFrom('full', 'timeline', 'stage'),
  },
  { requiredKeys: ['version', 'parkade', 'spec'] },
) as fc.Arbitrary<LinkState>;

/** The same without keys that have their usual values. */
function withoutUsual(given: LinkState): object {
  const usual = { backend: 'wasm', logTime: false, speed: 1, colour: 'cluster', embed: 'full' };
  return Object.fromEntries(
    Object.entries(given).filter(([key, value]) => (usual as Record<string, unknown>)[key] !== value),
  );
}

/** What reading a text comes to; anything but a state or a sentence of one line fails. */
function outcomeOf(text: string): LinkState | string {
  try {
    return readLink(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ParkadeError);
    const { message } = error as ParkadeError;
    expect(message).toMatch(/^.+ should .+[.?]$|is no key of a run specification/);
    expect(message).not.toMatch(/\p{Cc}/u); // a terminal would obey
    expect(message.length).toBeLessThan(2500);
    return message;
  }
}

describe('round trip', () => {
  test('a state comes back in every bit, without what is usual', () => {
    const again = fc.property(states, (given) => {
      const read = readLink(writeLink(given));
      const { spec, ...look } = read;
      const { spec: _, ...wanted } = withoutUsual(given) as LinkState;
      expect(look).toEqual(wanted);
      // Words that mean numbers are read as these: gaussian:7:0.5, for one.
      const words: Record<string, unknown> = { ...given.spec };
      if (words.query === 'gaussian:7:0.5') words.query = { gaussian: 7, scale: 0.5 };
      expect(spec).toEqual(words);
      expect(readLink(writeLink(read))).toEqual(read);
    });
    fc.assert(again, { seed: SEED, numRuns: 100 });
  });

  test('Node inflates what is written, and its zlib writes what is read', () => {
    expect(JSON.parse(unpacked(link))).toEqual(state);
    expect(readLink(packed(JSON.stringify(state)))).toEqual(state);
  });

  test('the order of keys does not matter to a link', () => {
    const { spec, ...rest } = state;
    const other = { spec: { until: 150, seed: 5, beta: 64 }, ...rest };
    expect(Object.keys(other)).not.toEqual(Object.keys(state));
    expect(writeLink(other)).toBe(link);
  });

  test('it consists of what an address takes as it is', () => {
    expect(link).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(new URL(`https://example.org/#${link}`).hash).toBe(`#${link}`);
  });

  test.each([
    ['the fragment', link],
    ['with #', `#${link}`],
    ['an address', `http://127.0.0.1:8000/lab.html?x=1#${link}`],
    ['a file', `file:///home/a/lab/index.html#${link}`],
    ['broken into lines by a mail program', `  https://example.org/#${link.slice(0, 40)}\r\n ${link.slice(40)}\n`],
  ])('%s is read', (_, text) => {
    expect(readLink(text)).toEqual(state);
  });
});

describe('damage', () => {
  test('no changed character shows another state', () => {
    const place = fc.nat(link.length - 1);
    const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/=% ';
    const mutated = fc.property(place, fc.constantFrom(...signs), (at, sign) => {
      const outcome = outcomeOf(link.slice(0, at) + sign + link.slice(at + 1));
      // White space is left out, and the last bits of the last character are of no byte.
      if (typeof outcome !== 'string') expect(outcome).toEqual(state);
    });
    fc.assert(mutated, { seed: SEED, numRuns: 600 });
  });

  test('no link that was cut off is read', () => {
    for (let length = 0; length < link.length; length++) expect(outcomeOf(link.slice(0, length))).toBeTypeOf('string');
    for (let from = 1; from < link.length; from++) expect(outcomeOf(link.slice(from))).toBeTypeOf('string');
  });

  test('any text, any bytes and any JSON give a state or a sentence', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
      fc.uint8Array({ maxLength: 300 }).map(packed),
      fc.string({ unit: 'binary', maxLength: 100 }).map(packed),
      fc.json().map(packed),
      fc.json().map((json) => packed(`{"version":1,"parkade":"0.2.0","spec":${json}}`)),
      fc.json().map((json) => packed(`{"version":1,"parkade":"0.2.0","spec":{"beta":1,"value":${json}}}`)),
    );
    fc.assert(
      fc.property(texts, (text) => void outcomeOf(text)),
      { seed: SEED, numRuns: 1000 },
    );
  });
});

test('a state too large for a link is refused when it is written', () => {
  const initial = Array.from({ length: 30_000 }, (_, i) => Math.sin(i));
  const large = { ...state, spec: { beta: 1, initial, until: 1 } };
  expect(() => writeLink(large)).toThrow(
    /^The link should be at most 200000 characters long, but it came to \d{6}; share the specification as a file\.$/,
  );
  expect(writeLink({ ...large, spec: { ...large.spec, initial: initial.slice(0, 5000) } }).length).toBeLessThan(
    LONGEST_LINK,
  );
});
