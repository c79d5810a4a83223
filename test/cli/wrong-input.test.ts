/** Every mistake is one clear sentence, exit code 2, no stack trace, nothing written. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeNpy } from '../../src/formats/npy.ts';
import { parkadeHere } from './in-process.ts';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);

put('mixed.json', '[[1, 0], [0, 1, 0]]');
put('zero.json', '[[1, 0], [0, 0]]');
put('nan.json', '[[NaN, 1],\n[1, 1]]\n');
put('header.csv', 'a,b\nc,d\n');
put('nan.csv', '1,0\nnan,1\n');
put('infinite.csv', '1 0\n0 inf\n');
put('words.csv', '1,0\n0,one\n');
put('notrows.json', '{"a": 1}');
put('broken.json', '[[1, 0], [0');
put('tokens.json', '[[1, 0], [0, 1], [-1, 0]]');
put('q3.json', '[[1, 0, 0], [0, 1, 0], [0, 0, 1]]');
put('ragged.json', '[[1, 0], [0]]');
put('unknown.yaml', 'beta: 4\nuntil: 1\nbetta: 3\n');
put('list.yaml', '- beta\n- 4\n');
put('broken.yaml', 'beta: [4\nuntil: 1\n');
put('twice.yaml', 'beta: 4\nbeta: 5\nuntil: 1\n');
put('tokens.xyz', '1 0\n');
const npy = writeNpy({ shape: [3, 2], data: Float64Array.of(1, 0, 0, 1, -1, 0) });
put('truncated.npy', npy.subarray(0, npy.length - 5));
put('notnpy.npy', 'hello, this is no array');
put('object.npy', replaced(npy, "'<f8'", "'|O' "));
put('notzip.npz', 'hello, this is no zip');
put('three.npy', writeNpy({ shape: [1, 2, 2], data: Float64Array.of(1, 0, 0, 1) }));
put('a-file', 'in the way');
mkdirSync(join(folder, 'full'));
put('full/notes.txt', 'mine');

/** The same bytes with one piece of header text exchanged for another of its length. */
function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const copy = bytes.slice();
  const at = new TextDecoder('latin1').decode(bytes).indexOf(from);
  for (let i = 0; i < to.length; i++) copy[at + i] = to.charCodeAt(i);
  return copy;
}

const simulate = (...words: string[]) => ['simulate', ...words, '--out', 'never'];
const good = ['--beta', '4', '--until', '1', '--tokens', '4'];

/** What is typed, and what the sentence must say. */
const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
  [simulate('--beta', '-1', '--until', '1'), /"beta" should be a finite number ≥ 0, but came as -1/],
  [simulate('--beta', 'nan', '--until', '1'), /"beta" should be .* came as NaN/],
  [simulate('--beta', 'inf', '--until', '1'), /"beta" should be .* came as Infinity/],
  [simulate('--beta', 'four', '--until', '1'), /"beta" should be .* came as "four"/],
  [simulate('--until', '1'), /"beta" should be .* is missing; give it/],
  [simulate('--beta', '4'), /"until" should be .* is missing/],
  [simulate(...good, '--dimension', '1'), /"dimension" should be a whole number from 2 to 10000, but came as 1/],
  [simulate('--beta', '4', '--until', '1', '--tokens', '0'), /"tokens" should be a whole number ≥ 1, but came as 0/],
  [simulate('--beta', '4', '--until', '1', '--tokens', '2.5'), /"tokens" should be .* came as 2.5/],
  [simulate(...good, '--betta', '3'), /"--betta" is no option of parkade simulate; did you mean --beta\?/],
  [simulate('unknown.yaml'), /"betta" is no key of a run specification; did you mean "beta"\?/],
  [simulate(...good, '--dynamics', 'rotory'), /"dynamics" should be one of .* did you mean "rotary"\?/],
  [simulate(...good, '--mask', 'casual'), /"mask" should be .* did you mean "causal"\?/],
  [simulate(...good, '--initial', 'unifrom'), /no such file; did you mean "uniform"\?/],
  [['park', '--delta', '1', '--initial', 'unifrom'], /"initial" should be one of uniform, .* did you mean "uniform"\?/],
  [['spectra', 'nan.json'], /"nan.json" should hold JSON .* but it does not parse/],
  [['spectra', 'header.csv'], /"header.csv" should hold numbers, but line 2, column 1 is "c"/],
  [simulate('list.yaml'), /"list.yaml" should hold a mapping/],
  [simulate('broken.yaml'), /"broken.yaml" should hold a run specification.* does not parse/],
  [simulate('twice.yaml'), /"twice.yaml" should hold .* does not parse/],
  [simulate('absent.yaml'), /"absent.yaml" should be a file that can be read, but it does not exist/],
  [
    simulate('--initial', 'tokens.json', '--beta', '4', '--until', '1', '--query', 'q3.json'),
    /"query" should be a 2×2 matrix.* came as 3×3/,
  ],
  [simulate(...good, '--value', 'ragged.json'), /"value" should be a 2×2 matrix.* rows of 2 and of 1/],
  [simulate(...good, '--value', '1,2,3'), /"value" should be a 2×2 matrix.* a diagonal of 3/],
  [simulate(...good, '--key', '[[1, "a"], [0, 1]]'), /"key" should hold finite numbers, but row 0, column 1 is "a"/],
  [
    simulate('--initial', 'mixed.json', '--beta', '4', '--until', '1'),
    /"initial" should have rows of one length, 2 like row 0, but row 1 has 3/,
  ],
  [simulate('--initial', 'zero.json', '--beta', '4', '--until', '1'), /"initial" .* row 1 is zero/],
  [simulate('--initial', 'nan.csv', '--beta', '4', '--until', '1'), /"initial" .* row 1, column 0 is NaN/],
  [simulate('--initial', 'infinite.csv', '--beta', '4', '--until', '1'), /"initial" .* row 1, column 1 is Infinity/],
  [
    simulate('--initial', 'words.csv', '--beta', '4', '--until', '1'),
    /"words.csv" should hold numbers, but line 2, column 2 is "one"/,
  ],
  [simulate('--initial', 'notrows.json', '--beta', '4', '--until', '1'), /"initial" should be .* came as \{"a":1\}/],
  [
    simulate('--initial', 'broken.json', '--beta', '4', '--until', '1'),
    /"broken.json" should hold JSON .* does not parse/,
  ],
  [
    simulate('--initial', 'truncated.npy', '--beta', '4', '--until', '1'),
    /"truncated.npy" should hold 48 bytes of data .* only 43 are there/,
  ],
  [
    simulate('--initial', 'object.npy', '--beta', '4', '--until', '1'),
    /"object.npy" should hold real numbers .* the object dtype/,
  ],
  [simulate('--initial', 'notnpy.npy', '--beta', '4', '--until', '1'), /"notnpy.npy" should be a .npy file/],
  [simulate('--initial', 'notzip.npz', '--beta', '4', '--until', '1'), /"notzip.npz" should be an .npz file/],
  [
    simulate('--initial', 'three.npy', '--beta', '4', '--until', '1'),
    /"three.npy" should hold one row per token.* 3 dimensions/,
  ],
  [
    simulate('--initial', 'tokens.xyz', '--beta', '4', '--until', '1'),
    /"tokens.xyz" should end in \.npy.* it ends in "xyz"/,
  ],
  [simulate('--initial', 'absent.npy', '--beta', '4', '--until', '1'), /"initial" should be .* there is no such file/],
  [
    simulate('--initial', 'tokens.json', '--tokens', '5', '--beta', '4', '--until', '1'),
    /"tokens" should be 3, as in the initial tokens given, but came as 5/,
  ],
  [simulate(...good, '--save-at', '0.5,2'), /"--save-at" should end by "until" = 1, but asks for t = 2/],
  [simulate(...good, '--save-at', '0.5,0.2'), /"--save-at" should be ascending times/],
  [simulate(...good, '--save-at', 'lin:0:1'), /"--save-at" should be times such as 1,4,10, or lin:FROM:TO:COUNT/],
  [simulate(...good, '--until', '-3'), /"until" should be a finite time from 1e-270 to 1e300, but came as -3/],
  [
    simulate(...good, '--delta', '3.2'),
    /"delta" should be a separation strictly between 0 and π radians, but came as 3.2/,
  ],
  [simulate(...good, '--delta', '0'), /"delta" should be a separation strictly between 0 and π radians, but came as 0/],
  [simulate(...good, '--radius', '-0.1'), /"radius" should be .* came as -0.1/],
  [
    simulate(...good, '--integrator', 'rk4', '--rtol', '1e-6'),
    /"integrator" rk4 makes no error estimate.* give dt, or use dopri5/,
  ],
  [simulate(...good, '--integrator', 'rk4'), /"dt" should be a finite number > 0 for rk4/],
  [simulate(...good, '--integrator', 'rk45'), /"integrator" should be one of auto, dopri5/],
  [simulate(...good, '--dt', '0.1', '--rtol', '1e-6'), /"dt" fixes the step while rtol and atol choose it/],
  [simulate(...good, '--rtol', '0', '--atol', '0'), /"rtol" and "atol" should not both be 0/],
  [simulate(...good, '--mask', 'casual'), /"mask" should be causal or full, but came as "casual"/],
  [simulate(...good, '--normalization', 'sum'), /"normalization" should be softmax or count/],
  [simulate(...good, '--seed', '-1'), /"seed" should be a whole number from 0/],
  [simulate(...good, '--jitter', '0.1'), /"jitter" should come only with initial equispaced/],
  [simulate(...good, '--centers', '[[1,0]]'), /"centers" should come only with dynamics frozen-centers/],
  [simulate(...good, '--dynamics', 'frozen-centers'), /"centers" should be a list of directions .* none came/],
  [
    simulate(...good, '--dynamics', 'frozen-centers', '--centers', '[[1,0]]', '--weights', '1,2'),
    /"weights" should be one number or 1/,
  ],
  [simulate(...good, '--initial', 'von-mises-fisher'), /"directions" should be a list of rows/],
  [
    simulate(...good, '--initial', 'equispaced', '--dimension', '3'),
    /"initial" equispaced should lie on the circle, in dimension 2, but 3 came/,
  ],
  [simulate(...good, '--observe', 'cluster'), /"observe" should be a list of centers, clusters/],
  [
    ['simulate', ...good, '--out', 'a-file/run'],
    /"a-file\/run" should be a folder that can be made, but a part of the path is a file/,
  ],
  [['simulate', ...good, '--out', 'a-file'], /"a-file" should be the name of a new folder/],
  [['simulate', ...good, '--out', 'full'], /"full" should be the name of a new folder, but exists and is not empty/],
  [['simulate', ...good, '--out', 'full', '--force'], /"full" should hold nothing but a run .* also holds notes.txt/],
  [['show', 'full'], /"full" should be the folder of a run, but has no run.json/],
  [['export', 'full', '--format', 'xml'], /"--format" should be one of json, csv, npz, h5, but came as "xml"/],
  [
    ['export', 'full'],
    /"--format" should be given \(.*\), but is missing; add --format <name>\. "parkade export --help"/,
  ],
  [['park'], /"--delta" should be given \(separation δ of the centers\), but is missing; add --delta <radians>\./],
  [['reproduce', 'figure-22'], /"figure-22" should be the name of a preset.* did you mean "figure-2"\?/],
  [['simulte'], /"simulte" is no command of parkade; did you mean simulate\?/],
  [['show'], /"parkade show" should come with <run> \(folder of a run\), but it is missing; add it\./],
  [['show', 'full', 'other'], /"parkade show" should come with <run> only, but "other" came too; drop it\./],
  [['list', 'a', 'b'], /"parkade list" should come with flags only, but "a", "b" came too; drop them\./],
  [
    ['park', '--delta'],
    /"--delta" should come with a value \(separation δ .*\), but none came; add it: --delta <radians>/,
  ],
];

const before = tree();
function tree(): string[] {
  return readdirSync(folder, { recursive: true }).map(String).sort();
}

// Names of files are of the folder; a process for each mistake would take half a second of nothing but starting.
const home = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => process.chdir(home));

test.each(mistakes.map(([words, sentence]) => ({ typed: words.join(' '), words, sentence })))(
  'parkade $typed',
  async ({ words, sentence }) => {
    const { code, stdout, stderr } = await parkadeHere(words);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at |node:|Error:/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  },
);

test('wrong input leaves nothing behind', () => {
  expect(tree()).toEqual(before);
});

test('--json tells programs of the mistake on standard output', () => {
  const { code, stdout } = parkade(['simulate', '--beta', '-1', '--until', '1', '--json'], folder);
  expect(code).toBe(2);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: 'InvalidParameter',
    message: expect.stringContaining('"beta"'),
  });
});
