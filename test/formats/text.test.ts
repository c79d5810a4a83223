/** Tables as text: whatever convention a writer keeps, the same numbers come back, or a sentence with line and column. */
import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import { readCsv } from '../../src/formats/csv.ts';
import { readNumbers } from '../../src/formats/index.ts';
import { SEED } from '../support/arbitraries.ts';

const read = (text: string, file = 'a.csv') => readNumbers(strToU8(text), file, 'initial');

describe('what is understood', () => {
  const rows = [
    [1, 0],
    [-0.5, 2e-3],
  ];
  test.each([
    ['commas', '1,0\n-.5,2e-3\n'],
    ['a note, semicolons and spaces', '# note\n1; 0\n-.5 ;2e-3'],
    ['tabs and a header', 'x\ty\n1\t0\n-.5\t2e-3\n'],
    ['spaces', '  1   0\n-.5 2e-3  '],
    ['CR', '1,0\r-0.5,2e-3\r'],
    ['CRLF, a byte order mark, a header', '\uFEFFx,y\r\n1,0\r\n-.5,2e-3\r\n'],
    ['exponents of Fortran', '1.0D+00,0.0D+00\n-5.0d-01,2.0D-03'],
    ['typographic minus signs', '1,0\n−0.5,2e−3'],
    ['quotes', '"x";"y"\r\n"1";"0"\r\n"-0.5";"2e-3"'],
    ['an export of parkade at one time', 'time,token,x1,x2\n4,0,1,0\n4,1,-0.5,0.002\n'],
    ['an index', 'token,x,y\n1,1,0\n2,-.5,2e-3'],
    ['the index of pandas', ',x1,x2\n0,1,0\n1,-0.5,0.002'],
    ['the index and numbered columns of pandas', ',0,1\n0,1,0\n1,-0.5,0.002'],
    ['the index of R', '"","V1","V2"\n"1",1,0\n"2",-0.5,0.002'],
    ['coordinates by name', 'x2,x1\n0,1\n0.002,-.5'],
    ['announced decimal commas', '# decimal comma\n1,0;0\n-,5;2,0e-3'],
    ['announced decimal commas between blanks', '#Decimal comma\r\n1 0\r\n−0,5 2e-3'],
    ['a file that ends in .tsv', '1\t0\n-.5\t.002', 'a.tsv'],
  ])('%s', (_, text, file?: string) => {
    expect(read(text, file)).toEqual(rows);
  });

  test('a column is a list', () => {
    expect(read('theta\n0\n1.5\n')).toEqual([0, 1.5]);
    expect(read('token,angle\n0,0\n1,1.5\n')).toEqual([0, 1.5]);
  });
});

describe('what is refused, by line and column', () => {
  test.each([
    ['decimal commas', '1,0;0,0\n0,6;0,8', 'line 1, column 1 is "1,0"; write decimal points'],
    ['decimal commas between tabs', '0.5\t1\n0,6\t0,8', 'line 2, column 1 is "0,6"; write decimal points'],
    ['decimal commas between spaces', '0,6 0,8', 'line 1, column 2 is "6 0"; use one separator'],
    [
      'announced too late',
      '1;0\n# decimal comma\n0,6;0,8',
      'line 3, column 1 is "0,6"; write decimal points instead of commas, or',
    ],
    ['what may be one', '0,05\n0,5', 'line 1, column 2 is "05"; write decimal points'],
    ['two separators', '1,2\n3;4', 'line 1, column 1 is "1,2"'],
    ['tabs and spaces', '1\t2\n3 4', 'line 2, column 1 is "3 4"; use one separator'],
    ['an empty entry', '1,2\n3,', 'line 2, column 2 is empty; give every entry a number'],
    ['an empty entry between tabs', '1\t\t2', 'line 1, column 2 is empty'],
    ['a version for a header', '1.2.3,4.5.6\n1,2', 'line 1, column 1 is "1.2.3"'],
    ['half a header', 'x,1\n1,2', 'line 1, column 1 is "x"'],
    ['a word', 'x,y\n1,NA', 'line 2, column 2 is "NA"; mend that entry'],
    ['no double', '1,1e400', 'line 1, column 2 is "1e400"'],
    ['another length', '1,2\n\n3\n', 'have 2 numbers a line, like its first, but line 3 has 1'],
    ['other letters', '\u{fffd},1', 'line 1, column 1 is'],
    ['nothing', '# nothing\n', 'it is empty'],
    ['a header alone', 'x,y', 'it has only a header line'],
    [
      'several times',
      'time,token,x1,x2\n0,0,1,0\n1,0,0,1',
      'hold tokens at one time, but its column "time" has several, 0 and 1',
    ],
    [
      'an index out of order',
      'token,x,y\n0,1,0\n2,0,1',
      'count its rows from 0 or 1 in its column "token", but row 2 has 2',
    ],
    ['angles in two columns', 'theta,phi\n1,2', 'by its header "theta" is an angle'],
    ['what else there is', 'x1,x2,beta\n1,0,4', 'by its header "beta" is something else'],
    ['a gap', 'x1,x3\n1,0', 'have columns numbered from 0 or 1 without a gap'],
    ['a name twice', 'x,x\n1,0', '"x" comes twice'],
    ['an index alone', 'index\n0', 'it has only "index"'],
  ])('%s', (_, text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
    expect(() => read(text)).toThrow(ParkadeError);
  });

  test('UTF-16, as spreadsheets save it', () => {
    expect(() => readCsv(Uint8Array.of(0xff, 0xfe, 0x31, 0), 'a.csv')).toThrow(
      'but it is in UTF-16; save it as CSV UTF-8',
    );
  });
});

/** How one writer writes: numbers, entries, lines, and what stands around them. */
const anyConventions = fc.record({
  separator: fc.constantFrom(',', ';', '\t', ' ', ', ', '   ', ' ; '),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  mark: fc.constantFrom('', '\uFEFF'),
  columns: fc.constantFrom('none', 'x', 'letters', 'token', 'time', 'pandas'),
  exponent: fc.constantFrom('e', 'E', 'D', 'd', 'E+'),
  minus: fc.constantFrom('-', '−', '–'),
  decimal: fc.constantFrom('.', '.', '.', ','),
  quoted: fc.boolean(),
  ended: fc.boolean(),
  announced: fc.boolean(),
  note: fc.boolean(),
});
type Conventions = typeof anyConventions extends fc.Arbitrary<infer T> ? T : never;
/** Nobody writes decimal commas between bare commas. */
const conventions = anyConventions.filter(
  ({ decimal, separator, quoted }) => decimal === '.' || quoted || !separator.includes(','),
);

function written(x: number, { exponent, minus, decimal, quoted }: Conventions): string {
  const digits = Object.is(x, -0) ? '-0' : Math.abs(x) > 1e5 ? x.toExponential() : String(x);
  const [mantissa, power] = digits.split('e');
  const text = power === undefined ? mantissa : `${mantissa}${exponent[0]}${power.replace('+', exponent[1] ?? '')}`;
  const own = text.replaceAll('-', minus).replace('.', decimal);
  return quoted ? `"${own}"` : own;
}

function tableOf(rows: readonly (readonly number[])[], how: Conventions): string {
  const d = rows[0].length;
  const names = how.columns === 'letters' ? ['x', 'y', 'z', 'w'].slice(0, d) : rows[0].map((_, i) => `x${i + 1}`);
  const extra = { none: [], x: [], letters: [], token: ['token'], time: ['time', 'token'], pandas: [''] }[how.columns];
  const header = how.columns === 'none' ? [] : [[...extra, ...names]];
  const body = rows.map((row, k) => [
    ...extra.map((name) => (name === 'time' ? '2.5' : String(k))),
    ...row.map((x) => written(x, how)),
  ]);
  const lines = [...header, ...body].map((entries) => entries.join(how.separator));
  if (how.note) lines.splice(1, 0, '# a note', '');
  if (how.decimal === ',' && how.announced) lines.unshift('# decimal comma');
  return how.mark + lines.join(how.lineEnd) + (how.ended ? how.lineEnd : '');
}

const anyRows = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 4 })).chain(([n, d]) =>
  fc.array(
    fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), {
      minLength: d,
      maxLength: d,
    }),
    {
      minLength: n,
      maxLength: n,
    },
  ),
);

test('a table in any convention gives its numbers, or a sentence with the line', () => {
  let understood = 0;
  fc.assert(
    fc.property(anyRows, conventions, (rows, how) => {
      const text = tableOf(rows, how);
      let back: unknown;
      try {
        back = read(text, 't.txt');
      } catch (error) {
        expect(error).toBeInstanceOf(ParkadeError);
        expect((error as Error).message).toMatch(/line \d+(, column \d+ is| has)/);
        // Only decimal commas that are not announced or beside others, and a blank first name among blanks, may be refused.
        const unclear = how.decimal === ',' && (!how.announced || how.separator.includes(','));
        expect(unclear || (how.columns === 'pandas' && how.separator.trim() === '')).toBe(true);
        return;
      }
      understood++;
      expect(back).toEqual(rows);
    }),
    { seed: SEED, numRuns: 1500 },
  );
  expect(understood).toBeGreaterThan(1000);
});

test('a good table with letters changed gives other numbers only where a digit, point or sign was changed to one', () => {
  const good = 'x1,x2\n0.6,0.8\n-1,0\n';
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.constantFrom(...' ,;\t\r\n"#xeD−%$_()[]{}'), (at, letter) => {
      const text = good.slice(0, at) + letter + good.slice(at + 1);
      try {
        const back = read(text) as number[][];
        expect(back.every((row) => Array.isArray(row) && row.length === 2 && row.every(Number.isFinite))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ParkadeError);
      }
    }),
    { seed: SEED, numRuns: 400 },
  );
});
