/** λ_max, its multiplicity and its eigenspace, and the row of Table 1 that speaks of it. */
import { describe, expect, test } from 'vitest';
import { spectrumOf } from '../../src/theory/leading-eigenvalue.ts';
import { table1, table1RowFor, table1RowsFor } from '../../src/theory/table-1.ts';
import { gaussianMatrix, orthogonalMatrix } from '../support/draw.ts';
import { identity, multiply, type Rows, scaled, transpose } from '../support/linear.ts';

function leadingOf(rows: Rows, tolerance?: number) {
  return spectrumOf(Float64Array.from(rows.flat()), rows.length, tolerance)!.leading;
}

function rowFor(rows: Rows) {
  return table1RowFor(leadingOf(rows), rows.length);
}

function diagonal(...entries: number[]): number[][] {
  return entries.map((entry, i) => entries.map((_, j) => (i === j ? entry : 0)));
}

function turned(rows: Rows, seed: number): number[][] {
  const frame = orthogonalMatrix(seed, rows.length);
  return multiply(multiply(frame, rows), transpose(frame));
}

const examples: [string, Rows, ReturnType<typeof rowFor>][] = [
  ['2.5 I', scaled(identity(4), 2.5), table1.multipleOfIdentity],
  ['one number', [[3]], table1.multipleOfIdentity],
  ['diag(1, 1, ½)', diagonal(1, 1, 0.5), table1.positiveMultiple],
  ['diag(1, ½, −3)', diagonal(1, 0.5, -3), table1.positiveSimple],
  ['−I', scaled(identity(3), -1), table1.negativeMultiple],
  ['diag(−1, −1, −2)', diagonal(-1, -1, -2), table1.negativeMultiple],
  ['diag(−1, −2, −3)', diagonal(-1, -2, -3), table1.negativeSimple],
  [
    'a rotation and a contraction',
    [
      [1, -0.1, 0],
      [0.1, 1, 0],
      [0, 0, 0.3],
    ],
    'complex',
  ],
  ['diag(0, −1)', diagonal(0, -1), 'zero'],
  ['the zero matrix', diagonal(0, 0, 0), 'zero'],
  [
    'a Jordan block',
    [
      [1, 1, 0],
      [0, 1, 0],
      [0, 0, 0.5],
    ],
    'defective',
  ],
];

describe('the row of Table 1', () => {
  test.each(examples)('of %s', (_, rows, wanted) => {
    expect(rowFor(rows)).toBe(wanted);
  });

  test.each(examples.filter(([, rows]) => rows.length > 1))(
    'is the same in any orthogonal frame: %s',
    (_, rows, wanted) => {
      for (let seed = 1; seed <= 5; seed++) expect(rowFor(turned(rows, seed))).toBe(wanted);
    },
  );

  test('does not change when V is multiplied by a positive number', () => {
    for (const [, rows, wanted] of examples) {
      for (const factor of [2 ** -400, 1e-3, 1e3, 2 ** 400]) expect(rowFor(scaled(rows, factor))).toBe(wanted);
    }
  });
});

describe('λ_max', () => {
  test('is the eigenvalue of largest real part, with its multiplicity and its eigenspace', () => {
    expect(leadingOf(diagonal(-4, 1, 1, 0.5))).toEqual({
      re: 1,
      im: 0,
      kind: 'real',
      sign: 1,
      multiplicity: 2,
      eigenspace: 2,
      blurred: false,
    });
    const pair = leadingOf([
      [-1, -2],
      [2, -1],
    ]);
    expect(pair).toEqual({
      re: -1,
      im: 2,
      kind: 'complex',
      sign: -1,
      multiplicity: 2,
      eigenspace: null,
      blurred: false,
    });
  });

  test('has the eigenspace of its Jordan blocks: 2 + 1 of multiplicity 3', () => {
    const rows = [
      [1, 1, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, -1],
    ];
    for (let seed = 1; seed <= 5; seed++) {
      const { multiplicity, eigenspace } = leadingOf(turned(rows, seed));
      expect({ multiplicity, eigenspace }).toEqual({ multiplicity: 3, eigenspace: 2 });
    }
  });

  test('counts as equal what is nearer than the tolerance, as a share of the norm', () => {
    const rows = diagonal(1, 1 - 1e-4, 0.5);
    expect(leadingOf(rows).multiplicity).toBe(1);
    expect(leadingOf(rows, 1e-3).multiplicity).toBe(2);
    expect(leadingOf(diagonal(1e-4, -1)).sign).toBe(1);
    expect(leadingOf(diagonal(1e-4, -1), 1e-3).sign).toBe(0);
    const turning = [
      [1, -1e-4],
      [1e-4, 1],
    ];
    expect(leadingOf(turning).kind).toBe('complex');
    expect(leadingOf(turning, 1e-3).kind).toBe('real');
  });

  test('of a Gaussian matrix is simple or a pair', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { kind, multiplicity } = leadingOf(gaussianMatrix(seed, 2 + (seed % 10)));
      expect(multiplicity).toBe(kind === 'real' ? 1 : 2);
    }
  });

  test('is not there where an entry is no number, and the matrix is kept', () => {
    expect(spectrumOf(Float64Array.of(1, Number.NaN, 0, 1), 2)).toBeNull();
    const v = Float64Array.of(1, 2, 3, 4);
    spectrumOf(v, 2);
    expect([...v]).toEqual([1, 2, 3, 4]);
  });
});

describe('what rounding does not decide', () => {
  /** λ in one Jordan block of m, then the others on the diagonal. */
  const jordan = (lambda: number, m: number, others: readonly number[]) => {
    const rows = diagonal(...new Array<number>(m).fill(lambda), ...others);
    for (let i = 0; i + 1 < m; i++) rows[i][i + 1] = 1;
    return rows;
  };
  /** In a frame of condition 10³. */
  const bent = (rows: Rows, seed: number): number[][] => {
    const d = rows.length;
    const [p, q] = [orthogonalMatrix(seed, d), orthogonalMatrix(seed + 50, d)];
    const stretch = Array.from({ length: d }, (_, i) => 10 ** ((3 * i) / (d - 1)));
    const frame = multiply(multiply(p, diagonal(...stretch)), q);
    const inverse = multiply(multiply(transpose(q), diagonal(...stretch.map((s) => 1 / s))), transpose(p));
    return multiply(multiply(frame, rows), inverse);
  };
  const cases = [2, 3, 4, 5].flatMap((m) => [[], [0.5], [0.5, -1, -2]].map((others) => [m, others] as const));

  test.each(cases)('a Jordan block of %i beside %j is multiple, in any frame', (m, others) => {
    for (let seed = 1; seed <= 10; seed++) {
      for (const rows of [turned(jordan(2, m, others), seed), bent(jordan(2, m, others), seed)]) {
        const leading = leadingOf(rows);
        expect(leading).toMatchObject({ kind: 'real', sign: 1, multiplicity: m });
        expect(Math.abs(leading.re - 2)).toBeLessThan(1e-4);
        const says = table1RowsFor(leading, rows.length);
        expect(says[0]).toBe(leading.blurred ? table1.positiveSimple : says[says.length - 1]);
        expect(says).toHaveLength(leading.blurred ? 2 : 1);
      }
    }
  });

  test('a block of 3 behind a rotation lies between two points and no row', () => {
    const leading = leadingOf(turned(jordan(2, 3, []), 1));
    expect(leading.blurred).toBe(true);
    expect(table1RowsFor(leading, 3)).toEqual([table1.positiveSimple, 'defective']);
    const negative = leadingOf(turned(jordan(-2, 3, [-5]), 2));
    expect(table1RowsFor(negative, 4)).toEqual([table1.negativeSimple, 'defective']);
    expect(table1RowsFor(leadingOf(turned(jordan(0, 3, [-1]), 3)), 4)).toEqual(['zero']);
  });

  test('a second block at another place is not taken for the first', () => {
    const rows = jordan(2, 3, [1, 1, 1, 0]);
    rows[3][4] = 1;
    rows[4][5] = 1;
    for (let seed = 1; seed <= 5; seed++) expect(leadingOf(turned(rows, seed)).multiplicity).toBe(3);
  });

  test('symmetric and Gaussian matrices are decided as the tolerance says', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const d = 2 + (seed % 12);
      const rows = gaussianMatrix(seed, d);
      expect(leadingOf(rows).blurred).toBe(false);
      const symmetric = rows.map((row, i) => row.map((entry, j) => entry + rows[j][i]));
      expect(leadingOf(symmetric)).toMatchObject({ kind: 'real', multiplicity: 1, blurred: false });
    }
    for (const apart of [3e-6, 1e-5, 1e-3]) {
      expect(leadingOf(turned(diagonal(2, 2 - 3 * apart, 1), 7))).toMatchObject({ multiplicity: 1, blurred: false });
    }
    const leaning = [
      [1, 1e3],
      [0, 1 - 1e-2],
    ];
    expect(leadingOf(leaning)).toMatchObject({ multiplicity: 1, blurred: false });
  });

  test('matrices of 1e±200 are like those of 1', () => {
    const rows = [
      [1, 2],
      [3, 4],
    ];
    for (const factor of [1e-300, 1e-200, 1e200, 1e300]) {
      const { re, ...others } = leadingOf(scaled(rows, factor));
      expect(Math.abs(re / factor / leadingOf(rows).re - 1)).toBeLessThan(1e-14);
      expect(others).toEqual({ im: 0, kind: 'real', sign: 1, multiplicity: 1, eigenspace: 1, blurred: false });
    }
    expect(spectrumOf(Float64Array.of(1.7e308, 1.7e308, 1.7e308, 1.7e308), 2)).toBeNull();
  });
});
