/** Tokens that stand together, as disks whose areas say how many; grown and shrunk gently. Pure. */

export interface Gathering {
  readonly leader: number;
  readonly size: number;
  /** From 0, spread out, to 1, at one place. */
  readonly tightness: number;
}

/** Tokens of a cluster within so much of its first one, in radians, look like one place. */
const TIGHT = 0.02;
const LOOSE = 0.09;

/** The first token of each cluster, by its label. */
export function leadersOf(labels: Uint16Array): number[] {
  const leaders: number[] = [];
  for (let k = 0; k < labels.length; k++) if (leaders[labels[k]] === undefined) leaders[labels[k]] = k;
  return leaders;
}

/** @param held a token that is in somebody's hand, and in no cluster meanwhile */
export function gatheringsOf(
  places: Float32Array,
  labels: Uint16Array,
  n: number,
  shown: number,
  held: number | null,
): Gathering[] {
  const slots = new Map<number, number>();
  const leaders: number[] = [];
  const sizes: number[] = [];
  const extents: number[] = [];
  for (let k = 0; k < n; k++) {
    if (k === held) continue;
    let slot = slots.get(labels[k]);
    if (slot === undefined) {
      slot = leaders.length;
      slots.set(labels[k], slot);
      leaders.push(k);
      sizes.push(0);
      extents.push(0);
    }
    sizes[slot]++;
    let square = 0;
    const from = leaders[slot] * shown;
    for (let c = 0; c < shown; c++) square += (places[k * shown + c] - places[from + c]) ** 2;
    if (square > extents[slot]) extents[slot] = square;
  }
  return leaders.map((leader, slot) => ({
    leader,
    size: sizes[slot],
    tightness: Math.min(1, Math.max(0, (LOOSE - Math.sqrt(extents[slot])) / (LOOSE - TIGHT))),
  }));
}

/** A disk as it is painted: the square root of a size, and how strong it is, from 0 to 1. */
export interface Disk {
  readonly leader: number;
  /** How many stand there: told as it is, while the disk still grows. */
  size: number;
  root: number;
  strength: number;
}

/** Disks that are where they go. */
export function disksOf(gatherings: readonly Gathering[]): Disk[] {
  return gatherings
    .filter(isDisk)
    .map(({ leader, size, tightness }) => ({ leader, size, root: Math.sqrt(size), strength: tightness }));
}

/** Milliseconds in which a disk comes most of the way. */
const EASE = 160;
/** Below it a disk is not seen. */
const FAINT = 0.01;

/**
 * Disks that follow gatherings, so that nothing jumps when two clusters become one.
 *
 * @returns how far the slowest of them still is from where it goes, with the disks
 */
export function diskEasing() {
  const disks = new Map<number, Disk>();
  return {
    /** @param milliseconds since the last picture; Infinity goes there at once */
    follow(gatherings: readonly Gathering[], milliseconds: number): readonly Disk[] {
      const share = 1 - Math.exp(-milliseconds / EASE);
      const wanted = new Map(gatherings.filter(isDisk).map((gathering) => [gathering.leader, gathering]));
      for (const leader of wanted.keys()) {
        if (!disks.has(leader)) disks.set(leader, { leader, size: 1, root: 1, strength: 0 });
      }
      for (const disk of disks.values()) {
        const goal = wanted.get(disk.leader);
        disk.strength += share * ((goal?.tightness ?? 0) - disk.strength);
        if (goal) {
          disk.size = goal.size;
          disk.root += share * (Math.sqrt(goal.size) - disk.root);
        }
        if (!goal && disk.strength < FAINT) disks.delete(disk.leader);
      }
      return [...disks.values()];
    },
    /** Whether disks are where they go. */
    isStill(gatherings: readonly Gathering[]): boolean {
      const wanted = gatherings.filter(isDisk);
      if (wanted.length !== disks.size) return false;
      return wanted.every(({ leader, size, tightness }) => {
        const disk = disks.get(leader);
        return (
          disk !== undefined &&
          Math.abs(disk.root - Math.sqrt(size)) < 0.05 &&
          Math.abs(disk.strength - tightness) < 0.01
        );
      });
    },
  };
}

function isDisk({ size, tightness }: Gathering): boolean {
  return size > 1 && tightness > 0;
}
