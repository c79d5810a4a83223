/** What the form of the setting computes with: sliders, spectra, matrices, companions, texts. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { withCompanions } from '../../lab/controls/companions.ts';
import { convertedTo, pastedRows, shortest, wayOf, waysFor } from '../../lab/controls/matrix.ts';
import { changedPart, partsIn } from '../../lab/controls/parts.ts';
import { isOfTable1, leadingOf, rowSentence } from '../../lab/controls/row-words.ts';
import { evenScale, logScale, STEPS, scaleFromZero, scaleOf } from '../../lab/controls/scale.ts';
import { specOf, specText } from '../../lab/controls/spec-text.ts';
import {
  dimensionOf,
  type Eigenvalue,
  eigenvalueText,
  matrixOf,
  moved,
  rowsOf,
  spectrumOf,
  topOf,
} from '../../lab/controls/spectrum.ts';
import { given, summaryOf, textOf } from '../../lab/controls/text.ts';
import { throttled } from '../../lab/controls/throttle.ts';
import { piecesOf } from '../../lab/text/pieces.ts';
import { dynamicsRegistry } from '../../src/dynamics/index.ts';
import { formOf, parseWord } from '../../src/form/index.ts';
import { initialRegistry } from '../../src/initial/index.ts';
import { integratorRegistry } from '../../src/integrators/index.ts';
import { eigenvalues } from '../../src/numerics/eigenvalues.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { spectrumOf as measuredSpectrum, table1RowFor } from '../../src/theory/index.ts';

const hundredths = (from: number, to: number) => fc.integer({ min: 100 * from, max: 100 * to }).map((k) => k / 100);
const eigenvalue: fc.Arbitrary<Eigenvalue> = fc.oneof(
  hundredths(-3, 3).map((re) => ({ re, im: 0 })),
  fc.tuple(hundredths(-3, 3), hundredths(1, 3)).map(([re, im]) => ({ re, im })),
);
const spectra = fc.array(eigenvalue, { minLength: 1, maxLength: 8 }).filter((list) => dimensionOf(list) <= 8);

/** As complex numbers in order, for comparison. */
function sorted(list: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  return [...list].sort(([a, b], [c, d]) => (Math.abs(a - c) > 1e-6 ? a - c : b - d));
}
const complex = (spectrum: readonly Eigenvalue[]) =>
  spectrum.flatMap(({ re, im }): [number, number][] =>
    im > 0
      ? [
          [re, im],
          [re, -im],
        ]
      : [[re, 0]],
  );
const plus = (list: number | readonly number[] | readonly (readonly number[])[], d: number) =>
  Float64Array.from((rowsOf(list, d) as number[][]).flat());

describe('the plane of eigenvalues', () => {
  test('a matrix has the eigenvalues that were put on the plane, and gives them back', () => {
    fc.assert(
      fc.property(spectra, (spectrum) => {
        const d = dimensionOf(spectrum);
        const matrix = matrixOf(spectrum);
        const { re, im } = eigenvalues(plus(matrix, d), d);
        const found = sorted(Array.from(re, (real, i) => [real, im[i]] as const));
        const meant = sorted(complex(spectrum));
        found.forEach(([real, imaginary], i) => {
          expect(real).toBeCloseTo(meant[i][0], 5);
          expect(imaginary).toBeCloseTo(meant[i][1], 5);
        });
        expect(spectrumOf(matrix, d)).toEqual(spectrum.map(({ re: a, im: b }) => ({ re: a, im: b })));
      }),
    );
  });

  test('wherever one is moved, there are as many eigenvalues as before, and the moved one is there', () => {
    fc.assert(
      fc.property(spectra, fc.nat(), hundredths(-3, 3), hundredths(-3, 3), (spectrum, pick, re, im) => {
        const index = pick % spectrum.length;
        const after = moved(spectrum, index, re, im, 0.1);
        expect(dimensionOf(after.spectrum)).toBe(dimensionOf(spectrum));
        expect(after.spectrum[after.index].re).toBe(re);
        const alone = spectrum[index].im === 0 && spectrum.filter((one) => one.im === 0).length === 1;
        expect(after.spectrum[after.index].im).toBe(Math.abs(im) <= 0.1 || alone ? 0 : Math.abs(im));
      }),
    );
  });

  test('two real ones leave the axis together, and part on it again', () => {
    const start = [
      { re: 1, im: 0 },
      { re: -1, im: 0 },
      { re: 2, im: 0 },
    ];
    const pair = moved(start, 0, 1, 0.5, 0.1);
    expect(pair).toEqual({
      spectrum: [
        { re: 1, im: 0.5 },
        { re: -1, im: 0 },
      ],
      index: 0,
    });
    const back = moved(pair.spectrum, 0, 1.5, 0.05, 0.1);
    expect(back.spectrum).toEqual([
      { re: 1.5, im: 0 },
      { re: 1.5, im: 0 },
      { re: -1, im: 0 },
    ]);
    expect(moved(back.spectrum, back.index, 3, 0, 0.1).spectrum).toEqual([
      { re: 3, im: 0 },
      { re: 1.5, im: 0 },
      { re: -1, im: 0 },
    ]);
  });

  test('matrices without such blocks have no place on it', () => {
    for (const value of [
      [
        [1, 2],
        [0, 1],
      ],
      [
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
      { gaussian: 1 },
      'v.npy',
      [1, NaN],
      [1, 2, 3],
    ])
      expect(
        spectrumOf(value, Array.isArray(value) && value.length === 3 && Array.isArray(value[0]) ? 3 : 2),
      ).toBeNull();
    expect(spectrumOf('identity', 3)).toEqual([1, 1, 1].map((re) => ({ re, im: 0 })));
    expect(spectrumOf(-2, 2)).toEqual([-2, -2].map((re) => ({ re, im: 0 })));
  });

  test('the row of Table 1 is the one that the matrix itself has', () => {
    fc.assert(
      fc.property(spectra, (spectrum) => {
        const d = dimensionOf(spectrum);
        const measured = measuredSpectrum(plus(matrixOf(spectrum), d), d);
        if (measured === null || measured.leading.blurred) return;
        expect(table1RowFor(leadingOf(topOf(spectrum)), d)).toEqual(table1RowFor(measured.leading, d));
      }),
    );
  });

  test('it is told of causal attention without noise, and of nothing else', () => {
    expect(isOfTable1({ beta: 9 })).toBe(true);
    for (const other of [{ mask: 'full' }, { dynamics: 'rotary' }, { kappa: 0.02 }, { commonKappa: 1 }])
      expect(isOfTable1(other as never), JSON.stringify(other)).toBe(false);
  });

  test('in words', () => {
    const words = (spectrum: Eigenvalue[]) =>
      rowSentence(table1RowFor(leadingOf(topOf(spectrum)), dimensionOf(spectrum)), topOf(spectrum));
    expect(
      words([
        { re: 1, im: 0 },
        { re: 1, im: 0 },
      ]),
    ).toContain('the only eigenvalue, so tokens end at one point, where the first token began (Theorem 4.1)');
    expect(
      words([
        { re: 1, im: 0 },
        { re: 0, im: 0 },
      ]),
    ).toContain('simple, so tokens end at two points');
    expect(
      words([
        { re: 1, im: 0 },
        { re: 1, im: 0 },
        { re: 0, im: 0 },
      ]),
    ).toContain('of multiplicity 2');
    expect(words([{ re: 1, im: 1 }])).toContain('complex');
    expect(words([{ re: 0, im: 0 }])).toContain('is 0');
    expect(eigenvalueText({ re: -0.5, im: 0.25 })).toBe('−0.5 ± 0.25i');
  });
});

describe('ways to give a matrix', () => {
  test.each([
    [undefined, 'identity'],
    ['identity', 'identity'],
    [2, 'multiple'],
    [[1, 2], 'diagonal'],
    [
      [
        [1, -2],
        [2, 1],
      ],
      'plane',
    ],
    [
      [
        [1, 2],
        [3, 4],
      ],
      'entries',
    ],
    [{ gaussian: 1 }, 'gaussian'],
    ['v.npy', 'text'],
    [[1, 2, 3], 'text'],
  ])('%j', (value, way) => {
    expect(wayOf(value, 2, true)).toBe(way);
  });

  test('another way says the same matrix, where it can', () => {
    for (const value of [
      'identity',
      2,
      [1, 2],
      [
        [1, -2],
        [2, 1],
      ],
      [
        [1, 2],
        [3, 4],
      ],
    ])
      expect(rowsOf(convertedTo('entries', value, 2), 2)).toEqual(rowsOf(value, 2));
    expect(convertedTo('diagonal', 3, 2)).toEqual([3, 3]);
    expect(convertedTo('plane', [1, 2], 2)).toEqual([1, 2]);
    for (const way of waysFor(2, true)) expect(waysFor(2, true)).toContain(wayOf(convertedTo(way, 2, 2), 2, true));
    expect(waysFor(9, true)).not.toContain('entries');
    expect(waysFor(2, false)).toEqual(['gaussian', 'text']);
  });

  test.each([
    [
      '1\t2\n3\t4',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      '1 2\r\n3 4\r\n',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      '[[1, −2], [3, 4]]',
      [
        [1, -2],
        [3, 4],
      ],
    ],
    ['1,2;', [[1, 2]]],
    ['1 2\n3', null],
    ['a b', null],
    ['', null],
  ])('pasted: %j', (text, rows) => {
    expect(pastedRows(text)).toEqual(rows);
  });

  test('a diagonal is a list', () => {
    expect(
      shortest([
        [1, 0],
        [0, 2],
      ]),
    ).toEqual([1, 2]);
    expect(
      shortest([
        [1, 1],
        [0, 2],
      ]),
    ).toEqual([
      [1, 1],
      [0, 2],
    ]);
  });
});

describe('sliders', () => {
  const every = formOf().groups.flatMap(({ fields }) => fields);
  const scales = [evenScale(-4, 4), logScale(1, 5000, true), scaleFromZero(1024, 1), evenScale(2, 64, true)];

  test('a place and its value belong together, ends included, and nothing leaves the range', () => {
    for (const scale of scales) {
      expect(scale.valueAt(0)).toBe(scale.from);
      expect(scale.valueAt(1)).toBeCloseTo(scale.to, -Math.log10(scale.to));
      let last = -Infinity;
      for (let i = 0; i <= STEPS; i++) {
        const value = scale.valueAt(i / STEPS);
        expect(value).toBeGreaterThanOrEqual(last);
        expect(scale.placeOf(value)).toBeCloseTo(i / STEPS, 1);
        last = value;
      }
      for (const far of [-1e9, 0, 1e52]) expect(scale.placeOf(far)).toBe(Math.min(1, Math.max(0, scale.placeOf(far))));
    }
  });

  test('a key that is new has one by its limits, or by what is usual', () => {
    const type = { kind: 'number', whole: false, least: -1, most: 1, open: false } as const;
    expect(scaleOf({ key: 'twist', type, usual: 0 })).toMatchObject({ from: -1, to: 1 });
    expect(scaleOf({ key: 'pull', type: { ...type, least: 0, most: null }, usual: 3 })).toMatchObject({
      from: 0,
      to: 30,
    });
    expect(scaleOf({ key: 'size', type: { ...type, least: null, most: null }, usual: 3 })).toBeNull();
  });

  test('every value of a slider is one that its key takes', () => {
    for (const field of every) {
      const scale = scaleOf(field);
      if (scale === null || field.type.kind !== 'number') continue;
      const { least, most, open, whole } = field.type;
      for (const value of [0, 0.5, 1].map((place) => scale.valueAt(place))) {
        if (least !== null) expect(value > least || (!open && value === least), field.key).toBe(true);
        if (most !== null) expect(value, field.key).toBeLessThanOrEqual(most);
        if (whole) expect(Number.isInteger(value), field.key).toBe(true);
      }
    }
  });
});

describe('what must change together', () => {
  const start = { tokens: 20, dimension: 2, beta: 4, seed: 1, until: 4, events: true };
  function changed(spec: Readonly<Record<string, unknown>>, key: string, value: unknown): Record<string, unknown> {
    const choice = { dynamics: spec.dynamics, initial: spec.initial };
    const context = { form: formOf(choice), next: formOf({ ...choice, [key]: value }), d: 2 };
    const next = { ...spec, ...withCompanions(spec, key, value, context) };
    return Object.fromEntries(Object.entries(next).filter(([, each]) => each !== undefined));
  }
  const understood = (spec: Record<string, unknown>) => prepareRun(spec as never).spec;

  test('from every equation to every other one', () => {
    for (const from of Object.keys(dynamicsRegistry)) {
      for (const to of Object.keys(dynamicsRegistry))
        expect(understood(changed(changed(start, 'dynamics', from), 'dynamics', to)).dynamics, `${from} ${to}`).toBe(
          to,
        );
    }
  });

  test('from every law to every other one, and to tokens that are listed, and back', () => {
    for (const from of Object.keys(initialRegistry)) {
      const spec = changed(start, 'initial', from);
      for (const to of Object.keys(initialRegistry)) expect(understood(changed(spec, 'initial', to)).initial).toBe(to);
      const listed = changed(spec, 'initial', [0, 1, 2]);
      expect(understood(listed)).toMatchObject({ tokens: 3, dimension: 2 });
      expect(understood(changed(listed, 'initial', 'uniform'))).toMatchObject({ tokens: 3, dimension: 2 });
    }
  });

  test('places that a hand gave are of one dimension: they go with it, and stay with everything else', () => {
    const edited = { ...start, edits: [{ t: 1, kind: 'move', token: 0, x: [0, 1] }] };
    expect(understood(changed(edited, 'dimension', 3)).edits).toBeUndefined();
    expect(understood(changed(edited, 'dimension', 2)).edits).toHaveLength(1);
    expect(understood(changed(edited, 'beta', 9)).edits).toHaveLength(1);
  });

  test('every integrator, from any other, with what was there', () => {
    const integrators = ['auto', ...Object.keys(integratorRegistry)];
    for (const from of integrators) {
      for (const to of integrators) {
        const spec = changed({ ...start, rtol: 1e-6 }, 'integrator', from);
        expect(understood(changed(spec, 'integrator', to)).integrator, `${from} ${to}`).toBe(to);
      }
    }
  });

  test('noise comes with a step that follows it, and goes with it', () => {
    for (const kappa of [0.01, 1, 50]) {
      const noisy = changed({ ...start, integrator: 'esdirk4', rtol: 1e-6 }, 'kappa', kappa);
      expect(understood(noisy)).toMatchObject({ kappa, integrator: 'splitting' });
      expect(understood(changed(noisy, 'kappa', undefined))).not.toHaveProperty('dt');
    }
    expect(understood(changed(start, 'commonKappa', 3))).toMatchObject({ commonKappa: 3 });
  });

  test('every scheme of normalisation, and tolerances for a step', () => {
    const spec = changed(start, 'dynamics', 'normalization');
    for (const scheme of ['mix', 'pre', 'peri', 'ngpt', 'post'])
      expect(understood(changed(spec, 'scheme', scheme))).toMatchObject({ scheme });
    const fixed = changed(start, 'integrator', 'rk4');
    expect(understood(changed(changed(fixed, 'integrator', 'dopri5'), 'rtol', 1e-5))).toMatchObject({ rtol: 1e-5 });
    expect(understood(changed({ ...start, rtol: 1e-6, integrator: 'auto' }, 'dt', 0.1))).toMatchObject({
      dt: 0.1,
      integrator: 'dopri5',
    });
  });
});

describe('texts', () => {
  test('a value as text means that value', () => {
    for (const value of [
      64,
      1e52,
      1e-9,
      -2,
      [1, 0.5],
      [
        [1, 0],
        [0, 1],
      ],
      { gaussian: 3 },
      { gaussian: 3, scale: 0.5 },
      [{ beta: 2 }],
      'uniform',
    ])
      expect(parseWord(textOf(value))).toEqual(value);
    expect(textOf(undefined)).toBe('');
  });

  test('what differs from what is usual, in a line', () => {
    const { fields } = formOf().groups.find(({ id }) => id === 'measurement') as ReturnType<
      typeof formOf
    >['groups'][number];
    const spec = { delta: 0.5, events: true, threshold: undefined };
    expect(given(fields, spec).map(({ key }) => key)).toEqual(['delta', 'events']);
    expect(summaryOf(fields, spec)).toBe('δ 0.5, find events');
    expect(summaryOf(formOf().groups[0].fields, { seed: 1 })).toBe('');
  });

  test('powers and indices', () => {
    expect(piecesOf('4β^{−1/2}, at most')).toEqual([
      { text: '4β', level: 'line' },
      { text: '−1/2', level: 'above' },
      { text: ', at most', level: 'line' },
    ]);
    expect(piecesOf('θ_j and my_run')).toEqual([
      { text: 'θ', level: 'line' },
      { text: 'j', level: 'below' },
      { text: ' and my_run', level: 'line' },
    ]);
  });

  test.each(['json', 'yaml'] as const)('a specification as %s, and back', async (format) => {
    const spec = {
      beta: 1e52,
      value: [
        [1, 0],
        [0, 1],
      ],
      query: { gaussian: 1 },
      initial: 'uniform',
      events: true,
    };
    expect(await specOf(await specText(spec, format))).toEqual({ spec });
  });

  test('what is none is told in a sentence', async () => {
    for (const [text, sentence] of [
      ['beta: [4', 'neither JSON nor YAML'],
      ['3', 'mapping'],
      ['a: *y', 'cannot be read'],
    ])
      expect(await specOf(text)).toEqual({ problem: expect.stringContaining(sentence) });
  });
});

test('parts of a value', () => {
  expect(partsIn(undefined, true)).toEqual([]);
  expect(changedPart([{ beta: 1 }, { beta: 2 }], 1, 'beta', undefined)).toEqual([{ beta: 1 }, {}]);
  expect(changedPart(partsIn({ a: 1 }, false), 0, 'b', 2)).toEqual([{ a: 1, b: 2 }]);
});

test('of values that come fast the first and the last are used, some between, never two at once', async () => {
  vi.useFakeTimers();
  const used: number[] = [];
  let running = 0;
  const { push, end } = throttled(async (value: number) => {
    expect(++running).toBe(1);
    used.push(value);
    await new Promise((resolve) => setTimeout(resolve, 200));
    running--;
  }, 150);
  for (let i = 0; i < 100; i++) {
    push(i);
    await vi.advanceTimersByTimeAsync(10);
  }
  const over = end();
  await vi.advanceTimersByTimeAsync(1000);
  await over;
  vi.useRealTimers();
  expect(used[0]).toBe(0);
  expect(used.at(-1)).toBe(99);
  expect(used.length).toBeLessThanOrEqual(7);
});
