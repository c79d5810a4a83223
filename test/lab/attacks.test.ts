/**
 * What others may try on the lab with links, with files that are dropped, and with messages to an embed: each is
 * refused in its sentence. `test/link/attacks.test.ts` and `test/serve/attacks.test.ts` have those on the format of links and on the local server; in
 * `embeds.test.ts` some of these meet the page.
 */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Gate } from '../../lab/embed/gate.ts';
import { heard, LONGEST } from '../../lab/embed/message.ts';
import { links } from '../../lab/engine/links.ts';
import { readRecording } from '../../lab/engine/recorded.ts';
import { type GivenFile, needed, tooLarge, whatIs } from '../../lab/share/opened.ts';
import { writeNpy } from '../../src/formats/npy.ts';
import { LONGEST_LINK } from '../../src/link/index.ts';
import { packed } from '../link/packed.ts';

type Row<T> = readonly [name: string, given: T, sentence: RegExp];

const head = '"version":1,"parkade":"0.2.0"';
const link = (keys: string) => `#${packed(`{${head},${keys}}`)}`;
const spec = (keys: string) => link(`"spec":{"beta":9,"until":5,${keys}}`);
const edits = (list: string) => spec(`"edits":${list}`);
const honest = spec('"tokens":12');

/** As many of the attacks on links as the format itself lets through: settings that look right, and cannot be run. */
const onLinks: readonly Row<string>[] = [
  ['cut in the middle', honest.slice(0, honest.length / 2), /^The link should/],
  ['a character changed', honest.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), /^The link should be whole/],
  ['two characters swapped', `#${honest[2]}${honest[1]}${honest.slice(3)}`, /^The link should be whole/],
  ['a bomb of thirty megabytes', `#${packed(' '.repeat(3e7))}`, /unpacks to more/],
  ['of a version to come', `#${packed('{"version":2,"parkade":"1.0.0"}')}`, /written by a newer parkade \(version 2\)/],
  ['__proto__ as a key of an edit', edits('[{"t":1,"kind":"freeze","token":0,"__proto__":{}}]'), /the key "__proto__"/],
  ['forty levels', spec(`"value":${'['.repeat(40)}1${']'.repeat(40)}`), /at most 24 levels deep/],
  ['infinity in an edit', edits('[{"t":1e999,"kind":"remove"}]'), /finite numbers, but one came as Infinity/],
  ['more tokens than fit in memory', spec('"tokens":40000000'), /^"tokens" should be at most 20000 in the lab,/],
  [
    'more tokens than there are numbers for',
    spec('"tokens":1e300'),
    /^"tokens" should be a whole number ≥ 1, but came as 1e\+300;/,
  ],
  [
    'a dimension that no matrix has',
    spec('"dimension":9000,"value":"gaussian:1"'),
    /^"dimension" should be at most 1024/,
  ],
  [
    'many tokens of many dimensions',
    spec('"tokens":15000,"dimension":1000'),
    /^"tokens" should be at most 2000 where "dimension" is 1000/,
  ],
  [
    'many tokens in the second setting',
    link('"spec":{"beta":9,"until":5},"compare":{"spec":{"beta":9,"until":5,"tokens":30000000}}'),
    /^"tokens" should be at most 20000/,
  ],
  [
    'more saved times than fit',
    spec('"saveAt":"lin:0:5:900000"'),
    /^"saveAt" should be at most 50000 times, 400 numbers each, in the lab/,
  ],
  ['saved times without end', spec('"saveAt":"lin:0:5:1e15"'), /^"saveAt" should/],
  [
    'an edit of a token that is not there',
    edits('[{"t":1,"kind":"freeze","token":200}]'),
    /^"edits\[0\]" should name a token from 0 to 199, .* but has token 200;/,
  ],
  [
    'an edit of a token that is gone',
    edits('[{"t":1,"kind":"remove"},{"t":2,"kind":"freeze","token":199}]'),
    /^"edits\[1\]" should name a token from 0 to 198/,
  ],
  [
    'an edit of half a token',
    edits('[{"t":1,"kind":"freeze","token":0.5}]'),
    /^"edits" should be a list .* edits\[0\]\.token came as 0\.5/,
  ],
  ['an edit before the beginning', edits('[{"t":-1,"kind":"remove"}]'), /0 ≤ t < 5, .* but has t -1;/],
  ['an edit after the end', edits('[{"t":6,"kind":"remove"}]'), /0 ≤ t < 5, .* but has t 6;/],
  [
    'edits backwards',
    edits('[{"t":2,"kind":"remove"},{"t":1,"kind":"remove"}]'),
    /^"edits\[1\]" should come at a time t with 2 ≤ t/,
  ],
  [
    'twenty thousand edits',
    edits(`[${'{"t":1,"kind":"remove"},'.repeat(20_000)}{"t":1,"kind":"remove"}]`),
    /at most 10000 edits/,
  ],
  ['an edit of another kind', edits('[{"t":1,"kind":"eval","x":"alert(1)"}]'), /edits\[0\]\.kind came as "eval"/],
  ['an edit to nowhere', edits('[{"t":1,"kind":"move","token":0,"x":[0,0]}]'), /an x of 2 finite numbers, not all 0/],
  ['an edit into another space', edits('[{"t":1,"kind":"move","token":0,"x":[1,0,0]}]'), /an x of 2 finite numbers/],
  [
    'markup as an equation',
    spec('"dynamics":"<img src=x onerror=alert(1)>"'),
    /^"dynamics" should be one of attention,/,
  ],
  ['markup as a law', spec('"initial":"<script>alert(1)</script>"'), /^"initial" should/],
  ['a matrix that does not fit', spec('"value":[[1,0],[0]]'), /^"value" should be a 2×2 matrix/],
  ['an end beyond all numbers', link('"spec":{"beta":9,"until":1e308}'), /^"until" should be a finite time/],
  [
    'a token chosen before the first',
    link('"spec":{"beta":9,"until":5},"chosen":-1'),
    /^"chosen" should be a whole number ≥ 0/,
  ],
];

const text = (name: string, content: string): GivenFile => ({ name, bytes: strToU8(content) });
const bytes = (name: string, ...content: number[]): GivenFile => ({ name, bytes: Uint8Array.from(content) });
const sha = '0'.repeat(64);

/** A .npy file whose header says what it likes. */
function npy(name: string, header: string, body = 0): GivenFile {
  const padded = header.padEnd(117, ' ');
  const start = [0x93, ...strToU8('NUMPY'), 1, 0, padded.length + 1, 0, ...strToU8(padded), 10];
  return { name, bytes: Uint8Array.from([...start, ...new Uint8Array(body)]) };
}
const headerOf = (shape: string, descr = "'<f8'") =>
  `{'descr': ${descr}, 'fortran_order': False, 'shape': (${shape}), }`;
const honestNpy = writeNpy({ shape: [2, 2], data: Float64Array.of(1, 0, 0, 1) });
const npz = (entries: Readonly<Record<string, Uint8Array>>): GivenFile => ({ name: 'a.npz', bytes: zipSync(entries) });
/** Two hundred megabytes of zeros in some two hundred kilobytes, behind a header of four numbers. */
const bombNpz = () => {
  const swollen = new Uint8Array(2e8);
  swollen.set(honestNpy);
  return zipSync({ 'tokens.npy': swollen }, { level: 9 });
};

const onFiles: readonly Row<readonly GivenFile[]>[] = [
  [
    'a picture called .json',
    [bytes('a.json', 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    /^“a\.json” should be JSON, but cannot be read/,
  ],
  ['a page called .json', [text('a.json', '<!doctype html><script>alert(1)</script>')], /should be JSON, but cannot/],
  ['a .json that is cut off', [text('a.json', '{"beta": 9, "unt')], /should be JSON, but cannot be read/],
  ['no bytes', [text('a.json', '')], /^“a\.json” should hold a specification, but is empty/],
  ['no bytes called run.json', [text('run.json', '')], /^“run\.json” should hold .* but is empty/],
  ['a number', [text('a.json', '64')], /should hold a mapping from keys to values/],
  ['brackets without end', [text('a.json', '['.repeat(1e6))], /should be JSON, but cannot be read/],
  [
    'a hundred thousand levels',
    [text('a.json', `{"beta":9,"until":5,"value":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)],
    /^"value" should/,
  ],
  ['six megabytes of text', [text('a.json', ' '.repeat(6e6))], /of at most 5 MB, but has 6 MB/],
  ['a megabyte of YAML', [text('a.yaml', 'beta: 9\n'.repeat(125_000))], /of at most 0\.2 MB, but has 1 MB/],
  ['YAML that refers to itself', [text('a.yaml', 'a: &a [*a, *a, *a]\n')], /should be YAML, but cannot be read/],
  [
    'YAML that laughs',
    [text('a.yaml', 'a: &a [1,1]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n')],
    /should be YAML, but cannot/,
  ],
  [
    'YAML that makes a function',
    [text('a.yaml', 'beta: !!js/function "alert(1)"\nuntil: 5\n')],
    /^"beta" should be a finite number/,
  ],
  ['__proto__ in a specification', [text('a.json', '{"beta":9,"until":5,"__proto__":{"tokens":3}}')], /"__proto__"/],
  ['an unknown key', [text('a.json', '{"beta":9,"until":5,"script":"alert(1)"}')], /^"script" is no key/],
  ['NaN as a word', [text('a.json', '{"beta":"NaN","until":5}')], /^"beta" should be a finite number ≥ 0/],
  ['the name of a file of the reader', [text('a.json', '{"beta":9,"until":5,"initial":"/etc/passwd"}')], /^"initial"/],
  [
    'half a run: steps without the record',
    [bytes('trajectory.h5', 0), bytes('events.h5', 0)],
    /^The folder of a run should hold run\.json/,
  ],
  [
    'a record without a hash',
    [text('run.json', '{"spec":{"beta":9},"parkade":"0.2.0"}')],
    /should be the record of a run/,
  ],
  [
    'a record with a hash that is none',
    [text('run.json', `{"spec":{"beta":9},"parkade":"0.2.0","trajectory":{"sha256":"${sha}0"}}`)],
    /should be the record of a run/,
  ],
  [
    'a record of a wrong run',
    [text('run.json', `{"spec":{"beta":-9,"until":5},"parkade":"0.2.0","trajectory":{"sha256":"${sha}"}}`)],
    /^"beta" should be a finite number ≥ 0/,
  ],
  [
    'a record of a run too large',
    [
      text(
        'run.json',
        `{"spec":{"beta":9,"until":5,"tokens":9000000},"parkade":"0.2.0","trajectory":{"sha256":"${sha}"}}`,
      ),
    ],
    /^"tokens" should be at most 20000/,
  ],
  ['two specifications', [text('a.json', '{}'), text('b.json', '{}')], /^One file, or all files of a run's folder/],
  ['a program', [bytes('a.exe', 0x4d, 0x5a)], /^“a\.exe” should be a specification/],
  [
    'markup as a name',
    [bytes('<img src=x onerror=alert(1)>', 1)],
    /^“<img src=x onerror=alert\(1\)>” should be a specification/,
  ],
  ['a .npy that is none', [text('a.npy', 'not an array, whatever it says')], /"a\.npy" should be a \.npy file/],
  ['a .npy of no bytes', [bytes('a.npy')], /"a\.npy" should be a \.npy file/],
  [
    'a .npy with less than its header says',
    [npy('a.npy', headerOf('1000, 2'), 64)],
    /should hold 16000 bytes of data .* only 64 are there/,
  ],
  [
    'a .npy with more than its header says',
    [npy('a.npy', headerOf('2, 2'), 64)],
    /should hold 32 bytes .* 32 more follow/,
  ],
  ['a .npy of a huge shape', [npy('a.npy', headerOf('99999999999, 99999999'))], /at most 100000000 numbers/],
  [
    'a .npy of a negative shape',
    [npy('a.npy', headerOf('-2, 2'), 32)],
    /at most 100000000 numbers, but its shape is \(-2, 2\)/,
  ],
  [
    'a .npy of objects',
    [npy('a.npy', headerOf('2, 2', "'|O'"), 32)],
    /should hold real numbers .* the object dtype \|O/,
  ],
  [
    'a .npy of a pickle in its header',
    [npy('a.npy', "{'descr': __import__('os').system('x')}", 32)],
    /its header cannot be read/,
  ],
  [
    'a .npy cut off in its header',
    [{ name: 'a.npy', bytes: honestNpy.subarray(0, 60) }],
    /should hold its whole header/,
  ],
  [
    'a .npy of NaN',
    [{ name: 'a.npy', bytes: writeNpy({ shape: [2, 2], data: Float64Array.of(1, 0, NaN, 1) }) }],
    /token 1 \(from 0\) at time number 0 holds NaN/,
  ],
  [
    'a .npy of one column',
    [{ name: 'a.npy', bytes: writeNpy({ shape: [2, 1], data: Float64Array.of(1, 2) }) }],
    /with d ≥ 2, but its array has the shape \(2, 1\)/,
  ],
  [
    'a .npy of four axes',
    [{ name: 'a.npy', bytes: writeNpy({ shape: [1, 1, 1, 2], data: Float64Array.of(1, 2) }) }],
    /its array has the shape \(1, 1, 1, 2\)/,
  ],
  ['a .npz that swells', [{ name: 'a.npz', bytes: bombNpz() }], /more comes out of the zip/],
  [
    'a .npz with names that climb',
    [npz({ '../../a.npy': honestNpy, '/etc/passwd.npy': honestNpy })],
    /should hold one array, or one called tokens, but it holds \.\.\/\.\.\/a, \/etc\/passwd/,
  ],
  ['a .npz without arrays', [npz({ 'a.txt': strToU8('hello') })], /it holds no \.npy array/],
  [
    'a .npz cut off',
    [{ name: 'a.npz', bytes: npz({ 'tokens.npy': honestNpy }).bytes.subarray(0, 90) }],
    /should be an \.npz file/,
  ],
  ['garbage called .h5', [text('a.h5', 'garbage')], /its first bytes are not HDF5's/],
  [
    'garbage behind the first bytes of HDF5',
    [bytes('a.h5', 0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, ...new Uint8Array(600))],
    /^"a\.h5" should hold tokens in HDF5, but it cannot be read/,
  ],
  ['no bytes called .nc', [bytes('a.nc')], /its first bytes are not HDF5's/],
  ['a table', [text('a.csv', '1,0\n0,1\n')], /^“a\.csv” should be a specification/],
  ['a list', [text('a.json', '[[1,0],[0,1]]')], /should hold a mapping/],
  [
    'a .npz of more tokens than can be told apart',
    [{ name: 'a.npy', bytes: writeNpy({ shape: [70_000, 2], data: new Float64Array(140_000).fill(1) }) }],
    /should hold fewer than 65535 tokens/,
  ],
];

const message = (keys: object) => ({ parkade: 1, ...keys });
const onMessages: readonly Row<unknown>[] = [
  ['another version', { parkade: 2, do: 'play' }, /^The message's "parkade" should be 1, .* but came as 2;/],
  ['a version that is a text', { parkade: '1', do: 'play' }, /came as "1"/],
  ['nothing to do', message({}), /^The message's "do" should be one of listen, play, .* but came as nothing;/],
  ['something else to do', message({ do: 'eval', code: 'alert(1)' }), /came as "eval"/],
  ['a property of every object to do', message({ do: 'constructor' }), /came as "constructor"/],
  ['an object to do', message({ do: { toString: 'play' } }), /came as an object/],
  [
    'a key too many',
    message({ do: 'play', html: '<b>' }),
    /^A message to play should have the keys parkade, do, but has "html"; drop it\.$/,
  ],
  ['__proto__ as a key', JSON.parse('{"parkade":1,"do":"play","__proto__":{"t":1}}'), /but has "__proto__"/],
  ['a key as long as a book', message({ do: 'play', ['k'.repeat(1e6)]: 1 }), /^A message to play .{0,120}$/],
  ['no time', message({ do: 'seek' }), /^The message's "t" should be a finite time ≥ 0, but came as nothing;/],
  ['a time that is none', message({ do: 'seek', t: NaN }), /came as NaN/],
  ['infinity', message({ do: 'seek', t: Infinity }), /came as Infinity/],
  ['a time before the beginning', message({ do: 'seek', t: -1 }), /came as -1/],
  ['a time that is a text', message({ do: 'seek', t: '5' }), /came as "5"/],
  ['a time that is a list', message({ do: 'seek', t: [5] }), /came as a list/],
  ['a time that is a great integer', message({ do: 'seek', t: 5n }), /came as 5/],
  ['a link that is none', message({ do: 'open', link: 5 }), /^The message's "link" should be a text/],
  ['a link that is an object', message({ do: 'open', link: { href: 'javascript:alert(1)' } }), /came as an object/],
  [
    'a link without end',
    message({ do: 'open', link: 'A'.repeat(LONGEST + 1) }),
    /at most 200000 characters, but has 200001/,
  ],
  ['markup as a time', message({ do: 'seek', t: '<img src=x onerror=alert(1)>' }), /^.{0,160}$/],
];

/** What the page does with files, without the page. */
async function refusalOfFiles(files: readonly GivenFile[]): Promise<string | null> {
  const read = needed(files);
  const found = whatIs(read, (yaml) => parse(yaml, { maxAliasCount: 0, logLevel: 'error' }));
  if (found.kind === 'refused') return found.says;
  if (found.kind === 'tokens') {
    return readRecording(found.file).then(
      () => null,
      (error: Error) => error.message,
    );
  }
  const answer = await links.specification(found.spec);
  return 'refusal' in answer ? answer.refusal.message : null;
}

function isSentence(said: string | null, sentence: RegExp): void {
  expect(said).toMatch(sentence);
  expect(said).toMatch(/^\S.*[.?]$/);
  expect(said?.length).toBeLessThan(900);
}

test('there are as many as were asked for, each with a name of its own', () => {
  for (const [attacks, most] of [
    [onLinks, 25],
    [onFiles, 40],
    [onMessages, 20],
  ] as const) {
    expect(attacks.length).toBeGreaterThanOrEqual(most);
    expect(new Set(attacks.map(([name]) => name)).size).toBe(attacks.length);
  }
});

describe('links', () => {
  test.each(onLinks)('%s', async (_, given, sentence) => {
    const answer = await links.unlink(given);
    isSentence('refusal' in answer ? answer.refusal.message : null, sentence);
  });
});

describe('files', () => {
  test.each(onFiles)('%s', async (_, files, sentence) => isSentence(await refusalOfFiles(files), sentence));

  test('three hundred megabytes are not even read', () => {
    isSentence(tooLarge([{ name: 'a.npy', size: 3e8 }]), /^“a\.npy” should have at most 256 MB, but has 300 MB/);
    expect(tooLarge([{ name: 'a.npy', size: 6e7 }])).toBeNull();
  });
});

describe('messages', () => {
  test.each(onMessages)('%s', (_, given, sentence) => {
    const found = heard(given);
    isSentence(found !== null && 'refused' in found ? found.refused : null, sentence);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', '{"parkade":1,"do":"play"}'],
    ['a list', [{ parkade: 1, do: 'play' }]],
    ['what other programs say', { type: 'webpackOk', data: {} }],
    ['a map', new Map([['parkade', 1]])],
    ['an error', Object.assign(new Error('x'), { parkade: 1 })],
    ['an inherited key', Object.create({ parkade: 1, do: 'play' })],
  ])('%s is not meant for the lab, and not answered', (_, given) => expect(heard(given)).toBeNull());

  test('a flood is heard up to a measure in every second, and told of once', () => {
    const gate = new Gate(3);
    expect([0, 1, 2, 3, 4, 999].map((now) => gate.passes(now))).toEqual([true, true, true, 'last', false, false]);
    expect(gate.passes(1000)).toBe(true);
  });
});

describe('what is no attack is taken, so that the tables above could fail', () => {
  test('a link', async () => expect(await links.unlink(honest)).toHaveProperty('value.spec.tokens', 12));
  test.each<[string, readonly GivenFile[]]>([
    ['a specification', [text('a.json', '{"beta":9,"until":5}')]],
    ['a specification in YAML', [text('a.yaml', 'beta: 9\nuntil: 5\n')]],
    ['tokens', [{ name: 'a.npy', bytes: honestNpy }]],
    ['tokens in a zip', [npz({ 'tokens.npy': honestNpy })]],
    [
      'the record of a run beside its files',
      [
        text('run.json', `{"spec":{"beta":9,"until":5},"parkade":"0.2.0","trajectory":{"sha256":"${sha}"}}`),
        bytes('trajectory.h5', 0),
      ],
    ],
  ])('%s', async (_, files) => expect(await refusalOfFiles(files)).toBeNull());
  test.each([
    { do: 'listen' },
    { do: 'play' },
    { do: 'pause' },
    { do: 'restart' },
    { do: 'seek', t: 0 },
    { do: 'open', link: honest },
  ])('the message %o', (asked) => expect(heard(message(asked))).toEqual({ asked }));
  test('links are as long in messages as elsewhere', () => expect(LONGEST).toBe(LONGEST_LINK));
});
