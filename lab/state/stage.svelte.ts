/** What is drawn on the stage, and what is being done to tokens there: held, moved, added, frozen, removed. */
import type { Film } from '../engine/film.ts';
import { frozenAt, tokensAt } from '../engine/presence.ts';
import type { Outlook } from '../engine/protocol.ts';
import { type Camera, home } from '../stage/camera.ts';
import { timeText } from '../text/numbers.ts';
import { nameOf } from '../text/tokens.ts';
import type { Lab } from './lab.svelte.ts';

/** What may be shown beside the tokens. */
export interface Overlays {
  readonly centers: boolean;
  readonly balls: boolean;
  readonly trails: boolean;
  readonly attention: boolean;
  readonly velocity: boolean;
}
export type Overlay = keyof Overlays;

/** A token in somebody's hand. */
export interface Held {
  readonly token: number;
  /** [shown] */
  readonly place: readonly number[];
  /** Where it was taken from. */
  readonly from: readonly number[];
  readonly film: Film;
  /** Whether it was let go, and the run with the token there is on its way. */
  readonly settled: boolean;
}

/** Milliseconds from the beginning of one trial to that of the next. */
const BETWEEN_TRIALS = 120;
/** Instants of the time to come that a trial looks at. */
const INSTANTS = 26;
/** At the end of a run a trial looks beyond it by this share. */
const BEYOND = 0.5;

export class StageState {
  private readonly lab: Lab;
  overlays = $state<Overlays>({ centers: true, balls: false, trails: true, attention: true, velocity: false });
  /** When a token that is added begins. */
  joins = $state<'now' | 'beginning'>('now');
  /** Whether WebGL draws spheres; null where nobody has said so: then where there is a graphics card. */
  webgl = $state<boolean | null>(null);
  /** What draws. */
  painter = $state('2-D canvas');
  camera = $state.raw<Camera>(home);

  held = $state.raw<Held | null>(null);
  /** Whether keys hold it, which need another one to let it go. */
  byKeys = $state(false);
  /** What would come if the token were let go where it is held. */
  outlook = $state.raw<Outlook | null>(null);
  /** What was done last, in a sentence, for a while. */
  notice = $state.raw<{ readonly says: string; readonly undo: boolean; readonly of: object } | null>(null);
  private goesOn = false;
  private trying = false;
  private again = false;
  private triedAt = -Infinity;
  private noticed = 0;

  constructor(lab: Lab) {
    this.lab = lab;
  }

  toggle(overlay: Overlay): void {
    this.overlays = { ...this.overlays, [overlay]: !this.overlays[overlay] };
  }

  /** How many tokens are there now, whether or not the picture has come as far as the last edit. */
  get present(): number {
    const { film, time, edits, tokensBegun } = this.lab;
    if (film === null) return 0;
    return this.lab.recorded === null ? tokensAt(edits, time, tokensBegun) : film.presentAt(film.frameAt(time));
  }
  /** Those that stand still now. */
  get frozen(): ReadonlySet<number> {
    const { film, time, edits, tokensBegun } = this.lab;
    return film === null || this.lab.recorded !== null ? new Set() : frozenAt(edits, time, tokensBegun);
  }

  choose(token: number | null): void {
    this.lab.chosen = token;
  }
  /** The next token in order, or the one before. */
  chooseNext(by: 1 | -1): void {
    const { lab, present } = this;
    if (present === 0) return;
    lab.chosen = lab.chosen === null ? (by === 1 ? 0 : present - 1) : (lab.chosen + by + present) % present;
  }

  goHome(): void {
    this.camera = home;
  }

  /** Takes a token up, by hand or by keys: time stands still while it is held. */
  take(token: number, byKeys = false): void {
    const { lab } = this;
    if (lab.film === null || this.held?.settled || this.isFixed()) return;
    const { film } = lab;
    const places = new Float32Array(film.run.n * film.run.shown);
    film.placesAtTime(lab.time, places);
    const at = token * film.run.shown;
    this.goesOn = lab.playing || lab.time >= lab.until;
    lab.playing = false;
    lab.chosen = token;
    this.outlook = null;
    this.byKeys = byKeys;
    const place = [...places.subarray(at, at + film.run.shown)];
    this.held = { token, film, place, from: place, settled: false };
    this.try();
  }

  /** Holds it elsewhere. */
  carry(place: readonly number[]): void {
    if (this.held === null || this.held.settled) return;
    this.held = { ...this.held, place };
    this.try();
  }

  /** Lets it go where it is held: from now on the run has it there. */
  async drop(): Promise<void> {
    const { lab, held } = this;
    if (held === null || held.settled) return;
    this.held = { ...held, settled: true };
    const t = lab.time;
    const row = await lab.session.lift(t, held.token, held.place);
    if (row === null) {
      this.letGo();
      return;
    }
    const on = t >= lab.until ? ` The run goes on until t = ${timeText((1 + BEYOND) * t)}.` : '';
    lab.edit({ t, kind: 'move', token: held.token, x: [...row] });
    this.say(`${nameOf(held.token)} was moved at t = ${timeText(t)}.${on}`, true);
  }

  /** Puts it back: nothing has happened. */
  cancel(): void {
    if (this.held === null || this.held.settled) return;
    this.letGo();
  }

  private letGo(): void {
    this.held = null;
    this.outlook = null;
    if (this.goesOn) this.lab.playing = true;
    this.goesOn = false;
  }

  /** To be called for every picture: a token that was let go is so until the run that has it there is shown. */
  settle(): void {
    const { lab, held } = this;
    if (!held?.settled) return;
    if (lab.film !== held.film || lab.refusal !== null) this.letGo();
  }

  /** What is done next is done after a token that was just let go is where it is. */
  private async settled(): Promise<void> {
    while (this.held?.settled) await new Promise((resolve) => setTimeout(resolve, 30));
  }

  /** One more token, the last; it begins now, or at time 0. */
  async add(place: readonly number[]): Promise<void> {
    await this.settled();
    const { lab, present } = this;
    if (lab.film === null || this.held !== null || this.isFixed()) return;
    const now = this.joins === 'now';
    const t = now ? lab.time : 0;
    const row = await lab.session.lift(t, null, place);
    if (row === null) return;
    const token = now ? present : tokensAt(lab.edits, 0, lab.tokensBegun);
    if (lab.time >= lab.until) lab.playing = true;
    lab.edit({ t, kind: 'add', x: [...row] });
    lab.chosen = token;
    this.say(`${nameOf(token)} was added at t = ${now ? timeText(t) : 0}: ${this.seenBy(token)}.`, true);
  }

  /** Whether all tokens see all others. */
  private get isFull(): boolean {
    return this.lab.film?.run.spec?.mask === 'full';
  }

  /** Who sees the last token. */
  private seenBy(token: number): string {
    if (this.isFull) return 'all others see it';
    const later = this.lab.film === null ? 0 : this.lab.film.run.n - token;
    return later > 0 && this.joins === 'beginning' ? 'only tokens that join later see it' : 'the others do not see it';
  }

  /** Takes the last token away. */
  async removeLast(): Promise<void> {
    if (this.isFixed()) return;
    await this.settled();
    const { lab, present } = this;
    if (present < 2) {
      this.say('One token stays.', false);
      return;
    }
    const t = lab.time;
    if (lab.chosen !== null && lab.chosen >= present - 1) lab.chosen = null;
    lab.hovered = null;
    lab.edit({ t, kind: 'remove' });
    const others = this.isFull ? '' : ': no other has ever seen it';
    this.say(`${nameOf(present - 1)}, the last token, is gone from t = ${timeText(t)} on${others}.`, true);
  }

  /** Holds the chosen token fast, or lets it move again. */
  async freeze(): Promise<void> {
    if (this.isFixed()) return;
    await this.settled();
    const { lab } = this;
    const token = lab.chosen ?? lab.hovered;
    if (token === null) {
      this.say('Choose a token first: click it, or press ].', false);
      return;
    }
    const kind = this.frozen.has(token) ? 'release' : 'freeze';
    const t = lab.time;
    lab.edit({ t, kind, token });
    const what = kind === 'freeze' ? 'stands still from' : 'moves again from';
    this.say(`${nameOf(token)} ${what} t = ${timeText(t)} on.`, true);
  }

  /** Tokens recorded elsewhere are where they were: that is said to whoever would move them. */
  private isFixed(): boolean {
    if (this.lab.recorded === null) return false;
    this.say(
      'These tokens were recorded elsewhere, so nothing here moves them. Begin an equation with them under “Setting”.',
      false,
    );
    return true;
  }

  say(says: string, undo: boolean): void {
    this.notice = { says, undo, of: this.lab.spec };
    const mine = ++this.noticed;
    setTimeout(() => mine === this.noticed && this.hush(), 8000);
  }
  hush(): void {
    this.notice = null;
  }

  /** One trial at a time; the next one has the token where it is by then. */
  private async try(): Promise<void> {
    this.again = true;
    if (this.trying) return;
    this.trying = true;
    try {
      while (this.again && this.held !== null && !this.held.settled) {
        await new Promise((resolve) => setTimeout(resolve, this.triedAt + BETWEEN_TRIALS - performance.now()));
        this.again = false;
        this.triedAt = performance.now();
        const { held, lab } = this;
        if (held === null || held.settled) break;
        const times = this.timesAhead();
        const outlook = await lab.session.foresee({ t: lab.time, token: held.token, place: held.place, times });
        if (this.held?.token === held.token && outlook !== null) this.outlook = outlook;
      }
    } finally {
      this.trying = false;
    }
  }

  /** From now to the end of the run, closer together at first, when most happens. */
  private timesAhead(): number[] {
    const { time, until, clock } = this.lab;
    const from = clock.placeOf(time);
    return Array.from({ length: INSTANTS }, (_, i) => {
      const share = ((i + 1) / INSTANTS) ** 2;
      return time >= until ? time + share * BEYOND * until : clock.timeAt(from + share * (1 - from));
    }).filter((t, i, all) => t > (all[i - 1] ?? time));
  }
}
