/** The frames of a run as the page has them: growing while it is computed, and looked at between frames as well. */
import { type Batch, type Prepared, type SeriesName, seriesNames } from './protocol.ts';

/** Numbers one after another, in one array that grows. */
class Growing<A extends Float32Array | Float64Array | Uint16Array> {
  private array: A;
  private readonly make: (length: number) => A;
  length = 0;
  constructor(make: (length: number) => A) {
    this.make = make;
    this.array = make(1024);
  }
  push(more: A): void {
    const needed = this.length + more.length;
    if (needed > this.array.length) {
      const larger = this.make(Math.max(needed, 2 * this.array.length));
      larger.set(this.array.subarray(0, this.length) as never);
      this.array = larger;
    }
    this.array.set(more as never, this.length);
    this.length = needed;
  }
  /** A view, until more is pushed. */
  all(): A {
    return this.array.subarray(0, this.length) as A;
  }
}

export class Film {
  readonly run: Prepared;
  private readonly times = new Growing<Float64Array>((length) => new Float64Array(length));
  private readonly presence = new Growing<Uint16Array>((length) => new Uint16Array(length));
  private readonly places = new Growing<Float32Array>((length) => new Float32Array(length));
  private readonly labels = new Growing<Uint16Array>((length) => new Uint16Array(length));
  private readonly distances = new Growing<Float32Array>((length) => new Float32Array(length));
  private readonly measured = Object.fromEntries(
    seriesNames.map((name) => [name, new Growing<Float32Array>((length) => new Float32Array(length))]),
  ) as Record<SeriesName, Growing<Float32Array>>;

  constructor(run: Prepared) {
    this.run = run;
  }

  add({ ts, present, places, labels, distances, series }: Batch): void {
    this.times.push(ts);
    this.presence.push(present);
    this.places.push(places);
    this.labels.push(labels);
    this.distances.push(distances);
    for (const name of seriesNames) this.measured[name].push(series[name]);
  }

  get frames(): number {
    return this.times.length;
  }
  /** The times of all frames. */
  get ts(): Float64Array {
    return this.times.all();
  }
  /** The last time that was computed. */
  get reached(): number {
    return this.frames === 0 ? this.run.from : this.ts[this.frames - 1];
  }
  series(name: SeriesName): Float32Array {
    return this.measured[name].all();
  }

  /** The last frame at or before a time. */
  frameAt(t: number): number {
    const ts = this.ts;
    let [low, high] = [0, ts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (ts[middle] <= t) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** How many tokens are there at a frame; those after them are not. */
  presentAt(frame: number): number {
    return this.frames === 0 ? this.run.begin : this.presence.all()[frame];
  }

  /** [n]: the cluster of each token at a frame. */
  labelsAt(frame: number): Uint16Array {
    const { n } = this.run;
    return this.labels.all().subarray(frame * n, (frame + 1) * n);
  }

  /** [n]: the angle of each token with the first one at a frame, in radians; empty on the circle. */
  distancesAt(frame: number): Float32Array {
    const { n } = this.run;
    return this.distances.all().subarray(frame * n, (frame + 1) * n);
  }

  /** [n, shown]: where tokens are at a frame. */
  placesAt(frame: number): Float32Array {
    const size = this.run.n * this.run.shown;
    return this.places.all().subarray(frame * size, (frame + 1) * size);
  }

  /**
   * into ← where tokens are at a time: between two frames along the chord, on the sphere taken back to it. Where two
   * frames have one time, tokens were moved between them, and the later one counts.
   */
  placesAtTime(t: number, into: Float32Array): void {
    const frame = this.frameAt(t);
    const from = this.placesAt(frame);
    const { shown, d } = this.run;
    if (frame + 1 >= this.frames || t <= this.ts[frame]) {
      into.set(from);
      return;
    }
    const to = this.placesAt(frame + 1);
    const share = (t - this.ts[frame]) / (this.ts[frame + 1] - this.ts[frame]);
    for (let i = 0; i < into.length; i++) into[i] = from[i] + share * (to[i] - from[i]);
    // Who is gone in the next frame stays until then.
    const present = this.presentAt(frame);
    const next = this.presentAt(frame + 1);
    for (let i = next * shown; i < present * shown; i++) into[i] = from[i];
    if (d <= 3) normalizeRows(into, shown);
  }
}

function normalizeRows(x: Float32Array, size: number): void {
  for (let at = 0; at < x.length; at += size) {
    let square = 0;
    for (let c = at; c < at + size; c++) square += x[c] * x[c];
    const norm = Math.sqrt(square);
    if (norm > 0) for (let c = at; c < at + size; c++) x[c] /= norm;
  }
}
