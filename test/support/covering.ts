/**
 * Covering designs: few rows, each a level of every factor, in which as many pairs of levels as they can hold meet.
 *
 * Rows are built greedily (each takes, of many candidates, the one with the most pairs that have not met), then single
 * levels are changed wherever that makes more pairs meet. The same seed gives the same rows.
 */
import { draw } from './draw.ts';

export interface Factor {
  readonly name: string;
  /** The first one is that of an absent part. */
  readonly levels: readonly string[];
}

/** Two levels that cannot stand in one row, each as [factor, level], and why. */
export interface Contradiction {
  readonly between: readonly [readonly [string, string], readonly [string, string]];
  readonly why: string;
}

/** One level of every factor, by number. */
export type Row = readonly number[];

export interface Covering {
  readonly factors: readonly Factor[];
  readonly rows: readonly Row[];
  /** Pairs of levels that meet in a row. */
  readonly met: number;
  /** Pairs of levels that contradict each other. */
  readonly contradicting: number;
  /** Pairs of levels that do not. */
  readonly possible: number;
  /** No design of so many rows has more: of each pair of factors, one pair of levels a row. */
  readonly bound: number;
}

const CANDIDATES = 60;
const STEPS = 120_000;

/** @param rows how many, or as many as make every possible pair meet ('all') */
export function covering(
  factors: readonly Factor[],
  contradictions: readonly Contradiction[],
  rows: number | 'all',
  seed = 1,
): Covering {
  const pairs = new Pairs(factors, contradictions);
  const { uniform } = draw(seed);
  const below = (n: number) => Math.floor(uniform() * n);
  const design: number[][] = [];
  const meetings = new Int32Array(pairs.size);
  while (rows === 'all' ? pairs.met(meetings) < pairs.possible : design.length < rows) {
    const row = bestCandidate(pairs, meetings, below);
    design.push(row);
    pairs.count(row, meetings, 1);
  }
  if (rows !== 'all') improve(design, pairs, meetings, below);
  const { contradicting, possible } = pairs;
  return {
    ...{ factors, rows: design, met: pairs.met(meetings), contradicting, possible },
    bound: pairs.boundOf(design.length),
  };
}

/** Pairs of levels by number, and which of them contradict each other. */
class Pairs {
  readonly factors: readonly Factor[];
  /** How many numbers of pairs there are. */
  readonly size: number;
  readonly possible: number;
  readonly contradicting: number;
  private readonly first: number[];
  private readonly all: number;
  private readonly forbidden: Uint8Array;

  constructor(factors: readonly Factor[], contradictions: readonly Contradiction[]) {
    this.factors = factors;
    const levels = factors.map((factor) => factor.levels.length);
    this.first = levels.map((_, f) => levels.slice(0, f).reduce((sum, own) => sum + own, 0));
    this.all = levels.reduce((sum, own) => sum + own, 0);
    this.size = this.all ** 2;
    this.forbidden = new Uint8Array(this.size);
    for (const { between } of contradictions) {
      const [a, b] = between.map(([name, level]) => this.placed(name, level));
      this.forbidden[a * this.all + b] = this.forbidden[b * this.all + a] = 1;
    }
    this.contradicting = contradictions.length;
    this.possible = this.boundOf(Infinity);
  }

  private placed(name: string, level: string): number {
    const f = this.factors.findIndex((factor) => factor.name === name);
    const l = this.factors[f]?.levels.indexOf(level) ?? -1;
    if (l < 0) throw new Error(`no level "${level}" of "${name}"`);
    return this.first[f] + l;
  }

  /** The number of the pair (level a of factor f, level b of factor g), the same in either order. */
  of(f: number, a: number, g: number, b: number): number {
    const [one, other] = [this.first[f] + a, this.first[g] + b];
    return Math.min(one, other) * this.all + Math.max(one, other);
  }

  isForbidden(f: number, a: number, g: number, b: number): boolean {
    return this.forbidden[this.of(f, a, g, b)] === 1;
  }

  /** Σ over pairs of factors of how many pairs of levels n rows can hold. */
  boundOf(n: number): number {
    let total = 0;
    for (const [f, one] of this.factors.entries()) {
      for (let g = f + 1; g < this.factors.length; g++) {
        let possible = 0;
        for (const a of one.levels.keys()) {
          for (const b of this.factors[g].levels.keys()) possible += this.isForbidden(f, a, g, b) ? 0 : 1;
        }
        total += Math.min(n, possible);
      }
    }
    return total;
  }

  met(meetings: Int32Array): number {
    return meetings.reduce((sum, times) => sum + (times > 0 ? 1 : 0), 0);
  }

  /** The pairs of a row met once more (by = 1) or once less (by = −1). */
  count(row: Row, meetings: Int32Array, by: number): void {
    for (const f of row.keys()) {
      for (let g = f + 1; g < row.length; g++) meetings[this.of(f, row[f], g, row[g])] += by;
    }
  }

  /** Of the pairs that level a of factor f makes with the chosen levels (−1: none yet): how many are new; null if one is forbidden. */
  gain(row: Row, f: number, a: number, meetings: Int32Array): number | null {
    let fresh = 0;
    for (const [g, b] of row.entries()) {
      if (g === f || b < 0) continue;
      if (this.isForbidden(f, a, g, b)) return null;
      if (meetings[this.of(f, a, g, b)] === 0) fresh++;
    }
    return fresh;
  }
}

/** Factors in a random order, each given the level that makes the most new pairs, ties by lot; null if none is left. */
function candidate(pairs: Pairs, meetings: Int32Array, below: (n: number) => number) {
  const row = pairs.factors.map(() => -1);
  const order = [...row.keys()].map((f) => [f, below(2 ** 30)]).sort((a, b) => a[1] - b[1]);
  let total = 0;
  for (const [f] of order) {
    const gains = pairs.factors[f].levels.map((_, a) => pairs.gain(row, f, a, meetings) ?? -1);
    const greatest = Math.max(...gains);
    if (greatest < 0) return null;
    const best = [...gains.keys()].filter((a) => gains[a] === greatest);
    row[f] = best[below(best.length)];
    total += greatest;
  }
  return { row, total };
}

function bestCandidate(pairs: Pairs, meetings: Int32Array, below: (n: number) => number): number[] {
  let best: { row: number[]; total: number } | null = null;
  for (let i = 0; i < CANDIDATES; i++) {
    const other = candidate(pairs, meetings, below);
    if (other !== null && (best === null || other.total > best.total)) best = other;
  }
  if (best === null) throw new Error('the levels contradict each other in every row');
  return best.row;
}

/** Changes single levels wherever no fewer pairs meet then, so that rows drift until more do. */
function improve(design: number[][], pairs: Pairs, meetings: Int32Array, below: (n: number) => number): void {
  for (let step = 0; step < STEPS; step++) {
    const row = design[below(design.length)];
    const f = below(row.length);
    const [was, a] = [row[f], below(pairs.factors[f].levels.length)];
    if (a === was) continue;
    pairs.count(row, meetings, -1);
    const after = pairs.gain(row, f, a, meetings);
    if (after !== null && after >= (pairs.gain(row, f, was, meetings) as number)) row[f] = a;
    pairs.count(row, meetings, 1);
  }
}
