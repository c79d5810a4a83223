/** Times one case: every side in turn, again and again, so that a noisy machine strikes all alike; and checks what they computed. */
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { prepareRun, resolveEquation } from 'parkade';
import { type FieldCase, specOf } from './cases.ts';
import { DEFAULT_KEY, keyOf, type Peer, type SideName } from './peers.ts';
import { writeNumbers } from './serve.ts';
import type { Side, Words } from './side.ts';
import { predictTime, repeatsFor, type Summary, summarize } from './statistics.ts';

/** How much time is spent. */
export interface Effort {
  /** Seconds that one timing of a short field should take. */
  readonly sample: number;
  /** Timings of a peer; fewer when one takes longer than a second. */
  readonly rounds: number;
  /** Seconds beyond which a field is left out. */
  readonly longest: number;
}

/** Seconds a field; or why there are none. */
export interface Timing {
  readonly cpu: Summary;
  readonly wall: Summary;
  /** The largest |error| of an entry of ẋ over the sampled rows; null without anything to compare with. */
  readonly error: number | null;
  /** The way it took, where it tells. */
  readonly path: string | undefined;
}
export type Cell = Timing | { readonly none: string };

export const isTiming = (cell: Cell | undefined): cell is Timing => cell !== undefined && 'cpu' in cell;

/** Direct sums over more tokens than this are timed at one β: they do not depend on it, and they are slow. */
const MANY_TOKENS = 10_000;
/** A peer may take this share of the memory for its n×n arrays. */
const MEMORY_SHARE = 0.5;

/** Fields of fewer tokens are mostly overhead, and foretell nothing. */
const FEWEST_TOKENS = 200;
/** What a pair costs beside its d products, in products of a good library: an exponential, passes over the array. */
const EXPONENTIAL_COST = 64;

interface Noted {
  readonly given: FieldCase;
  readonly seconds: number;
}

/** What was measured so far, to foresee what comes. */
export class Foresight {
  readonly #noted = new Map<string, Noted[]>();

  /** A direct sum takes as long for every β; other ways do not. */
  #of({ side, peer, order }: Peer, { threads, beta }: FieldCase): Noted[] {
    const name = [side, peer, threads, order === 1 ? beta : 'any β'].join(' ');
    const noted = this.#noted.get(name) ?? [];
    this.#noted.set(name, noted);
    return noted;
  }

  note(peer: Peer, given: FieldCase, seconds: number): void {
    this.#of(peer, given).push({ given, seconds });
  }

  /** Seconds a field will take: grown from fewer tokens, or else from a lower dimension as direct sums grow; 0 if nothing is known. */
  predict(peer: Peer, given: FieldCase): number {
    const { d, n } = given;
    const noted = this.#of(peer, given).filter((one) => one.given.n >= FEWEST_TOKENS);
    const same = noted.filter((one) => one.given.d === d);
    if (same.some((one) => one.given.n === n)) return 0; // measured already, for another β
    const fewer = same.filter((one) => one.given.n < n).map((one) => [one.given.n, one.seconds] as const);
    if (fewer.length > 0)
      return predictTime(
        fewer.sort(([a], [b]) => a - b),
        n,
        peer.order,
      );
    const pairCost = (dimension: number) => dimension + EXPONENTIAL_COST;
    const lower = noted.filter((one) => one.given.d < d && one.given.n <= 5_000);
    const grown = ({ given: { d: dimension, n: tokens }, seconds }: Noted) =>
      ((seconds * pairCost(d)) / pairCost(dimension)) * (n / tokens) ** 2;
    return lower.length === 0 ? 0 : grown(lower[lower.length - 1]);
  }
}

/** Why a peer is not tried on a case, or null. */
function reasonAgainst(peer: Peer, given: FieldCase, foresight: Foresight, longest: number): string | null {
  if (peer.order === 2 && given.beta !== 9 && given.n > MANY_TOKENS) {
    return 'direct sums of more than 10,000 tokens are timed at β = 9 only';
  }
  const bytes = (peer.bytesPerPair ?? 0) * given.n ** 2;
  if (bytes > MEMORY_SHARE * totalmem()) return `would need ${(bytes / 1e9).toFixed(0)} GB`;
  const predicted = foresight.predict(peer, given);
  // A path without a fixed order may change its algorithm in between: it gets the benefit of the doubt.
  if (predicted > longest * (peer.order === 2 ? 1 : 4)) return `left out: more than ${longest} s a field`;
  return null;
}

interface Inputs {
  readonly words: Words;
  readonly rows: readonly number[];
}

/** The tokens of a case in a file, and the words that describe it. */
function writeInputs(given: FieldCase, folder: string): Inputs {
  const { n, d, beta, threads, matrices } = given;
  const { initial, dynamics, shape } = prepareRun(specOf(given)).problem;
  const tokens = join(folder, 'tokens.f64');
  writeNumbers(tokens, initial);
  const count = n > 100_000 ? 6 : 16;
  const rows = [...new Set(Array.from({ length: count }, (_, i) => Math.round(((n - 1) * i) / (count - 1))))];
  const words = { n, d, beta, threads, matrices, tokens };
  if (matrices === 'identity' || dynamics.kind !== 'attention') return { words, rows };
  const { attention } = resolveEquation(dynamics, shape);
  if (!attention) throw new Error('Attention gives no matrices.');
  const [matrix, value] = [join(folder, 'matrix.f64'), join(folder, 'value.f64')];
  writeNumbers(matrix, attention.queryKey);
  writeNumbers(value, attention.value);
  return { words: { ...words, matrix, value }, rows };
}

/** The largest |difference| in the sampled rows. */
async function errorOf(
  side: Side,
  peer: string,
  d: number,
  rows: readonly number[],
  exact: readonly (readonly number[])[],
  folder: string,
) {
  const file = join(folder, 'field.f64');
  const { none } = await side.ask('result', { peer, file });
  if (none !== undefined) return NaN;
  const bytes = readFileSync(file);
  return Math.max(
    ...rows.flatMap((row, r) => exact[r].map((entry, i) => Math.abs(bytes.readDoubleLE(8 * (row * d + i)) - entry))),
  );
}

/** Seconds above which a field is timed once or twice. */
const SLOW = 1;
/** Seconds that the timings of one peer may take in all. */
const TIME_FOR_ROUNDS = 3;

interface Running {
  readonly peer: Peer;
  readonly path: string | undefined;
  readonly side: Side;
  readonly count: number;
  readonly rounds: number;
  readonly cpu: number[];
  readonly wall: number[];
}

/** Prepares a peer and finds how many fields a timing should hold. */
async function ready(peer: Peer, side: Side, words: Words, effort: Effort): Promise<Running | { none: string }> {
  const asked = await side.ask('prepare', { peer: peer.peer, ...words }, 300);
  if (asked.none !== undefined) return { none: asked.none };
  let count = 1;
  let wall = 0;
  let cpu = 0;
  // The first calls compile and touch memory: once more at least, until the time of a timing is in sight.
  for (let attempt = 0; attempt < 8; attempt++) {
    const reply = await side.ask('time', { peer: peer.peer, count });
    if (reply.none !== undefined) return { none: reply.none };
    [wall, cpu] = [(reply.wall as number) / count, (reply.cpu as number) / count];
    if (wall > effort.longest || (attempt > 0 && wall * count > 0.4 * effort.sample)) break;
    count = Math.min(8 * count, repeatsFor(wall, effort.sample));
  }
  const path = asked.path as string | undefined;
  // What takes long and is warm now: the last timing counts already, with one more where there is time.
  if (wall > SLOW)
    return { peer, side, path, count: 1, rounds: wall < effort.longest / 4 ? 1 : 0, cpu: [cpu], wall: [wall] };
  count = repeatsFor(wall, effort.sample);
  const rounds = Math.max(1, Math.min(effort.rounds, Math.floor(TIME_FOR_ROUNDS / (wall * count))));
  return { peer, side, path, count, rounds, cpu: [], wall: [] };
}

/**
 * Every peer's timing of one case.
 *
 * @param sides the sides that run, by name; a peer whose side is missing gets no cell
 */
export async function measureCase(
  given: FieldCase,
  peers: readonly Peer[],
  sides: ReadonlyMap<SideName, Side>,
  foresight: Foresight,
  effort: Effort,
  folder: string,
): Promise<Map<string, Cell>> {
  const cells = new Map<string, Cell>();
  const { words, rows } = writeInputs(given, folder);
  const running: Running[] = [];
  for (const peer of peers) {
    const side = sides.get(peer.side);
    if (!side || (peer.threads && !peer.threads.includes(given.threads))) continue;
    const against = reasonAgainst(peer, given, foresight, effort.longest);
    const started = against === null ? await ready(peer, side, words, effort) : { none: against };
    if ('none' in started) cells.set(keyOf(peer), started);
    else running.push(started);
  }
  const most = Math.max(0, ...running.map(({ rounds }) => rounds));
  for (let round = 0; round < most; round++) {
    for (const { peer, side, count, cpu, wall } of running.filter(({ rounds }) => round < rounds)) {
      const reply = await side.ask('time', { peer: peer.peer, count });
      if (reply.none !== undefined) continue;
      cpu.push((reply.cpu as number) / count);
      wall.push((reply.wall as number) / count);
    }
  }
  const exact = (await sides.get('numpy')?.ask('exact', { ...words, rows: rows.join(',') }))?.rows as
    | number[][]
    | undefined;
  for (const { peer, side, path, cpu, wall } of running) {
    if (wall.length === 0) {
      cells.set(keyOf(peer), { none: 'did not answer' });
      continue;
    }
    const error = exact ? await errorOf(side, peer.peer, given.d, rows, exact, folder) : null;
    cells.set(keyOf(peer), { cpu: summarize(cpu), wall: summarize(wall), error, path });
    foresight.note(peer, given, summarize(wall).median);
  }
  for (const side of sides.values()) await side.ask('release');
  return cells;
}

/** The time that is compared: of the processor on one thread, of the clock on the wall on several. */
export function compared(cell: Timing, { threads }: FieldCase): Summary {
  return threads === 1 ? cell.cpu : cell.wall;
}

/** How many times as long as parkade's default; null without one of the two. */
export function ratioToDefault(cells: ReadonlyMap<string, Cell>, key: string, given: FieldCase): number | null {
  const [cell, own] = [cells.get(key), cells.get(DEFAULT_KEY)];
  if (!isTiming(cell) || !isTiming(own)) return null;
  return compared(cell, given).median / compared(own, given).median;
}
