/** What the whole page knows: the setting, its run, the time shown, what is chosen. Views read it, controls change it. */
import type { Edit, RunSpec } from 'parkade';
import { firstSight, type Guess } from 'parkade/gallery';
import { type Engine, startEngine } from '../engine/client.ts';
import { Film } from '../engine/film.ts';
import type { Batch, Ended, RecordedFile, Refusal } from '../engine/protocol.ts';
import { type Expected, verdictOf } from '../share/verdict.ts';
import { VERSION } from '../share/version.ts';
import type { Colouring } from '../stage/colours.ts';
import { usualViews } from '../views/usual.ts';
import type { Caption } from './caption.ts';
import { advance, type Clock, clockOf, wantsLog } from './clock.ts';
import { tokensBefore, withEdit } from './edits.ts';
import { begin, changed, type History, redone, undone } from './history.ts';
import { Playing } from './playing.svelte.ts';
import { StageState } from './stage.svelte.ts';

/** The first sight: Figure 2 of the paper. */
export const figure2: RunSpec = firstSight.spec;

/** By how much a run is made longer when something is done at its end. */
const LONGER = 1.5;

/** Where attempts at another setting begin. */
export type Beginning = History<RunSpec>;

/** A setting, and whatever else a link restores beside it. */
export class Lab {
  private readonly engine: Engine;
  private readonly leader: Lab | null;
  /** A time to show once it is computed; infinity for the end. */
  private aimed: number | null = null;
  /** The last history whose setting was understood: a refused change goes back to it. */
  private good: History<RunSpec> | null = null;
  private history = $state.raw<History<RunSpec>>(begin(figure2));
  /** The film that is shown; null before the first frame. */
  film = $state.raw<Film | null>(null);
  /** Counts frames, so that what shows the film notices that it has grown. */
  frames = $state(0);
  end = $state.raw<Ended | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  computing = $state(false);
  /** How much of a run is computed that is not shown yet, from 0 to 1; null where what is shown is what was asked for. */
  waiting = $state<number | null>(null);

  time = $state(0);
  private runs = $state(false);
  speed = $state(1);
  logTime = $state(false);

  /** What happened along the run, and playing from one to the next. */
  readonly happened = new Playing(this);

  chosen = $state<number | null>(null);
  hovered = $state<number | null>(null);
  colouring = $state<Colouring>('cluster');
  /** A second token that is pointed at together with `hovered`: the other one of a pair. */
  beside = $state<number | null>(null);
  /** The views that are open, by their id. */
  views = $state.raw<ReadonlySet<string>>(usualViews);

  /** What the header says of the state that was opened. */
  caption = $state.raw<Caption>(firstSight);
  /** The question that is asked before playing; null for none. */
  asked = $state.raw<Guess | null>(null);
  /** Whether what happened is not to be told yet: somebody is guessing. */
  secret = $state(false);

  /** @param leader whose clock this one follows: the second of two settings has that of the first */
  constructor(leader: Lab | null = null, engine: Engine = startEngine()) {
    this.leader = leader;
    this.engine = engine;
  }

  /** Whether time runs. */
  get playing(): boolean {
    return this.leader === null ? this.runs : this.leader.playing;
  }
  set playing(runs: boolean) {
    if (this.leader === null) this.runs = runs;
    else this.leader.playing = runs;
  }
  get spec(): RunSpec {
    return this.history.present;
  }
  get canUndo(): boolean {
    return this.recorded !== null || this.history.past.length > 0;
  }
  get canRedo(): boolean {
    return this.history.future.length > 0;
  }
  /** The first time, and the last one. */
  get from(): number {
    return this.film?.run.from ?? 0;
  }
  get until(): number {
    return this.film?.run.until ?? 1;
  }
  get clock(): Clock {
    return clockOf(this.until, this.logTime, this.from);
  }
  /** Whether all of what is shown is there: a run to its end, a recording as a whole. */
  get complete(): boolean {
    return this.film !== null && !this.computing && (this.end !== null || this.recorded !== null);
  }
  /** The token that views speak of: the one pointed at, else the one chosen. */
  get noted(): number | null {
    return this.hovered ?? this.chosen;
  }

  /** The name of the file whose tokens are shown instead of the setting, which stays for when they are put away. */
  recorded = $state<string | null>(null);

  /**
   * Shows tokens recorded elsewhere; why they cannot be shown, in a sentence: then all stays as it was.
   * @param onPrepared called when they can be, before the first of them is there
   */
  async play(file: RecordedFile, onPrepared: () => void): Promise<string | null> {
    let film: Film | null = null;
    const put = (batch: Batch) => {
      film?.add(batch);
      if (film !== null) this.show(film);
    };
    const refusal = await this.engine.play(file, {
      prepared: (run) => {
        film = new Film(run);
        this.turnTo();
        [this.asked, this.secret] = [null, false];
        this.recorded = file.name;
        this.logTime = false;
        this.time = run.from;
        this.chosen = null;
        onPrepared();
      },
      ...{ frames: put, restart: put, ended() {}, refused() {} },
    });
    if (refusal === null) this.computing = false;
    return refusal?.message ?? null;
  }

  /** The setting, as it can be sent or drawn; null while tokens recorded elsewhere are shown. */
  get settingShown(): RunSpec | null {
    return this.recorded === null ? ($state.snapshot(this.spec) as RunSpec) : null;
  }

  /** Shows the setting again. */
  putAway(): void {
    if (this.recorded !== null) this.compute();
  }

  /** Begins with a setting. */
  open(spec: RunSpec): void {
    this.history = begin(spec);
    this.logTime = wantsLog(spec.until ?? 0);
    this.time = 0;
    this.compute();
  }

  /** Changes some keys; undefined drops one. */
  change(keys: Partial<RunSpec>): void {
    const merged = Object.entries({ ...this.spec, ...keys }).filter(([, value]) => value !== undefined);
    this.history = changed(this.history, Object.fromEntries(merged) as unknown as RunSpec);
    this.compute();
  }

  /**
   * Does something to the tokens at a time: it becomes part of the specification, in the order of time. At the end of
   * the run it goes on, so that one sees what comes of it.
   */
  edit(edit: Edit): void {
    const edits = withEdit(this.edits, edit, this.tokensBegun);
    // The film that is shown may be of a longer run than the setting, which was just undone.
    const longer = edit.t >= (this.spec.until ?? this.until) ? { until: LONGER * edit.t } : {};
    this.change({ edits, ...longer });
  }
  get edits(): readonly Edit[] {
    return this.spec.edits ?? [];
  }
  /** How many tokens there are before any edit. The film may be of fewer edits than the setting, which is ahead. */
  get tokensBegun(): number {
    const run = this.film?.run;
    return run ? tokensBefore(run.begin, run.spec?.edits ?? []) : (this.spec.tokens ?? 1);
  }

  undo(): void {
    if (this.recorded !== null) this.putAway();
    else this.travel(undone(this.history));
  }
  redo(): void {
    this.travel(redone(this.history));
  }
  private travel(history: History<RunSpec> | null): void {
    if (history === null) return;
    this.history = history;
    this.compute();
  }

  /** Plays on by so many milliseconds, as far as the run is computed. */
  tick(milliseconds: number): void {
    if (!this.playing || this.unseen || this.film === null || this.leader !== null) return;
    const { clock } = this;
    const next = clock.timeAt(Math.min(1, clock.placeOf(this.time) + advance(milliseconds, this.speed)));
    this.time = Math.min(next, this.film.reached);
    markOnce('moving');
    if (this.time >= this.until) this.playing = false;
  }

  seek(t: number): void {
    if (this.leader === null) this.showTime(t);
    else this.leader.seek(t);
  }
  /** To be called on whoever follows a leader, with the leader's time. */
  showTime(t: number): void {
    this.time = Math.min(Math.max(this.from, t), this.film?.reached ?? 0);
  }

  restart(): void {
    this.seek(this.from);
    this.playing = true;
  }

  togglePlay(): void {
    if (!this.playing && this.time >= this.until) this.seek(this.from);
    this.playing = !this.playing;
  }

  /** The final picture, as soon as it is there: for people who want nothing to move. */
  showEnd(wanted = true): void {
    this.aimed = wanted ? Infinity : null;
  }

  /** What the author of a link saw; null where the setting came from elsewhere, or was changed since. */
  expected = $state.raw<Expected | null>(null);
  /** Whether this is what the author saw, once it is known. */
  readonly verdict = $derived(this.expected && this.end && verdictOf(this.expected, this.end, VERSION));

  /** Shows a time as soon as it is computed. */
  aim(t: number): void {
    this.playing = false;
    this.aimed = t;
  }

  /** Shows a time now where it is computed, else as soon as it is. */
  seekOrAwait(t: number): void {
    if (this.end !== null || t <= (this.film?.reached ?? -1)) this.seek(t);
    else this.aim(t);
  }

  /** Whether nobody can see the page: it rests as long, and plays on when it is seen again. */
  unseen = $state(false);

  /** Lets go of the worker. */
  close(): void {
    this.engine.close();
  }

  /** Points at a token, or at a pair of them; null for none. */
  point(token: number | null, beside: number | null = null): void {
    this.hovered = token;
    this.beside = beside === token ? null : beside;
  }

  toggleView(id: string): void {
    const views = new Set(this.views);
    if (!views.delete(id)) views.add(id);
    this.views = views;
  }

  /** The worker, to be asked of the run. */
  get session(): Engine['session'] {
    return this.engine.session;
  }

  /** What is drawn on the stage, and what hands do there. */
  readonly stage = new StageState(this);

  /** Something else is to be shown: what was said of the last one is not of it. */
  private turnTo(): void {
    this.computing = true;
    this.expected = null;
    this.refusal = null;
    this.answered(undefined);
  }

  /** The last good film stays until the new one has frames. */
  private compute(): void {
    this.turnTo();
    this.waiting = this.film === null ? null : 0;
    let film: Film | null = null;
    const { history } = this;
    this.engine.run($state.snapshot(this.spec) as RunSpec, {
      prepared: (run) => {
        film = new Film(run);
        this.computing = true;
        this.recorded = null;
      },
      frames: (batch) => {
        if (film === null) return;
        film.add(batch);
        this.show(film);
        this.good = history;
        this.answered(null);
      },
      restart: (batch) => {
        if (film === null) return;
        film = new Film(film.run);
        film.add(batch);
        this.show(film);
      },
      ended: (end) => {
        if (film !== null) this.show(film, true);
        this.end = end;
        this.computing = false;
        markOnce('computed');
      },
      refused: (refusal) => {
        this.refusal = refusal;
        this.waiting = null;
        // What could not even begin leaves what was there at work.
        this.computing = film === null && this.film !== null && this.end === null && this.recorded === null;
        if (this.good !== null) this.history = this.good;
        this.answered(refusal);
      },
    });
  }

  /** A new film takes the place of the last one when it has come as far as the time shown: nothing jumps back. */
  private show(film: Film, ended = false): void {
    const { from, until } = film.run;
    if (this.film !== film) {
      const goal = Math.min(this.time, until);
      if (film.reached < goal && !ended) {
        this.waiting = (film.reached - from) / (goal - from);
        return;
      }
      this.waiting = null;
      this.end = null;
      this.film = film;
      this.time = Math.min(this.time, film.reached);
    }
    this.frames = film.frames;
    if (this.aimed !== null) {
      this.time = Math.min(this.aimed, film.reached);
      if (this.playing || film.reached >= this.aimed || ended) this.aimed = null;
    }
  }

  /** Who waits to hear what came of the last attempt. */
  private answer: ((refusal: Refusal | null | undefined) => void) | null = null;
  private answered(refusal: Refusal | null | undefined): void {
    this.answer?.(refusal);
    this.answer = null;
  }

  /**
   * Tries another setting, and tells what came of it: null where it was understood, the refusal where it was not,
   * undefined where something else was tried before that was known.
   *
   * @param from attempts from one beginning are together one step of undo, as the positions of a slider are
   */
  attempt(spec: RunSpec, from: Beginning = this.beginning): Promise<Refusal | null | undefined> {
    this.history = changed(from, spec);
    this.compute();
    return new Promise((resolve) => {
      this.answer = resolve;
    });
  }
  get beginning(): Beginning {
    return this.history;
  }
}

/** For whoever measures the page: when tokens first moved, and when a run was first computed to its end. */
function markOnce(name: string): void {
  if (performance.getEntriesByName(name).length === 0) performance.mark(name);
}
