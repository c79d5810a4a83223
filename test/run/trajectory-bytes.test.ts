import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { trajectoryBytes } from '../../src/link/index.ts';
import { trajectoryHash } from '../../src/node/store/run-folder.ts';
import { littleEndian } from '../../src/run/trajectory-bytes.ts';

test('times, then tokens, each number as a little-endian double', () => {
  const bytes = Buffer.concat(trajectoryBytes({ ts: Float64Array.of(1), xs: Float64Array.of(-0, 0.1) }));
  expect(bytes.toString('hex')).toBe('000000000000f03f00000000000000809a9999999999b93f');
});

test('a part of a larger array has its own numbers only', () => {
  const whole = Float64Array.of(7, 1, 2, 7);
  const bytes = Buffer.concat(trajectoryBytes({ ts: whole.subarray(1, 2), xs: whole.subarray(2, 3) }));
  expect(new Float64Array(new Uint8Array(bytes).buffer)).toEqual(Float64Array.of(1, 2));
});

test('whole numbers are doubles too, in chunks that together are the list', () => {
  const numbers = Int32Array.from({ length: 70_000 }, (_, i) => (i % 7) - 3);
  const chunks = [...littleEndian([numbers])];
  expect(chunks.length).toBe(2);
  const doubles = new Float64Array(new Uint8Array(Buffer.concat(chunks)).buffer);
  expect([doubles.length, doubles.findIndex((value, i) => value !== numbers[i])]).toEqual([70_000, -1]);
});

test('the hash of a run folder is over these bytes', () => {
  const trajectory = { ts: Float64Array.of(0, 2), xs: Float64Array.of(1, 0, 0, 1) };
  const hash = createHash('sha256').update(Buffer.concat(trajectoryBytes(trajectory)));
  expect(trajectoryHash(trajectory)).toBe(hash.digest('hex'));
});
