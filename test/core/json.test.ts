/** JSON in which every number comes back: whatever is written is read equal, to the last bit. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromJson, toJson, toLegibleJson } from '../../src/core/json.ts';
import { SEED } from '../support/arbitraries.ts';

const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, 5e-324, -1.7976931348623157e308));
const word = fc.constantFrom('NaN', '-Infinity', 'Infinity', '\\NaN', '\\\\Infinity', 'nan', '-NaN', '"NaN"', '');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    number,
    word,
    fc.string(),
    fc.constantFrom(null, true, false),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(word, fc.string()), tie('value'), { noNullPrototype: true }),
  ),
}));

test('every value comes back equal, on one line and indented', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(fromJson(toJson(given))).toStrictEqual(given);
      expect(fromJson(toLegibleJson(given))).toStrictEqual(given);
      expect(toJson(given)).not.toContain('\n');
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

test('the words, and what reads like them', () => {
  expect(toJson({ a: [NaN, Infinity, -Infinity, -0, 0], b: 'NaN' })).toBe(
    '{"a":["NaN","Infinity","-Infinity",-0,0],"b":"\\\\NaN"}',
  );
  expect(toLegibleJson({ a: [1, null], b: { c: [[1], []] }, d: undefined })).toBe(
    '{\n  "a": [1,null],\n  "b": {\n    "c": [\n      [1],\n      []\n    ]\n  }\n}',
  );
  expect(toJson([undefined])).toBe('[null]');
});

test('documents without such numbers are what JSON.stringify writes', () => {
  const plain = { times: [0, 0.1, 1e21, 5e-324], name: 'ünï\n', nested: [{ a: null, b: undefined }, [true]] };
  expect(toJson(plain)).toBe(JSON.stringify(plain));
});
