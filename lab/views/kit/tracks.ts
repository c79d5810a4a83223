/** A line for every token over the clock, painted a little at a time: thousands of tokens must not hold up the page. */
import type { Film } from '../../engine/film.ts';
import { coloursOf, type SceneOptions } from '../../stage/scene.ts';
import { piecesOf } from './wrap.ts';

/** What is followed of every token. */
export interface Quantity {
  /** What is known of all tokens at a frame, and the value of one of them there. */
  readonly row: (film: Film, frame: number) => Float32Array;
  readonly value: (row: Float32Array, token: number) => number;
  readonly range: readonly [number, number];
  /** Where both ends of the range are the same. */
  readonly period: number | null;
}

/** into ← the values of all tokens at a frame. */
export function fill({ row, value }: Quantity, film: Film, frame: number, into: Float32Array): void {
  const given = row(film, frame);
  for (let k = 0; k < into.length; k++) into[k] = value(given, k);
}

export interface TrackSetting extends Pick<SceneOptions, 'colouring' | 'dark'> {
  readonly placeOf: (t: number) => number;
  readonly width: number;
  readonly height: number;
  /** Pixels of the screen to one of the page. */
  readonly ratio: number;
}

/** Lines of few tokens are a little stronger. */
const FEW = 60;

export class TracksPainter {
  private readonly c: CanvasRenderingContext2D;
  private readonly film: Film;
  private readonly quantity: Quantity;
  private readonly setting: TrackSetting;
  private readonly byIndex: readonly string[] | null;
  /** Which pair of heights was drawn already between the present two frames, in pixels: by an earlier token. */
  private readonly drawn: Uint32Array;
  private readonly rows: number;
  private frame = 0;
  private before: Float32Array;
  private after: Float32Array;

  constructor(c: CanvasRenderingContext2D, film: Film, quantity: Quantity, setting: TrackSetting) {
    [this.c, this.film, this.quantity, this.setting] = [c, film, quantity, setting];
    const { n } = film.run;
    this.rows = Math.ceil(setting.height * setting.ratio) + 1;
    this.drawn = new Uint32Array(this.rows * this.rows);
    this.before = new Float32Array(n);
    this.after = new Float32Array(n);
    this.byIndex = setting.colouring === 'index' ? coloursOf(film, film.labelsAt(0), setting) : null;
    fill(quantity, film, 0, this.before);
    c.clearRect(0, 0, setting.width, setting.height);
  }

  /** Goes on for so many milliseconds; true when all frames that are there are painted. */
  paint(milliseconds: number): boolean {
    const until = performance.now() + milliseconds;
    const paths = new Map<string, Path2D>();
    while (this.frame + 1 < this.film.frames && performance.now() < until) this.step(paths);
    const { c, film } = this;
    c.lineWidth = film.run.n <= FEW ? 1.5 : 1;
    for (const [colour, path] of paths) {
      c.strokeStyle = colour;
      c.stroke(path);
    }
    return this.frame + 1 >= film.frames;
  }

  /** From the frame painted last to the next one that is a pixel further on. */
  private step(paths: Map<string, Path2D>): void {
    const { film, setting } = this;
    const { ts, frames } = film;
    const x0 = setting.width * setting.placeOf(ts[this.frame]);
    const least = 1 / setting.ratio;
    let next = this.frame + 1;
    while (next + 1 < frames && setting.width * setting.placeOf(ts[next]) - x0 < least) next++;
    const x1 = setting.width * setting.placeOf(ts[next]);
    fill(this.quantity, film, next, this.after);
    const colours = this.byIndex ?? coloursOf(film, film.labelsAt(next), setting);
    for (let k = 0; k < this.after.length; k++) this.segment(k, x0, x1, next, colours[k], paths);
    [this.before, this.after] = [this.after, this.before];
    this.frame = next;
  }

  private segment(k: number, x0: number, x1: number, frame: number, colour: string, paths: Map<string, Path2D>): void {
    const from = this.rowOf(this.before[k]);
    const to = this.rowOf(this.after[k]);
    if (Number.isNaN(from + to)) return; // a token that is not there
    const key = Math.min(this.rows - 1, Math.round(from)) * this.rows + Math.min(this.rows - 1, Math.round(to));
    if (this.drawn[key] === frame) return;
    this.drawn[key] = frame;
    let path = paths.get(colour);
    if (path === undefined) {
      path = new Path2D();
      paths.set(colour, path);
    }
    const { ratio } = this.setting;
    const { period, range } = this.quantity;
    const turn = period === null ? null : ((this.rows - 1) * period) / (range[1] - range[0]);
    for (const [a, b] of piecesOf(from, to, turn)) {
      path.moveTo(x0, a / ratio);
      path.lineTo(x1, b / ratio);
    }
  }

  /** In pixels of the screen, from the top. */
  private rowOf(value: number): number {
    const [low, high] = this.quantity.range;
    return ((high - value) / (high - low)) * (this.rows - 1);
  }
}
