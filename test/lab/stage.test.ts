/** The stage's pure parts: camera and optics, which token is meant, disks, trails, edits, colours. */
import { describe, expect, it } from 'vitest';
import { lifted } from '../../lab/engine/lift.ts';
import { firstPlaces, frozenAt, mostTokens, tokensAt } from '../../lab/engine/presence.ts';
import { facing, frameOf, home, STEEPEST, turned, zoomed } from '../../lab/stage/camera.ts';
import { hueTable } from '../../lab/stage/colours.ts';
import { diskEasing, gatheringsOf } from '../../lab/stage/gatherings.ts';
import { noSpots, opticsOf, placeDragged, placeUnder, spotOf, spotsOf } from '../../lab/stage/painter.ts';
import { tokenAt } from '../../lab/stage/picking.ts';
import { rgbOf } from '../../lab/stage/rgb.ts';
import { tokensBefore, withEdit } from '../../lab/state/edits.ts';
import type { Edit } from '../../src/index.ts';

const cameras = [
  { longitude: 0.3, latitude: 0.2, zoom: 1 },
  { longitude: -2, latitude: -1.1, zoom: 3 },
];
const angles = Array.from({ length: 24 }, (_, i) => (2 * Math.PI * i) / 24);

describe('camera and optics', () => {
  it('looks along an orthonormal frame', () => {
    for (const camera of cameras) {
      const frame = frameOf(camera);
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          const product = [0, 1, 2].reduce((sum, c) => sum + frame[3 * i + c] * frame[3 * j + c], 0);
          expect(product).toBeCloseTo(i === j ? 1 : 0, 14);
        }
      }
    }
  });

  it('never tips over a pole, and zooms within bounds', () => {
    expect(turned(home, 0, 9).latitude).toBe(STEEPEST);
    expect(turned(home, 0, -9).latitude).toBe(-STEEPEST);
    expect(zoomed(home, 0.1).zoom).toBe(1);
    expect(zoomed(home, 1e6).zoom).toBe(12);
  });

  it('sees the place that it faces in front', () => {
    for (const a of angles) {
      const place = [Math.cos(a) * 0.8, Math.sin(a) * 0.8, 0.6];
      const optics = opticsOf(400, 300, facing(place), frameOf(facing(place)), 3);
      expect(spotOf(optics, place, 0).depth).toBeGreaterThan(0.5);
    }
  });

  it('finds the place under the spot of a place, on the circle and on the near side of the sphere', () => {
    const circle = opticsOf(500, 400, home, frameOf(home), 2);
    for (const a of angles) {
      const spot = spotOf(circle, [Math.cos(a), Math.sin(a)], 0);
      const place = placeUnder(circle, spot.x, spot.y) as number[];
      expect(place[0]).toBeCloseTo(Math.cos(a), 12);
      expect(place[1]).toBeCloseTo(Math.sin(a), 12);
    }
    for (const camera of cameras) {
      const optics = opticsOf(500, 400, camera, frameOf(camera), 3);
      for (const a of angles) {
        const place = [0.6 * Math.cos(a), 0.6 * Math.sin(a), 0.8];
        const spot = spotOf(optics, place, 0);
        if (spot.depth < 0.01) continue;
        (placeUnder(optics, spot.x, spot.y) as number[]).forEach((value, i) => {
          expect(value).toBeCloseTo(place[i], 9);
        });
      }
    }
  });

  it('takes a spot beside the sphere to its rim', () => {
    const optics = opticsOf(400, 400, home, frameOf(home), 3);
    const place = placeUnder(optics, optics.cx + 3 * optics.radius, optics.cy) as number[];
    expect(Math.hypot(...place)).toBeCloseTo(1, 12);
    expect(spotOf(optics, place, 0).depth).toBeCloseTo(0, 12);
  });

  it('drags what lies within a ball without bringing it to the surface', () => {
    const optics = opticsOf(400, 400, home, frameOf(home), 3);
    const from = [0.1, 0.2, 0.1];
    const spot = spotOf(optics, from, 0);
    const place = placeDragged(optics, from, spot.x + 10, spot.y - 5, true) as number[];
    const there = spotOf(optics, place, 0);
    expect([there.x, there.y]).toEqual([expect.closeTo(spot.x + 10, 9), expect.closeTo(spot.y - 5, 9)]);
    expect(there.depth).toBeCloseTo(spot.depth, 12);
  });

  it('sees many places as it sees each', () => {
    const places = Float32Array.of(1, 0, 0, 0, 0.6, 0.8);
    const optics = opticsOf(300, 200, cameras[0], frameOf(cameras[0]), 3);
    const spots = spotsOf(optics, places, 2, noSpots());
    for (const k of [0, 1]) {
      const { x, y, depth } = spotOf(optics, places, 3 * k);
      expect([spots.x[k], spots.y[k], spots.depth[k]].map((v) => v.toFixed(3))).toEqual(
        [x, y, depth].map((v) => v.toFixed(3)),
      );
    }
  });
});

describe('the token that is meant', () => {
  const spots = {
    x: Float32Array.of(100, 100.5, 120, 100, 200),
    y: Float32Array.of(50, 50, 50, 58, 50),
    depth: Float32Array.of(1, 1, 1, -1, -1),
  };
  it('is the earliest of those at one place', () => {
    expect(tokenAt(spots, 5, 100.6, 50, 14)).toBe(0);
  });
  it('is the nearest within reach, or none', () => {
    expect(tokenAt(spots, 5, 118, 50, 14)).toBe(2);
    expect(tokenAt(spots, 5, 160, 50, 14)).toBeNull();
  });
  it('is behind only where nothing in front is as near', () => {
    expect(tokenAt(spots, 5, 100, 55, 14)).toBe(0);
    expect(tokenAt(spots, 5, 201, 50, 14)).toBe(4);
  });
  it('is one that is there', () => {
    expect(tokenAt(spots, 4, 201, 50, 14)).toBeNull();
  });
});

describe('disks', () => {
  const places = Float32Array.of(1, 0, 1, 0.001, 0, 1, -1, 0);
  const labels = Uint16Array.of(0, 0, 1, 7);
  it('are the clusters, with how tight they are', () => {
    expect(gatheringsOf(places, labels, 4, 2, null)).toEqual([
      { leader: 0, size: 2, tightness: 1 },
      { leader: 2, size: 1, tightness: 1 },
      { leader: 3, size: 1, tightness: 1 },
    ]);
    expect(gatheringsOf(places, labels, 4, 2, 0)[0]).toEqual({ leader: 1, size: 1, tightness: 1 });
  });
  it('come to a new size gently, and go gently', () => {
    const easing = diskEasing();
    const two = [{ leader: 0, size: 4, tightness: 1 }];
    let [disk] = easing.follow(two, 16);
    expect(disk.size).toBe(4); // told as it is at once
    expect(disk.root).toBeGreaterThan(1);
    expect(disk.root).toBeLessThan(1.3);
    let before = disk.root;
    for (let i = 0; i < 100; i++) {
      [disk] = easing.follow(two, 16);
      expect(disk.root).toBeGreaterThanOrEqual(before);
      before = disk.root;
    }
    expect(disk.root).toBeCloseTo(2, 3);
    expect(easing.isStill(two)).toBe(true);
    expect(easing.follow([], 16)[0].strength).toBeGreaterThan(0.8);
    expect(easing.follow([], Infinity)).toEqual([]);
  });
});

describe('edits', () => {
  const move = (t: number, token: number, x: number[]): Edit => ({ t, kind: 'move', token, x });
  it('stand in the order of time; a token dragged twice at one time was dragged once', () => {
    const one = withEdit([move(5, 0, [1, 0])], move(2, 1, [0, 1]), 3);
    expect(one.map(({ t }) => t)).toEqual([2, 5]);
    expect(withEdit(one, move(5, 0, [0, -1]), 3)).toEqual([move(2, 1, [0, 1]), move(5, 0, [0, -1])]);
  });
  it('that undo each other at one time are none', () => {
    const frozen = withEdit([], { t: 1, kind: 'freeze', token: 2 }, 3);
    expect(withEdit(frozen, { t: 1, kind: 'release', token: 2 }, 3)).toEqual([]);
  });
  it('that add a token earlier leave later ones their tokens', () => {
    const later: Edit[] = [{ t: 5, kind: 'add', x: [1, 0] }, move(6, 3, [0, 1]), move(7, 1, [0, 1])];
    const all = withEdit(later, { t: 2, kind: 'add', x: [0, 1] }, 3);
    expect(all.map((edit) => ('token' in edit ? edit.token : undefined))).toEqual([undefined, undefined, 4, 1]);
  });
  it('tell how many tokens there are, and which stand still', () => {
    const edits: Edit[] = [
      { t: 0, kind: 'add', x: [0, 1] },
      { t: 1, kind: 'freeze', token: 3 },
      { t: 2, kind: 'remove' },
      { t: 3, kind: 'add', x: [-1, 0] },
      { t: 4, kind: 'add', x: [0, -1] },
    ];
    expect([0, 2, 3, 4].map((t) => tokensAt(edits, t, 3))).toEqual([4, 3, 4, 5]);
    expect(mostTokens(3, edits)).toBe(5);
    expect([...frozenAt(edits, 1.5, 3)]).toEqual([3]);
    expect(frozenAt(edits, 2, 3).size).toBe(0);
    expect(tokensBefore(4, edits)).toBe(3);
    // The fourth place stays that of the token that was there first.
    expect([...firstPlaces(Float64Array.of(1, 0, 1, 0, 1, 0), 2, edits)]).toEqual([1, 0, 1, 0, 1, 0, 0, 1, 0, -1]);
  });
});

describe('a row from a place', () => {
  const directions = Float64Array.of(1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0);
  it('is shown where it was put, and keeps its length', () => {
    const old = Float64Array.of(0.5, 0.5, 0.1, 0.5, Math.sqrt(0.24));
    const row = lifted([0.2, -0.3, 0.4], old, directions, 5);
    expect([...row.subarray(0, 3)].map((value) => value.toFixed(12))).toEqual([
      '0.200000000000',
      '-0.300000000000',
      '0.400000000000',
    ]);
    expect(Math.hypot(...row)).toBeCloseTo(Math.hypot(...old), 12);
    expect(row[3] / row[4]).toBeCloseTo(old[3] / old[4], 12);
  });
  it('has length 1 on the circle, whatever was drawn', () => {
    expect(Math.hypot(...lifted([3, 4], null, null, 2))).toBeCloseTo(1, 15);
    expect([...lifted([3, 4], Float64Array.of(0, 2), null, 2)]).toEqual([1.2, 1.6]);
  });
});

describe('colours', () => {
  it('of the first nine centers are unlike, and x₁ has the first', () => {
    const centers = [0, 3, 7, 11, 12, 30, 31, 44, 45, 60];
    const table = hueTable(100, centers);
    expect(table[0]).toBe(0);
    expect(new Set(centers.map((token) => table[token])).size).toBe(10);
  });
  it('are read as they are written', () => {
    expect(rgbOf('#ff8000').map((v) => Math.round(255 * v))).toEqual([255, 128, 0]);
    expect(rgbOf('rgb(1 2 3)').map((v) => Math.round(255 * v))).toEqual([1, 2, 3]);
  });
});
