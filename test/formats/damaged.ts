/** Bytes of no meaning, and files that were damaged, end in a sentence. Shared by a short and a long suite. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import { formatRegistry, readNumbers } from '../../src/formats/index.ts';
import { writeNpy } from '../../src/formats/npy.ts';
import { writeNpz } from '../../src/formats/npz.ts';

export function describeDamaged(draws: number): void {
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
      { numRuns: draws },
    );
  });
}
