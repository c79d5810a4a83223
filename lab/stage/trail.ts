/** Where tokens were: places at earlier instants of the clock, kept from picture to picture. Pure. */
import type { Film } from '../engine/film.ts';

/** How time runs on the stage: see state/clock.ts. */
export interface Instants {
  readonly placeOf: (t: number) => number;
  readonly timeAt: (place: number) => number;
}

/** Places at an earlier instant, with how far back it lies, from 0 to 1. */
export interface Trail {
  readonly age: number;
  /** [n, shown] */
  readonly places: Float32Array;
}

/** Instants of a trail, fewer for many tokens, whose lines are painted one by one. */
const MOST_STEPS = 28;
const FEWEST_STEPS = 3;

/** @param lines of all tokens together, about */
export function trailSteps(n: number, lines: number): number {
  return Math.round(Math.min(MOST_STEPS, Math.max(FEWEST_STEPS, lines / n)));
}

/**
 * The instants are multiples of a step of the clock, so that all but the newest are those of the picture before; the
 * latest comes first.
 */
export function trailKeeper(): (film: Film, t: number, clock: Instants, reach: number, lines: number) => Trail[] {
  const kept = new Map<number, Float32Array>();
  let of: { readonly film: Film; readonly scale: number; readonly step: number } | null = null;
  return (film, t, clock, reach, lines) => {
    const scale = clock.timeAt(0.5);
    const steps = trailSteps(film.run.n, lines);
    const step = reach / steps;
    if (of?.film !== film || of.scale !== scale || of.step !== step) {
      kept.clear();
      of = { film, scale, step };
    }
    const now = clock.placeOf(t);
    const newest = Math.floor(now / step);
    const trail: Trail[] = [];
    for (let i = newest; i >= 0 && i > newest - steps; i--) {
      const age = Math.min(1, (now - i * step) / reach);
      let places = kept.get(i);
      if (places === undefined) {
        places = new Float32Array(film.run.n * film.run.shown);
        film.placesAtTime(clock.timeAt(i * step), places);
        kept.set(i, places);
      }
      trail.push({ age, places });
    }
    for (const i of kept.keys()) if (i > newest || i <= newest - 2 * steps) kept.delete(i);
    return trail;
  };
}
