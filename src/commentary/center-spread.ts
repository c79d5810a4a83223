/**
 * How much the number of Rényi centers of n uniform tokens on the circle varies from run to run: no formula for finite
 * n is known to us, so tokens are drawn and parked.
 */
import { PI } from '../numerics/elementary.ts';
import { random, streams } from '../numerics/random.ts';
import { circleCenters } from '../theory/circle-centers.ts';

/** Draws of all tokens: the standard deviation is then good to 2 % (1,000 draws) to 6 % (150). */
const MOST_DRAWS = 1000;
const FEWEST_DRAWS = 150;
/** Tokens drawn in all: larger circles are cut to a share of them, since variances of long ones are in proportion. */
const TOKENS = 100_000;
/** So many tokens per car length leave nearly no place, and the formula for an endless sequence holds. */
const NEARLY_FULL = 60;

/** What was asked last: another β or mask asks the same again. */
let last = { n: 0, delta: 0, spread: 0 };

/** The standard deviation of the number of centers; by simulation, always the same, but for nearly full circles. */
export function spreadOfCircleCenters(n: number, delta: number): number {
  if (last.n !== n || last.delta !== delta) last = { n, delta, spread: spreadFor(n, delta) };
  return last.spread;
}

function spreadFor(n: number, delta: number): number {
  const length = (2 * PI) / delta;
  if (n / length >= NEARLY_FULL) return circleCenters(delta).standardDeviation;
  const share = Math.min(1, TOKENS / FEWEST_DRAWS / n);
  // A short circle must not be cut: its ends would know of each other.
  const tokens = length * share < 30 ? Math.min(n, Math.ceil((30 / length) * n)) : Math.round(n * share);
  const part = tokens / n;
  return Math.sqrt(varianceOf(tokens, length * part) / part);
}

function varianceOf(n: number, length: number): number {
  const source = random(1, streams.pairs);
  const pair = new Float64Array(2);
  const draws = Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, Math.floor(TOKENS / n)));
  let [sum, squares] = [0, 0];
  for (let run = 0; run < draws; run++) {
    const parked = parkedOn(length, n, (k) => {
      if (k % 2 === 0) source.uniforms(run, k / 2, pair);
      return pair[k % 2] * length;
    });
    sum += parked;
    squares += parked * parked;
  }
  return (squares - (sum * sum) / draws) / (draws - 1);
}

/** How many of n places on a circle, in car lengths, park: farther than 1 from all that did. */
function parkedOn(length: number, n: number, place: (k: number) => number): number {
  const cells = Math.ceil(length); // three or more, none longer than 1: each holds one car at most
  const cars = new Float64Array(cells).fill(Number.NaN);
  let count = 0;
  for (let k = 0; k < n; k++) {
    const at = place(k);
    const cell = Math.min(cells - 1, Math.floor((at / length) * cells));
    if (!isFree(cars, cell, at, length)) continue;
    cars[cell] = at;
    count++;
  }
  return count;
}

/** Cells may be a little shorter than 1: two on each side are looked at. */
function isFree(cars: Float64Array, cell: number, at: number, length: number): boolean {
  const last = cars.length;
  for (let step = -2; step <= 2; step++) {
    const near = cell + step;
    const car = cars[near < 0 ? near + last : near >= last ? near - last : near];
    const apart = Math.abs(car - at);
    if (apart <= 1 || length - apart <= 1) return false;
  }
  return true;
}
