/** The stage from picture to picture: what is asked of the worker, what is painted, and what hands find there. */
import type { Film } from '../engine/film.ts';
import type { Look } from '../engine/protocol.ts';
import type { Lab } from '../state/lab.svelte.ts';
import { theme } from '../state/theme.svelte.ts';
import { fastestOf } from './arrows.ts';
import { Asking } from './asking.ts';
import { frameOf, home, turned, zoomed } from './camera.ts';
import { diskEasing } from './gatherings.ts';
import type { Hands } from './gestures.ts';
import { Pace } from './pace.ts';
import { noSpots, type Optics, opticsOf, type Painter, placeDragged, placeUnder, spotOf, spotsOf } from './painter.ts';
import { REACH, tokenAt } from './picking.ts';
import { type Scene, type SceneOptions, sceneMaker } from './scene.ts';

/** How far back trails reach, as a share of the clock. */
const TRAIL = 0.12;
/** Pixels around the circle that belong to it. */
const AROUND = 30;
/** Milliseconds in which a sphere that was flung comes to rest, but for a third. */
const REST = 325;
/** Radians by which a key turns a sphere, or moves a token; with Shift. */
const BY_KEY = { coarse: 0.08, fine: 0.008 } as const;

export class Show implements Hands {
  private readonly lab: Lab;
  private readonly calm: boolean;
  private readonly makeScene = sceneMaker();
  private readonly easing = diskEasing();
  private readonly spots = noSpots();
  private readonly pace = new Pace();
  private readonly attention = new Asking<Look['attention']>();
  private readonly velocity = new Asking<Look['velocity']>();
  private readonly field = new Asking<Look['field']>();
  private painted: readonly unknown[] = [];
  private scene: Scene | null = null;
  private still = true;
  private spin = { across: 0, up: 0 };
  private grip = { dx: 0, dy: 0 };
  private of: Film | null = null;
  painter: Painter;
  width = 1;
  height = 1;

  constructor(lab: Lab, painter: Painter, calm: boolean) {
    this.lab = lab;
    this.painter = painter;
    this.calm = calm;
  }

  resize(width: number, height: number, pixelRatio: number): void {
    [this.width, this.height] = [width, height];
    this.painter.resize(width, height, pixelRatio);
    this.painted = [];
  }

  /** A picture, if it is another than the last one. */
  picture(milliseconds: number): void {
    const { lab } = this;
    const { film } = lab;
    if (film === null || film.frames === 0) return;
    if (this.of !== film) {
      this.of = film;
      for (const asked of [this.attention, this.velocity, this.field]) asked.forget();
    }
    lab.stage.settle();
    this.glide(milliseconds);
    this.ask(film);
    const options = this.options();
    const key = [film, lab.time, lab.stage.camera, this.width, this.height, ...Object.values(options)];
    if (options.colouring === 'fate') key.push(film.frames);
    const same = key.length === this.painted.length && key.every((part, i) => part === this.painted[i]);
    if (same && this.still) return;
    this.painted = key;
    const began = performance.now();
    this.scene = this.makeScene(film, lab.time, lab.clock, options);
    const disks = this.easing.follow(this.scene.gatherings, this.calm ? Infinity : milliseconds);
    this.still = this.easing.isStill(this.scene.gatherings);
    this.painter.paint(this.scene, lab.stage.camera, disks);
    if (lab.playing) this.pace.note(performance.now() - began, milliseconds);
  }

  private ask(film: Film): void {
    const { lab } = this;
    const frame = film.frameAt(lab.time);
    const { overlays, held } = lab.stage;
    const token = lab.noted;
    if (overlays.attention && token !== null && held === null)
      this.attention.ask([frame, token], () => lab.session.look('attention', frame, token));
    else this.attention.forget();
    if (overlays.velocity) {
      this.velocity.ask([frame], () => lab.session.look('velocity', frame, 0));
      this.field.ask([frame], () => lab.session.look('field', frame, 0));
    } else {
      this.velocity.forget();
      this.field.forget();
    }
  }

  private known: { options: SceneOptions; parts: readonly unknown[] } | null = null;

  /** The same objects as long as nothing changes, so that nothing is painted twice. */
  private options(): SceneOptions {
    const { lab } = this;
    const { overlays, held, outlook, frozen } = lab.stage;
    const attention = this.attention.answer?.token === lab.noted ? this.attention.answer : null;
    const [tokens, field] = [this.velocity.answer, this.field.answer];
    const frozenKey = [...frozen].join(' ');
    const parts = [
      ...[
        lab.colouring,
        theme.dark,
        lab.chosen,
        lab.hovered,
        lab.beside,
        overlays,
        held,
        outlook,
        attention,
        tokens,
        field,
      ],
      ...[frozenKey, this.of, this.pace.lines],
    ];
    if (this.known && parts.every((part, i) => part === this.known?.parts[i])) return this.known.options;
    const options: SceneOptions = {
      ...{ colouring: lab.colouring, dark: theme.dark, chosen: lab.chosen, hovered: lab.hovered, beside: lab.beside },
      centers: overlays.centers,
      balls: overlays.balls ? (this.of?.run.delta ?? null) : null,
      ...{ trails: overlays.trails ? TRAIL : 0, lines: this.pace.lines },
      attention,
      arrows: tokens === null && field === null ? null : { tokens, field },
      ...{ frozen, held, outlook },
    };
    this.known = { options, parts };
    return options;
  }

  /** The speed that the longest arrow stands for; null where there are none. */
  get fastest(): number | null {
    const [tokens, field] = [this.velocity.answer, this.field.answer];
    return tokens === null && field === null ? null : fastestOf(tokens, field, this.of?.run.shown ?? 2);
  }
  get attended(): Look['attention'] | null {
    return this.attention.answer;
  }

  private get optics(): Optics | null {
    const { scene, lab } = this;
    return scene && opticsOf(this.width, this.height, lab.stage.camera, frameOf(lab.stage.camera), scene.shown);
  }

  // Hands.

  get turns(): boolean {
    return this.scene?.shown === 3;
  }

  tokenAt(x: number, y: number, touch: boolean): number | null {
    const { scene, optics } = this;
    if (scene === null || optics === null) return null;
    const spots = spotsOf(optics, scene.places, scene.n, this.spots);
    return tokenAt(spots, scene.n, x, y, touch ? REACH.touch : REACH.mouse);
  }

  isOurs(x: number, y: number): boolean {
    const { optics } = this;
    if (optics === null) return false;
    if (this.tokenAt(x, y, true) !== null) return true;
    const r = Math.hypot(x - optics.cx, y - optics.cy);
    return this.turns ? r <= optics.radius : Math.abs(r - optics.radius) <= AROUND;
  }

  hover(token: number | null): void {
    if (this.lab.stage.held === null && this.lab.hovered !== token) this.lab.point(token);
  }

  choose(token: number): void {
    this.lab.stage.choose(token);
  }

  take(token: number, x: number, y: number): void {
    const { optics, scene, lab } = this;
    if (optics === null || scene === null) return;
    const spot = spotOf(optics, scene.places, token * scene.shown);
    this.grip = { dx: spot.x - x, dy: spot.y - y };
    this.spin = { across: 0, up: 0 };
    lab.stage.take(token);
  }

  carry(x: number, y: number): void {
    const { optics, lab } = this;
    const { held } = lab.stage;
    if (optics === null || held === null) return;
    const place = placeDragged(optics, held.place, x + this.grip.dx, y + this.grip.dy, (this.of?.run.d ?? 2) > 3);
    if (place !== null) lab.stage.carry(place);
  }

  drop(): void {
    void this.lab.stage.drop();
  }
  cancel(): void {
    this.lab.stage.cancel();
  }

  ground(x: number, y: number): void {
    const { optics, lab } = this;
    if (optics === null) return;
    if (!this.isOurs(x, y)) {
      lab.chosen = null;
      return;
    }
    const place = placeUnder(optics, x, y);
    if (place !== null) void lab.stage.add(place);
  }

  turn(dx: number, dy: number): void {
    const { optics, lab } = this;
    if (optics === null) return;
    this.spin = { across: 0, up: 0 };
    lab.stage.camera = turned(lab.stage.camera, -dx / optics.radius, dy / optics.radius);
  }

  fling(vx: number, vy: number): void {
    const { optics } = this;
    if (optics !== null && !this.calm) this.spin = { across: -vx / optics.radius, up: vy / optics.radius };
  }

  private glide(milliseconds: number): void {
    const { across, up } = this.spin;
    if (Math.abs(across) + Math.abs(up) < 1e-5) return;
    this.lab.stage.camera = turned(this.lab.stage.camera, across * milliseconds, up * milliseconds);
    const slower = Math.exp(-milliseconds / REST);
    this.spin = { across: across * slower, up: up * slower };
  }

  /** Whether anything came of it. */
  zoom(factor: number): boolean {
    const { lab } = this;
    const next = zoomed(lab.stage.camera, factor);
    if (!this.turns || next.zoom === lab.stage.camera.zoom) return false;
    lab.stage.camera = next;
    return true;
  }

  reset(): void {
    this.spin = { across: 0, up: 0 };
    this.lab.stage.camera = home;
  }

  /** An arrow key: with a token chosen it moves, else the sphere turns. Right and up are positive. */
  arrow(right: number, up: number, fine: boolean): void {
    const { lab, scene, optics } = this;
    if (scene === null || optics === null) return;
    const by = fine ? BY_KEY.fine : BY_KEY.coarse;
    if (lab.chosen === null || lab.chosen >= scene.n) {
      if (this.turns) this.turnBy(right * by * 2, up * by * 2);
      return;
    }
    if (lab.stage.held === null) lab.stage.take(lab.chosen, true);
    const { held } = lab.stage;
    if (held !== null) lab.stage.carry(stepped(held.place, optics, right * by, up * by, scene.d > 3));
  }

  private turnBy(across: number, up: number): void {
    this.spin = { across: 0, up: 0 };
    this.lab.stage.camera = turned(this.lab.stage.camera, across, up);
  }
}

/** A place a little to the right and above: along the circle, or over the sphere as it is seen. */
function stepped(
  place: readonly number[],
  { frame, shown }: Optics,
  right: number,
  up: number,
  inside: boolean,
): number[] {
  if (shown === 2) {
    const angle = Math.atan2(place[1], place[0]) - right + up;
    return [Math.cos(angle), Math.sin(angle)];
  }
  const moved = place.map((value, i) => value + right * frame[i] + up * frame[3 + i]);
  const length = Math.hypot(...moved);
  return inside && length <= 1 ? moved : moved.map((value) => value / length);
}
