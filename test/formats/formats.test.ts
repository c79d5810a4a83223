/** Readers of numbers: what was written comes back, and hostile bytes end in a sentence. */
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import { formatRegistry, readNumbers } from '../../src/formats/index.ts';
import { readNpy, writeNpy } from '../../src/formats/npy.ts';
import { readNpz, writeNpz } from '../../src/formats/npz.ts';

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

describe('hostile bytes', () => {
  const refused = (read: () => unknown) => {
    try {
      read();
    } catch (error) {
      expect(error).toBeInstanceOf(ParkadeError);
    }
  };

  test('random bytes, and good files with bytes changed or cut off, never crash a reader', () => {
    const good = writeNpy({ shape: [4, 2], data: new Float64Array(8) });
    const zip = writeNpz({ x: { shape: [4, 2], data: new Float64Array(8) } });
    const damaged = (whole: Uint8Array) =>
      fc
        .tuple(fc.nat(whole.length), fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }))
        .map(([length, changes]) => {
          const copy = whole.slice();
          for (const [at, byte] of changes) copy[at] = byte;
          return copy.subarray(0, length);
        });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged(good), damaged(zip)), (bytes) => {
        for (const ending of Object.keys(formatRegistry)) refused(() => readNumbers(bytes, `file.${ending}`, 'x'));
      }),
      { numRuns: 2000 },
    );
  });

  test('a shape that asks for more than memory is refused before it is made', () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999, 99999999), }";
    expect(() => readNpy(npyWith(header, new Uint8Array(8)), 'a.npy')).toThrow(/at most 500000000 numbers/);
  });

  test('a zip that swells a thousandfold is refused', () => {
    const bomb = zipSync({ 'x.npy': new Uint8Array(50_000_000) }, { level: 9 });
    expect(() => readNpz(bomb, 'bomb.npz', 'x')).toThrow(/claims to unpack to 50000000 bytes/);
  });

  test('keys that reach for the prototype are unknown keys', async () => {
    const { checkSpec } = await import('../../src/spec.ts');
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const spec = Object.defineProperty({ beta: 1 }, key, { value: { polluted: true }, enumerable: true });
      expect(() => checkSpec(spec)).toThrow(ParkadeError);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
