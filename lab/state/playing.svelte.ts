/** What happened, which of it is shown, and playing from one happening to the next. */
import { type Happening, type HappeningKind, happeningsOf, lastBefore, nextAfter } from '../time/happenings.ts';
import type { Lab } from './lab.svelte.ts';

/** More captures than this would be a band, not marks: they are left out unless asked for. */
const MOST_CAPTURES = 30;

export const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8] as const;
/** A step by hand, as a share of the timeline. */
const STEP = 1 / 200;

export class Playing {
  private readonly lab: Lab;
  /** Kinds that somebody chose or dropped; others are shown by how many there are. */
  private chosen = $state.raw<Readonly<Partial<Record<HappeningKind, boolean>>>>({});
  /** Where playing stops. */
  private stop = $state<number | null>(null);

  constructor(lab: Lab) {
    this.lab = lab;
  }

  readonly all = $derived.by((): readonly Happening[] =>
    happeningsOf(this.lab.secret ? [] : (this.lab.end?.events?.list ?? [])),
  );
  readonly counts = $derived.by((): Readonly<Record<HappeningKind, number>> => {
    const counts = { capture: 0, merger: 0, birth: 0, collapse: 0, edit: 0 };
    for (const { kind } of this.all) counts[kind]++;
    return counts;
  });
  readonly shown = $derived(this.all.filter(({ kind }) => this.shows(kind)));

  shows(kind: HappeningKind): boolean {
    return this.chosen[kind] ?? (kind !== 'capture' || this.counts.capture <= MOST_CAPTURES);
  }
  show(kind: HappeningKind, shown: boolean): void {
    this.chosen = { ...this.chosen, [kind]: shown };
  }

  jump(forwards: boolean): Happening | null {
    const { lab } = this;
    const found = forwards ? nextAfter(this.shown, lab.time) : lastBefore(this.shown, lab.time);
    if (found === null) return null;
    lab.playing = false;
    lab.seek(found.t);
    return found;
  }

  /** Plays up to what happens next. */
  playToNext(): void {
    const next = nextAfter(this.shown, this.lab.time);
    this.stop = next?.t ?? null;
    this.lab.playing = true;
  }

  /** To be called after time moved: stops where playing was to stop. */
  check(): void {
    const { lab } = this;
    if (this.stop === null) return;
    if (!lab.playing) this.stop = null;
    else if (lab.time >= this.stop) {
      lab.seek(this.stop);
      lab.playing = false;
      this.stop = null;
    }
  }

  step(forwards: boolean): void {
    const { lab } = this;
    lab.playing = false;
    const place = lab.clock.placeOf(lab.time) + (forwards ? STEP : -STEP);
    lab.seek(lab.clock.timeAt(Math.min(1, Math.max(0, place))));
  }

  faster(by: 1 | -1): void {
    const at = speeds.findIndex((speed) => speed >= this.lab.speed);
    this.lab.speed = speeds[Math.min(speeds.length - 1, Math.max(0, at + by))];
  }
}
