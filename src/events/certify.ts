/** Certificates: an event counts when a run at a tolerance a hundred times tighter tells of the same one. */
import { larger } from '../numerics/elementary.ts';
import type { Event } from './event.ts';
import { identityOf } from './event.ts';

/** The second run's tolerances are those of the first divided by it. */
export const TIGHTER = 100;
/** Times agree up to this share of them, and up to this much near 0. */
export const TIME_BAR = 1e-3;
const LEAST_BAR = 1e-6;

export interface Certificate {
  readonly verdict: 'certified' | 'undecided';
  /** The time of the same event in the finer run, or null where there is none. */
  readonly finer: number | null;
  /** How far the two times may lie apart. */
  readonly bar: number;
}

interface Certified {
  /** One for each event of the first run. */
  readonly certificates: readonly Certificate[];
  /** Events of the finer run that the first one does not have: undecided as well. */
  readonly missed: readonly Event[];
}

/**
 * Compares the events of a run with those of a finer one: certified where the same members meet or part within the bar,
 * undecided otherwise, never in between.
 *
 * @param undecided tokens whose way means nothing, and since when: no event that they take part in is certified
 */
export function certify(
  events: readonly Event[],
  finer: readonly Event[],
  undecided: ReadonlyMap<number, number>,
): Certified {
  const open = new Map<string, Event[]>();
  for (const event of finer) {
    const key = identityOf(event);
    open.set(key, [...(open.get(key) ?? []), event]);
  }
  const certificates = events.map((event): Certificate => {
    const bar = larger(LEAST_BAR, TIME_BAR * event.t);
    const candidates = open.get(identityOf(event)) ?? [];
    let nearest = -1;
    candidates.forEach(({ t }, i) => {
      if (nearest < 0 || Math.abs(t - event.t) < Math.abs(candidates[nearest].t - event.t)) nearest = i;
    });
    if (nearest < 0) return { verdict: 'undecided', finer: null, bar };
    const [partner] = candidates.splice(nearest, 1);
    const agree = Math.abs(partner.t - event.t) <= bar && !involves(event, undecided);
    return { verdict: agree ? 'certified' : 'undecided', finer: partner.t, bar };
  });
  return { certificates, missed: [...open.values()].flat().sort((a, b) => a.t - b.t) };
}

function involves(event: Event, undecided: ReadonlyMap<number, number>): boolean {
  if (undecided.size === 0 || event.kind === 'edit') return false;
  const tokens = event.kind === 'capture' ? [event.token, event.center] : [...event.before, ...event.after].flat();
  return tokens.some((token) => (undecided.get(token) ?? Infinity) <= event.t);
}
