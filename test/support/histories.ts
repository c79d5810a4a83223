/** Histories of clusters drawn at random, without a run. */
import type { Event } from '../../src/events/event.ts';

export interface History {
  readonly initial: number[][];
  readonly events: Event[];
  /** The clusters at the end. */
  readonly alive: number[][];
}

export const ascending = (tokens: readonly number[]): number[] => [...tokens].sort((a, b) => a - b);

/** n tokens, each alone; at every choice, a number, two clusters merge, or (one in three, if births are allowed) one comes apart. */
export function history(n: number, choices: readonly number[], births = true): History {
  let alive = Array.from({ length: n }, (_, k) => [k]);
  const initial = alive.map((tokens) => [...tokens]);
  const events: Event[] = [];
  for (const [i, choice] of choices.entries()) {
    const at = { t: i + 1, step: { index: i, theta: 1, dt: 1 } };
    const large = alive.filter(({ length }) => length > 1);
    if (births && large.length > 0 && (choice % 3 === 0 || alive.length === 1)) {
      const before = large[choice % large.length];
      const cut = 1 + (choice % (before.length - 1));
      const after: [number[], number[]] = [before.slice(0, cut), before.slice(cut)];
      alive = [...alive.filter((other) => other !== before), ...after];
      events.push({ kind: 'birth', before, after, ...at });
    } else if (alive.length > 1) {
      const a = alive[choice % alive.length];
      const rest = alive.filter((other) => other !== a);
      const b = rest[choice % rest.length];
      const after = ascending([...a, ...b]);
      alive = [...rest.filter((other) => other !== b), after];
      events.push({ kind: 'merger', before: [a, b], after, ...at });
    }
  }
  return { initial, events, alive };
}
