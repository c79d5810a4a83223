/** Where two runs part: when first some token is elsewhere in one than in the other. Pure. */
import type { Film } from '../engine/film.ts';

/** Chords below this are not seen on a stage. */
const SEEN = 0.02;

/** The first time at which a token that both have is at two places; null where they agree as far as both are computed. */
export function partingTime(a: Film, b: Film): number | null {
  if (a.run.shown !== b.run.shown) return 0;
  const n = Math.min(a.run.n, b.run.n);
  const size = n * a.run.shown;
  const [there, here] = [new Float32Array(a.run.n * a.run.shown), new Float32Array(b.run.n * b.run.shown)];
  for (const t of a.ts) {
    if (t > b.reached) return null;
    a.placesAtTime(t, there);
    b.placesAtTime(t, here);
    for (let at = 0; at < size; at += a.run.shown) {
      let square = 0;
      for (let c = at; c < at + a.run.shown; c++) square += (there[c] - here[c]) ** 2;
      if (square > SEEN * SEEN) return t;
    }
  }
  return null;
}
