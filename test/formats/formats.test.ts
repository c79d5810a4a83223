/** Readers of numbers: what was written comes back, and hostile bytes end in a sentence. */
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import { readNumbers } from '../../src/formats/index.ts';
import { readNpy, writeNpy } from '../../src/formats/npy.ts';
import { readNpz, writeNpz } from '../../src/formats/npz.ts';
import { describeDamaged } from './damaged.ts';

const array = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc
      .array(fc.double({ noNaN: false }), { minLength: rows * columns, maxLength: rows * columns })
      .map((data) => ({ shape: [rows, columns], data: Float64Array.from(data) })),
  );

test('what is written as .npy comes back bit for bit, with a header as long as NumPy makes it', () => {
  fc.assert(
    fc.property(array, (given) => {
      const bytes = writeNpy(given);
      const back = readNpy(bytes, 'a.npy');
      expect(back.shape).toEqual(given.shape);
      expect(back.data.every((value, i) => Object.is(value, given.data[i]))).toBe(true);
      expect((bytes.length - 8 * given.data.length) % 64).toBe(0);
    }),
  );
});

test('what is written as .npz comes back by name, and the same arrays make the same bytes', () => {
  fc.assert(
    fc.property(array, array, (a, b) => {
      const bytes = writeNpz({ a, b });
      expect([...readNpz(bytes, 'f.npz', 'b').data]).toEqual([...b.data]);
      expect(writeNpz({ a, b })).toEqual(bytes);
    }),
    { numRuns: 20 },
  );
});

test('every real dtype is read, big-endian too', () => {
  const cases: [string, number, (view: DataView) => void][] = [
    ['<f2', 2, (view) => view.setUint16(0, 0x3800, true)],
    ['<f4', 4, (view) => view.setFloat32(0, 0.5, true)],
    ['>f4', 4, (view) => view.setFloat32(0, 0.5, false)],
    ['>f8', 8, (view) => view.setFloat64(0, 0.5, false)],
    ['<i8', 8, (view) => view.setBigInt64(0, -3n, true)],
    ['>i2', 2, (view) => view.setInt16(0, -3, false)],
    ['|u1', 1, (view) => view.setUint8(0, 200)],
  ];
  const expected = [0.5, 0.5, 0.5, 0.5, -3, -3, 200];
  cases.forEach(([descr, size, put], i) => {
    const body = new Uint8Array(size);
    put(new DataView(body.buffer));
    expect([
      ...readNpy(npyWith(`{'descr': '${descr}', 'fortran_order': False, 'shape': (1,), }`, body), 'a.npy').data,
    ]).toEqual([expected[i]]);
  });
});

function npyWith(header: string, body: Uint8Array): Uint8Array {
  const text = `${header}\n`;
  return Uint8Array.from([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    1,
    0,
    text.length,
    0,
    ...[...text].map((c) => c.charCodeAt(0)),
    ...body,
  ]);
}

describe('headers that NumPy and others write', () => {
  const body = new Uint8Array(Float64Array.of(1, 2, 3, 4, 5, 6).buffer);
  const rows = [1, 2, 3, 4, 5, 6];
  test.each([
    ['Python 2', "{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 2L), }"],
    ['double quotes', '{"descr": "<f8", "fortran_order": False, "shape": (3, 2)}'],
    ['Unicode words', "{u'descr': u'<f8', u'fortran_order': False, u'shape': (3, 2)}"],
    ['another order of keys', "{ 'shape':(3,2) , 'fortran_order':False,'descr':'=f8' }"],
  ])('%s', (_, header) => {
    const back = readNpy(npyWith(header, body), 'a.npy');
    expect([back.shape, [...back.data]]).toEqual([[3, 2], rows]);
  });

  test('versions 2 and 3 have a longer header', () => {
    for (const version of [2, 3]) {
      const text = "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 2)}\n";
      const head = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, text.length, 0, 0, 0];
      const bytes = Uint8Array.from([...head, ...[...text].map((c) => c.charCodeAt(0)), ...body]);
      expect([...readNpy(bytes, 'a.npy').data]).toEqual([1, 4, 2, 5, 3, 6]);
    }
  });

  test('truth values are 0 and 1, no dimensions are one number, and empty arrays are empty', () => {
    const of = (descr: string, shape: string, bytes: number[]) =>
      readNpy(
        npyWith(`{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}}`, Uint8Array.from(bytes)),
        'a.npy',
      );
    expect([...of('|b1', '(3,)', [0, 1, 1]).data]).toEqual([0, 1, 1]);
    expect(of('|u1', '()', [7])).toEqual({ shape: [], data: Float64Array.of(7) });
    expect(of('<f8', '(0, 2)', [])).toEqual({ shape: [0, 2], data: new Float64Array(0) });
  });

  test.each([
    [
      'a structure',
      "{'descr': [('a', '<i4'), ('b', '<f8')], 'fortran_order': False, 'shape': (1,)}",
      /a structured dtype/,
    ],
    ['complex numbers', "{'descr': '<c16', 'fortran_order': False, 'shape': (3,)}", /the dtype <c16/],
    [
      'bytes behind the array',
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2)}",
      /16 more follow; save one array/,
    ],
    ['a body cut off', "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 2)}", /only 48 are there/],
    ['a negative length', "{'descr': '<f8', 'fortran_order': False, 'shape': (-3, 2)}", /its shape is \(-3, 2\)/],
  ])('%s is refused', (_, header, sentence) => {
    expect(() => readNpy(npyWith(header, body), 'a.npy')).toThrow(sentence);
  });

  test('another version is refused', () => {
    const bytes = npyWith("{'descr': '<f8', 'fortran_order': False, 'shape': (6,)}", body);
    bytes[6] = 4;
    expect(() => readNpy(bytes, 'a.npy')).toThrow('version 1 to 3, but it is of version 4');
  });

  test('an honest sparse array is read, however well it packs', () => {
    const data = new Float64Array(2_000_000);
    data[7] = 1;
    const back = readNpz(writeNpz({ value: { shape: [2000, 1000], data } }), 'sparse.npz', 'value');
    expect([back.shape, back.data[7], back.data.length]).toEqual([[2000, 1000], 1, 2_000_000]);
  });
});

describe('a stack of matrices', () => {
  const bytes = writeNpy({ shape: [2, 2, 2], data: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) });
  test('is a list of them where it has a meaning, and refused elsewhere', () => {
    const heads = [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ];
    expect(readNumbers(bytes, 'v.npy', 'value', true)).toEqual(heads);
    expect(() => readNumbers(bytes, 'v.npy', 'initial')).toThrow('its array has 3 dimensions');
  });
});

describe('hostile bytes', () => {
  describeDamaged(500);

  test('a shape that asks for more than memory is refused before it is made', () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999, 99999999), }";
    expect(() => readNpy(npyWith(header, new Uint8Array(8)), 'a.npy')).toThrow(/at most 100000000 numbers/);
  });

  test('a zip that swells beyond what its header declares is refused as soon as it does', () => {
    const bomb = zipSync({ 'x.npy': new Uint8Array(20_000_000) }, { level: 9 });
    expect(() => readNpz(bomb, 'bomb.npz', 'x')).toThrow('"bomb.npz/x.npy" should be a .npy file');
    const small = writeNpy({ shape: [2], data: Float64Array.of(1, 2) });
    const swollen = new Uint8Array(20_000_000);
    swollen.set(small);
    const begun = zipSync({ 'x.npy': swollen }, { level: 9 });
    expect(() => readNpz(begun, 'b.npz', 'x')).toThrow(/hold 16 bytes of data|unpack to the \d+ bytes of its header/);
  });

  test('a zip cut off in the middle is refused', () => {
    const whole = writeNpz({ x: { shape: [1000], data: new Float64Array(1000) } });
    for (const at of [10, 50, 80])
      expect(() => readNpz(whole.subarray(0, at), 'x.npz', 'x')).toThrow(/be an \.npz file/);
  });

  test('keys that reach for the prototype are unknown keys', async () => {
    const { checkSpec } = await import('../../src/run/spec.ts');
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const spec = Object.defineProperty({ beta: 1 }, key, { value: { polluted: true }, enumerable: true });
      expect(() => checkSpec(spec)).toThrow(ParkadeError);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
