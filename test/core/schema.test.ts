/** What is read off a schema is what the schema takes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { limitsOf, unwrapped, wordsOf } from '../../src/core/schema.ts';

const bounds = fc.array(
  fc.oneof(
    fc.integer({ min: -3, max: 3 }).map((bound) => z.minimum(bound)),
    fc.integer({ min: -3, max: 3 }).map((bound) => z.gt(bound)),
    fc.integer({ min: 4, max: 6 }).map((bound) => z.maximum(bound)),
  ),
);

test('limits are those of the numbers that are taken, in whatever order they are declared', () => {
  fc.assert(
    fc.property(fc.boolean(), bounds, (whole, checks) => {
      const schema = whole ? z.int().check(...checks) : z.number().check(...checks);
      const limits = limitsOf(schema);
      const { least, most, open } = limits;
      expect(limits.whole).toBe(whole);
      for (let value = -4; value <= 7; value += 0.5) {
        const within = (least === null || (open ? value > least : value >= least)) && (most === null || value <= most);
        expect(schema.safeParse(value).success, `${value}`).toBe(within && (!whole || Number.isInteger(value)));
      }
    }),
  );
});

test('words and defaults are found under what stands around them', () => {
  const word = z.union([z.enum(['a', 'b']), z.literal('c'), z.number()]);
  const schema = z.optional(z._default(word, 'b'));
  expect(wordsOf(schema)).toEqual(['a', 'b', 'c']);
  expect(unwrapped(schema)).toEqual({ inner: word, usual: 'b', optional: true });
  expect(unwrapped(word)).toEqual({ inner: word, usual: undefined, optional: false });
});
