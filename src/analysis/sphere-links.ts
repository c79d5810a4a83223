/** Single linkage on spheres of any dimension, without looking at every pair. */

import type { Shape, State } from '../core/state.ts';
import { placesWithin } from '../numerics/boxes/places.ts';
import { larger } from '../numerics/elementary.ts';
import { squaredChord, squaredChordUpTo } from '../numerics/sphere.ts';
import { type UnionFind, unionFind } from './union-find.ts';

/**
 * Radius of a group, as a share of the chord of the threshold: two tokens of a group are linked, being twice that apart
 * at most.
 */
const GROUP = 1 / 4;
/** What rounding may add to sums of chords, relative to them. */
const ROOM = 1 + 1e-9;

/** Tokens near one of them, all linked with each other. */
interface Group {
  /** Its leader first. */
  readonly tokens: number[];
  /** The largest chord from the leader. */
  radius: number;
}

/**
 * The sets of tokens that links connect: the very ones of all pairs. Tokens gather around leaders; leaders within the
 * limit link their groups, leaders farther apart than the limit and both radii do not, and only between these are
 * tokens compared, until a link is found. Near-linear for d ≤ 3; in high dimension the leaders are compared with each
 * other, by sums that end early.
 *
 * @param limit squared chord up to which two tokens are linked
 */
export function sphereLinks(x: State, { n, d }: Shape, limit: number): UnionFind {
  const sets = unionFind(n);
  const chord = Math.sqrt(limit);
  const groups = gather(x, n, d, GROUP * chord);
  for (const { tokens } of groups) for (const token of tokens) sets.unite(tokens[0], token);

  const reach = chord * (1 + 2 * GROUP) * ROOM;
  const leaders = placesWithin(d, reach * reach);
  const row = new Float64Array(d);
  for (const one of groups) {
    const [token] = one.tokens;
    for (let i = 0; i < d; i++) row[i] = x[token * d + i];
    leaders.each(row, (other, square) => {
      const group = groups[other];
      if (sets.find(token) === sets.find(group.tokens[0])) return;
      if (square <= limit || (maybe(square, one, group) && touch(one, group))) sets.unite(token, group.tokens[0]);
    });
    leaders.add(row);
  }
  return sets;

  function maybe(square: number, a: Group, b: Group): boolean {
    const farthest = (chord + a.radius + b.radius) * ROOM;
    return square <= farthest * farthest;
  }

  /**
   * Whether two groups have tokens that are linked: of one those that any of the other could reach are compared with
   * all of that.
   */
  function touch(a: Group, b: Group): boolean {
    const nearest = (chord + b.radius) * ROOM;
    for (const k of a.tokens) {
      if (squaredChord(x, k * d, x, b.tokens[0] * d, d) > nearest * nearest) continue;
      for (const j of b.tokens) if (!(squaredChordUpTo(limit, x, k * d, x, j * d, d) > limit)) return true;
    }
    return false;
  }
}

/** Every token joins a leader within the radius, or becomes one. */
function gather(x: State, n: number, d: number, radius: number): Group[] {
  const leaders = placesWithin(d, radius * radius);
  const groups: Group[] = [];
  const row = new Float64Array(d);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < d; i++) row[i] = x[k * d + i];
    const found = leaders.find(row);
    if (found < 0) {
      leaders.add(row);
      groups.push({ tokens: [k], radius: 0 });
      continue;
    }
    const group = groups[found];
    group.tokens.push(k);
    group.radius = larger(group.radius, Math.sqrt(squaredChord(x, k * d, x, group.tokens[0] * d, d)));
  }
  return groups;
}
