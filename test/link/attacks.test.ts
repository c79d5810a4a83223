/** Links that somebody made to harm, or by a mistake: each is refused in its sentence, and before it costs anything. */
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import { LARGEST_STATE, LONGEST_LINK, readLink, writeLink } from '../../src/link/index.ts';
import { packed } from './packed.ts';

const head = '"version":1,"parkade":"0.2.0"';
const holding = (json: string) => packed(json);
const spec = (keys: string) => packed(`{${head},"spec":{${keys}}}`);
const look = (keys: string) => packed(`{${head},"spec":{"beta":64,"until":1},${keys}}`);

/** A megabyte too many, then an end that no deflate has: whoever unpacks it all finds damage, not size. */
function damagedBomb(): string {
  const bytes = deflateSync(Buffer.alloc(100e6, ' '), { level: 9 });
  bytes.fill(0xff, bytes.length - 2000);
  return bytes.toString('base64url');
}

const bomb = packed(`{${head},"spec":{"beta":1},"views":[${' '.repeat(5e7)}]}`);
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

const attacks: readonly (readonly [name: string, text: string, sentence: RegExp])[] = [
  ['nothing', '', /^The link should hold a state behind its #, but nothing is there;/],
  ['an address without a fragment', 'https://example.org/lab/', /^The link should have a fragment/],
  ['an empty fragment', 'https://example.org/#', /but nothing is there/],
  ['a script', 'javascript:alert(1)#alert(1)', /base64url, but it has other signs/],
  ['markup', '#<img src=x onerror=alert(1)>', /base64url, but it has other signs/],
  ['percent signs', '#eNo%41', /base64url, but it has other signs/],
  ['a character too many', `#${spec('"beta":1')}A`, /^The link should (be whole|consist)/],
  ['two links in one', `#${spec('"beta":1')}#${spec('"beta":2')}`, /base64url, but it has other signs/],
  ['a very long one', `#${'A'.repeat(LONGEST_LINK + 1)}`, /at most 200000 characters long, but it came with 200001;/],
  ['an endless one', `#${' '.repeat(5e7)}`, /at most 200000 characters long, but it came with 50000000;/],
  ['no compression', Buffer.from('{"version":1}').toString('base64url'), /should be whole/],
  ['gzip instead of zlib', 'H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA', /should be whole/],
  ['a dictionary that is not there', Buffer.from('78bb000000000300', 'hex').toString('base64url'), /be whole/],
  ['a bomb of fifty megabytes', bomb, /^The link should hold at most 1000000 bytes, but it unpacks to more; do not/],
  ['a bomb with a damaged end', damagedBomb(), /but it unpacks to more/],
  ['a byte too many', holding(' '.repeat(LARGEST_STATE + 1)), /but it unpacks to more/],
  ['text', holding('beta: 64'), /^The link should hold JSON, but it holds other text;/],
  ['bytes that are no text', packed(Uint8Array.of(0xff, 0xfe, 0x80)), /should hold JSON/],
  ['a list', holding('[]'), /^The link should hold an object with a specification, but it holds \[\];/],
  ['null', holding('null'), /but it holds null/],
  ['brackets without end', holding('['.repeat(900_000)), /^The link should be nested at most 24 levels deep,/],
  ['brackets in brackets', spec(`"beta":1,"value":${nested(100_000)}`), /at most 24 levels deep/],
  ['brackets in a text', spec(`"beta":1,"value":"${nested(200)}"`), /should hold lists as lists/],
  ['an object in a text', spec('"beta":1,"value":" {\\"__proto__\\":1}"'), /should hold lists as lists/],
  ['a book', spec(`"beta":1,"initial":"${'a'.repeat(9e5)}"`), /texts of at most 500 characters, but .* 900000;/],
  ['__proto__ on top', holding(`{${head},"spec":{"beta":1},"__proto__":{"x":1}}`), /but it has the key "__proto__"/],
  ['__proto__ in the specification', spec('"beta":1,"__proto__":{"until":1}'), /but it has the key "__proto__"/],
  ['__proto__ within a matrix', spec('"beta":1,"value":{"gaussian":1,"__proto__":[]}'), /the key "__proto__"/],
  ['constructor', spec('"beta":1,"constructor":{"prototype":{}}'), /but it has the key "constructor"/],
  ['toString', look('"toString":1'), /but it has the key "toString"/],
  ['a key as long as a book', spec(`"beta":1,"${'k'.repeat(9e5)}":1`), /^The link should have keys such as "beta"/],
  ['a key that clears the screen', spec('"\\u001b[2J":1'), /but it has the key "\\u001b\[2J";/],
  ['a value that clears the screen', spec('"beta":"\\u001b[2J"'), /^"beta" should be .* came as "\\u001b\[2J";/],
  [
    'an unknown key',
    look('"color":"fate"'),
    /^"color" should be one of the keys of a link, version, .* but is none of them; did you mean "colour"\?$/,
  ],
  ['an unknown key of the specification', spec('"beta":1,"slop":2'), /^"slop" is no key .* did you mean "slope"\?/],
  ['a key of another equation', spec('"beta":1,"slope":2'), /^"slope" should come only with dynamics positional-bias/],
  ['no specification', holding(`{${head}}`), /^"spec" should hold a run specification, but has none;/],
  [
    'a specification that is a text',
    holding(`{${head},"spec":"beta: 64"}`),
    /^A run specification should be a mapping/,
  ],
  ['no version', holding('{"spec":{"beta":1}}'), /^The link should have version 1, but it has none;/],
  ['a version that is a text', holding('{"version":"1"}'), /but it has version "1";/],
  ['version 0', holding('{"version":0}'), /but it has version 0;/],
  [
    'a newer version',
    holding('{"version":3,"parkade":"2.0.0","anything":[1]}'),
    /^The link should have version 1, but it was written by a newer parkade \(version 3\), and this one reads 1; open it with parkade 2\.0\.0 or a newer one\.$/,
  ],
  ['a newer version of an evil writer', holding('{"version":3,"parkade":"\\u001b[2J"}'), /open it with that parkade/],
  [
    'no writer',
    holding('{"version":1,"spec":{"beta":1}}'),
    /^"parkade" should be a version such as 0\.2\.0, but is missing;/,
  ],
  ['infinity', spec('"beta":1e999'), /^The link should hold finite numbers, but one came as Infinity;/],
  ['minus infinity in a matrix', spec('"beta":1,"value":[1,-1e999]'), /but one came as -Infinity;/],
  ['NaN as a word', spec('"beta":"NaN"'), /^"beta" should be a finite number ≥ 0, but came as NaN;/],
  ['a negative β', spec('"beta":-1'), /^"beta" should be a finite number ≥ 0, but came as -1;/],
  ['half a token', spec('"beta":1,"tokens":2.5'), /^"tokens" should be a whole number ≥ 1, but came as 2\.5;/],
  [
    'a file of the reader',
    spec('"beta":1,"initial":"/etc/passwd"'),
    /^"initial" should hold its numbers in a link, but names the file "\/etc\/passwd";/,
  ],
  ['a matrix of the reader', spec('"beta":1,"value":"../q.json"'), /^"value" should hold its numbers in a link/],
  ['a file in a comparison', look('"compare":{"spec":{"beta":1,"key":"k.npy"}}'), /^"key" should hold its numbers/],
  [
    'a comparison of two seeds',
    look('"compare":{"spec":{"beta":1,"seed":2}}'),
    /^"compare" should have the seed 1 of "spec", but has 2;/,
  ],
  [
    'a comparison of three',
    look('"compare":{"spec":{"beta":1},"compare":{}}'),
    /^"compare" should be one of the keys of a comparison, spec, sha256, but/,
  ],
  ['a time before the beginning', look('"time":-1'), /^"time" should be a finite time ≥ 0, but came as -1;/],
  ['a clock that stands', look('"speed":0'), /^"speed" should be a finite number > 0, but came as 0;/],
  ['a clock that is a text', look('"speed":"1"'), /^"speed" should be .* came as "1";/],
  ['a thousand views', look(`"views":[${'"a",'.repeat(999)}"a"]`), /^"views" should be a list of at most 32 names/],
  ['a view with markup', look('"views":["<b>"]'), /^"views" should be .* came as \["<b>"\];/],
  ['a camera without latitude', look('"camera":{"longitude":0}'), /^"camera" should be an object of longitude/],
  ['a camera beyond the pole', look('"camera":{"longitude":0,"latitude":2}'), /^"camera" should be an object of/],
  ['a camera that follows', look('"camera":{"longitude":0,"latitude":0,"follow":3}'), /^"camera" should be/],
  [
    'a colour with style',
    look('"colour":"red;background:url(//x)"'),
    /^"colour" should be one of index, cluster, fate/,
  ],
  ['half a token chosen', look('"chosen":1.5'), /^"chosen" should be a whole number ≥ 0/],
  [
    'an embed of another page',
    look('"embed":"https://example.org"'),
    /^"embed" should be one of full, timeline, stage/,
  ],
  ['a hash that is too short', look('"sha256":"abc"'), /^"sha256" should be 64 hexadecimal digits/],
  ['a backend with a path', look('"backend":"../x"'), /^"backend" should be the name of a backend/],
];

test('there are many', () => expect(attacks.length).toBeGreaterThanOrEqual(25));

test.each(attacks)('%s', (_, text, sentence) => {
  const begin = performance.now(); // on a busy machine; what is not stopped takes minutes
  let told: unknown;
  try {
    readLink(text);
  } catch (error) {
    told = error;
  }
  expect(performance.now() - begin).toBeLessThan(20_000);
  expect(told).toBeInstanceOf(ParkadeError);
  expect((told as ParkadeError).message).toMatch(sentence);
  expect((told as ParkadeError).message.split('\n')).toHaveLength(1);
});

describe('nothing stays behind', () => {
  test('of keys with a meaning to the language', () => {
    for (const [, text] of attacks) expect(() => readLink(text)).toThrow();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('and an honest link is still read', () => {
    expect(readLink(look('"time":1')).time).toBe(1);
  });
});

test.each([
  [{ beta: 1, initial: 'x0.npy' }, '"initial" should hold its numbers in a link'],
  [{ beta: NaN }, '"beta" should be a finite number'],
  [{ beta: 1, nonsense: 2 }, '"nonsense" is no key of a run specification'],
])('writeLink refuses %j too', (given, sentence) => {
  expect(() => writeLink({ version: 1, parkade: '0.2.0', spec: given })).toThrow(sentence);
});
