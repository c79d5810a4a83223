/** Frames of a run: nothing jumps between them, but where somebody moved a token; and directions of many dimensions. */
import { describe, expect, it } from 'vitest';
import { Film } from '../../lab/engine/film.ts';
import { type Frame, frameAt, frameRecorder, largestMove } from '../../lab/engine/frames.ts';
import { directionsOf, placesOf, principalDirections } from '../../lab/engine/projection.ts';
import { MOST_LINES, Pace } from '../../lab/stage/pace.ts';
import { trailKeeper, trailSteps } from '../../lab/stage/trail.ts';
import { evenClock } from '../../lab/state/clock.ts';
import { execute, prepareRun, type StepTaken } from '../../src/index.ts';

/** What frames.ts allows, as an angle; chords are a little shorter, and a step's parts are not quite even. */
const MOST = 0.075;

describe('frames', () => {
  it('show every token moving smoothly, from the beginning to the end', async () => {
    const prepared = prepareRun({ tokens: 40, dimension: 2, beta: 16, seed: 3, until: 30 });
    const { shape, initial } = prepared.problem;
    const frames: Frame[] = [];
    const recorder = frameRecorder(shape, initial, (frame) => void frames.push(frame));
    const { trajectory } = await execute(prepared, { onStep: (step) => recorder.follow(step) });
    recorder.rest();
    expect(frames.length).toBeGreaterThan(20);
    expect(frames[0].t).toBe(0);
    expect(frames[frames.length - 1].t).toBe(30);
    for (let i = 1; i < frames.length; i++) {
      expect(frames[i].t).toBeGreaterThan(frames[i - 1].t);
      expect(largestMove(frames[i - 1].x, frames[i].x, shape)).toBeLessThan(MOST);
    }
    expect(largestMove(frames[frames.length - 1].x, trajectory.xs.slice(-initial.length), shape)).toBeLessThan(1e-9);
  });

  it('are two where a token is moved: how it was, and how it is from then on', async () => {
    const still = (t: number, x: Float64Array): StepTaken => ({
      ...{ t, dt: 1, end: t + 1, implicit: false },
      state: async () => x,
    });
    const [before, after] = [Float64Array.of(1, 0), Float64Array.of(0, 1)];
    const frames: Frame[] = [];
    const recorder = frameRecorder({ n: 1, d: 2 }, before, (frame) => void frames.push(frame), new Set([2]));
    for (const t of [0, 1]) await recorder.follow(still(t, before));
    for (const t of [2, 3]) await recorder.follow(still(t, after));
    recorder.rest();
    expect(frames.map(({ t, x }) => [t, x[0]])).toEqual([
      [0, 1],
      [2, 1],
      [2, 0],
      [4, 0],
    ]);
    expect(frameAt(frames, 1.9)?.x[0]).toBe(1);
    expect(frameAt(frames, 2)?.x[0]).toBe(0);
  });
});

const run = { n: 2, begin: 1, d: 2, shown: 2, spec: { until: 4 } } as unknown as Film['run'];

function filmWithOneMore(): Film {
  const film = new Film(run);
  const series = { clusters: 0, captured: 0, capturedByStrong: 0, energy: 0, cosine: 0 };
  film.add({
    ts: Float64Array.of(0, 2, 2, 4),
    present: Uint16Array.of(1, 1, 2, 2),
    places: Float32Array.of(1, 0, NaN, NaN, 1, 0, NaN, NaN, 1, 0, 0, 1, 0, 1, 0, 1),
    labels: Uint16Array.of(0, 65535, 0, 65535, 0, 1, 0, 0),
    distances: new Float32Array(0),
    series: Object.fromEntries(Object.keys(series).map((name) => [name, new Float32Array(4)])) as never,
  });
  return film;
}

describe('a film to which a token is added', () => {
  it('has it from then on, and not before', () => {
    const film = filmWithOneMore();
    const places = new Float32Array(4);
    film.placesAtTime(1, places);
    expect([...places]).toEqual([1, 0, NaN, NaN]);
    expect(film.presentAt(film.frameAt(1))).toBe(1);
    film.placesAtTime(2, places);
    expect([...places]).toEqual([1, 0, 0, 1]);
    expect(film.presentAt(film.frameAt(2))).toBe(2);
    film.placesAtTime(3, places);
    expect(places[0]).toBeCloseTo(Math.SQRT1_2, 6);
  });
});

describe('trails', () => {
  it('are of instants before now, the latest first, kept from picture to picture', () => {
    const film = filmWithOneMore();
    const trailOf = trailKeeper();
    const clock = evenClock(4);
    const trail = trailOf(film, 3, clock, 0.5, 12_000);
    expect(trail[0].age).toBeGreaterThanOrEqual(0);
    for (let i = 1; i < trail.length; i++) expect(trail[i].age).toBeGreaterThan(trail[i - 1].age);
    expect(trail.length).toBe(trailSteps(2, 12_000));
    const next = trailOf(film, 3 + 1e-6, clock, 0.5, 12_000);
    expect(next[1].places).toBe(trail[1].places);
    expect(trailOf(film, 0, clock, 0.5, 12_000)).toHaveLength(1);
  });
  it('have fewer instants for more tokens', () => {
    expect(trailSteps(100, 12_000)).toBe(28);
    expect(trailSteps(2000, 12_000) * 2000).toBeLessThanOrEqual(12_000);
  });
});

describe('the directions that are shown of many dimensions', () => {
  const d = 6;
  const n = 300;
  // Spread most along the fifth coordinate, then along the second, then along the first.
  const scale = [1, 2, 0.2, 0.1, 4, 0.05];
  const x = Float64Array.from({ length: n * d }, (_, i) => scale[i % d] * Math.sin(12.9898 * i + 78.233));
  const directions = principalDirections(x, { n, d });

  it('are orthonormal', () => {
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        let product = 0;
        for (let c = 0; c < d; c++) product += directions[i * d + c] * directions[j * d + c];
        expect(product).toBeCloseTo(i === j ? 1 : 0, 9);
      }
    }
  });
  it('have the variances in order, the largest first', () => {
    const places = new Float32Array(3 * n);
    placesOf(x, { n, d }, directions, places, 0);
    const spread = [0, 1, 2].map((c) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += places[3 * k + c] ** 2;
      return sum;
    });
    expect(spread[0]).toBeGreaterThan(spread[1]);
    expect(spread[1]).toBeGreaterThan(spread[2]);
    expect(Math.abs(directions[4])).toBeGreaterThan(0.97);
  });
  it('of tokens of R^d are those of x/|x|', () => {
    const unit = directionsOf(Float64Array.of(3, 4, 0, 2), 2, 'euclidean');
    expect([...unit]).toEqual([0.6, 0.8, 0, 1]);
    const same = Float64Array.of(1, 0);
    expect(directionsOf(same, 2, 'sphere')).toBe(same);
  });
});

describe('the pace of pictures', () => {
  const follow = (pace: Pace, painting: number, between: number, pictures = 600) => {
    for (let i = 0; i < pictures; i++) pace.note(painting, between);
    return pace.lines;
  };
  it('where painting takes long there are fewer lines, down to a floor; where it is quick again, all of them', () => {
    const pace = new Pace();
    expect(follow(pace, 1, 17)).toBe(MOST_LINES);
    const few = follow(pace, 9, 17);
    expect(few).toBeLessThan(MOST_LINES / 5);
    expect(few).toBeGreaterThan(1000);
    expect(follow(pace, 3.5, 17)).toBe(few);
    expect(follow(pace, 1, 17)).toBe(MOST_LINES);
  });
  it('pictures that come late count as slow, whatever the scripts took; one that is late does not', () => {
    expect(follow(new Pace(), 1, 45)).toBeLessThan(MOST_LINES / 5);
    const pace = new Pace();
    pace.note(1, 100);
    expect(follow(pace, 1, 17, 30)).toBe(MOST_LINES);
  });
});
