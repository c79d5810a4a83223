/** Mergers and births: how the clusters of single linkage change within a step. */
import { clusters } from '../analysis/clusters.ts';
import type { Shape, State } from '../core/state.ts';
import type { StepTaken } from '../core/step.ts';
import { smaller } from '../numerics/elementary.ts';
import { rootWithin } from '../numerics/root.ts';
import { squaredChord } from '../numerics/sphere.ts';
import { beyond, reachOf } from '../numerics/ties.ts';
import type { BirthEvent, MergerEvent } from './event.ts';

type Found = Omit<MergerEvent, 't' | 'step'> | Omit<BirthEvent, 't' | 'step'>;

/** One change at a fraction of the step. */
export interface Change<E> {
  readonly theta: number;
  readonly event: E;
}

/** A link between two atoms that comes or goes. */
interface Flip {
  readonly theta: number;
  readonly a: number;
  readonly b: number;
  readonly linked: boolean;
}

/**
 * Follows the clusters from step to step. Within a step, tokens that are together at both of its ends are one *atom*;
 * the least distance of two atoms crosses the threshold where a link between them comes or goes; the links' times,
 * found as roots, are played in their order, and each that changes the clusters is a merger or a birth. What comes and
 * goes within one step is not seen.
 */
export function linkFollower(shape: Shape, threshold: number, initial: State) {
  const reach = reachOf(threshold);
  let labels = clusters(initial, shape, threshold).labels;

  return {
    clusters: (): number[][] => groups(labels),
    /** The changes within a step, in the order of time; null where a time could not be found. */
    async follow(step: StepTaken): Promise<Change<Found>[] | null> {
      const end = (await step.state(1)) as State;
      const after = clusters(end, shape, threshold).labels;
      const before = labels;
      if (before.every((label, k) => label === after[k])) return [];
      labels = after;
      const start = (await step.state(0)) as State;
      const atoms = groups(refine(before, after));
      const flips = await flipsOf(atoms, start, end, step);
      return flips && play(atoms, start, flips);
    },
  };

  /**
   * How far apart the nearest tokens of two atoms are, less the threshold, as squared chords; below 0 where they are
   * linked.
   */
  function apart(x: State, a: readonly number[], b: readonly number[]): number {
    const { d } = shape;
    let least = Infinity;
    for (const k of a) for (const j of b) least = smaller(least, squaredChord(x, k * d, x, j * d, d));
    return beyond(least, reach);
  }

  async function flipsOf(
    atoms: readonly number[][],
    start: State,
    end: State,
    step: StepTaken,
  ): Promise<Flip[] | null> {
    const flips: Flip[] = [];
    for (let b = 0; b < atoms.length; b++) {
      for (let a = 0; a < b; a++) {
        const [g0, g1] = [apart(start, atoms[a], atoms[b]), apart(end, atoms[a], atoms[b])];
        if (g0 <= 0 === g1 <= 0) continue;
        const theta = await rootWithin(
          async (fraction) => {
            const x = await step.state(fraction);
            return x && apart(x, atoms[a], atoms[b]);
          },
          g0,
          g1,
        );
        if (theta === null) return null;
        flips.push({ theta, a, b, linked: g1 <= 0 });
      }
    }
    return flips.sort((p, q) => p.theta - q.theta);
  }

  function play(atoms: readonly number[][], start: State, flips: readonly Flip[]): Change<Found>[] {
    const linked = new Set<string>();
    for (let b = 0; b < atoms.length; b++) {
      for (let a = 0; a < b; a++) if (apart(start, atoms[a], atoms[b]) <= 0) linked.add(`${a} ${b}`);
    }
    const changes: Change<Found>[] = [];
    for (const { theta, a, b, linked: comes } of flips) {
      const [one, other] = [componentOf(a, atoms.length, linked), componentOf(b, atoms.length, linked)];
      if (comes) {
        linked.add(`${a} ${b}`);
        if (one.has(b)) continue;
        const parts = inOrder(tokensOf(one, atoms), tokensOf(other, atoms));
        changes.push({ theta, event: { kind: 'merger', before: parts, after: ascending(parts.flat()) } });
      } else {
        linked.delete(`${a} ${b}`);
        const left = componentOf(a, atoms.length, linked);
        if (left.has(b)) continue;
        const parts = inOrder(tokensOf(left, atoms), tokensOf(componentOf(b, atoms.length, linked), atoms));
        changes.push({ theta, event: { kind: 'birth', before: ascending(parts.flat()), after: parts } });
      }
    }
    return changes;
  }
}

/** Tokens together under both labellings get one label. */
function refine(a: Int32Array, b: Int32Array): Int32Array {
  const known = new Map<string, number>();
  return a.map((label, k) => {
    const key = `${label} ${b[k]}`;
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key) as number;
  });
}

/** The tokens of each label, in the order of their first ones. */
export function groups(labels: Int32Array): number[][] {
  const found: number[][] = [];
  labels.forEach((label, k) => {
    found[label] ??= [];
    found[label].push(k);
  });
  return found;
}

/** The atoms that links connect with one. */
function componentOf(atom: number, count: number, linked: ReadonlySet<string>): Set<number> {
  const reached = new Set([atom]);
  for (const here of reached) {
    for (let other = 0; other < count; other++) {
      if (linked.has(here < other ? `${here} ${other}` : `${other} ${here}`)) reached.add(other);
    }
  }
  return reached;
}

function tokensOf(component: ReadonlySet<number>, atoms: readonly number[][]): number[] {
  return ascending([...component].flatMap((atom) => atoms[atom]));
}

function inOrder(a: number[], b: number[]): [number[], number[]] {
  return a[0] < b[0] ? [a, b] : [b, a];
}

function ascending(tokens: number[]): number[] {
  return tokens.sort((a, b) => a - b);
}
