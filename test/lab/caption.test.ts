/** The header's sentence stands as long as it speaks of what is shown. */
import { firstSight } from 'parkade/gallery';
import { expect, test } from 'vitest';
import { speaksOf } from '../../lab/state/caption.ts';

test('dragging tokens leaves the sentence, changing a key takes it away, changing it back restores it', () => {
  const { spec } = firstSight;
  expect(speaksOf(firstSight, { ...spec })).toBe(true);
  expect(speaksOf(firstSight, { ...spec, edits: [{ t: 1, kind: 'move', token: 0, x: [1, 0] }] } as typeof spec)).toBe(
    true,
  );
  expect(speaksOf(firstSight, { ...spec, beta: 16 })).toBe(false);
  expect(speaksOf(firstSight, { ...spec, mask: 'full' })).toBe(false);
  const { events: _, ...others } = spec;
  expect(speaksOf(firstSight, others)).toBe(false);
  expect(speaksOf(firstSight, { ...others, events: true })).toBe(true);
});
