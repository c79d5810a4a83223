/** Which times stand at the axis of a view, on either clock. Pure. */
import type { Clock } from '../../state/clock.ts';
import { numberText, superscript } from '../../text/numbers.ts';

const MANTISSAS = [1, 2, 5] as const;

/**
 * Times with few digits, ascending, the first one among them on a logarithmic clock: at equal distances on an even clock, powers of ten (and twice and five
 * times those where there is room) on a logarithmic one.
 *
 * @param room how many labels the axis has room for, side by side
 */
export function timeTicks({ placeOf }: Clock, until: number, room: number, from = 0): number[] {
  const even = Math.abs(placeOf((from + until) / 2) - 0.5) < 1e-9;
  if (even || from < 0) return evenTicks(from, until, room);
  const least = 1 / Math.max(1, room);
  const ticks = [from];
  const put = (t: number) => {
    const clear = (other: number) => Math.abs(placeOf(t) - placeOf(other)) >= least;
    if (t > from && t <= until && ticks.every(clear)) ticks.push(t);
  };
  const last = Math.floor(Math.log10(until));
  for (let power = last; power >= last - 9; power--) put(10 ** power);
  for (const mantissa of MANTISSAS) for (let power = last; power >= last - 9; power--) put(mantissa * 10 ** power);
  return ticks.sort((a, b) => a - b);
}

/** Multiples of 1, 2 or 5 times a power of ten from low to high, not more than there is room for. */
export function evenTicks(low: number, high: number, room: number): number[] {
  const rough = (high - low) / Math.max(1, room);
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** 0.5, 200, 5·10⁴, 10⁶. */
export function tickText(t: number): string {
  if (t < 1e4) return numberText(t);
  const [digits, exponent] = t.toExponential().split('e');
  return `${digits === '1' ? '' : `${digits}·`}10${superscript(Number(exponent))}`;
}

/** Counts from 1 to n on a logarithmic axis: n itself, and powers of ten below it with room. */
export function countTicks(n: number): number[] {
  const ticks = [1];
  for (const t of [2, 5, 10, 20, 50, 100, 1000, 10_000])
    if (t * 3 < n && t / (ticks.at(-1) as number) >= 4) ticks.push(t);
  return n > 1 ? [...ticks, n] : ticks;
}

/** The smallest range between few-digit numbers that holds all values, and a little more. */
export function niceRange(values: readonly number[], fallback: readonly [number, number]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high >= low)) return [...fallback];
  const spread = Math.max(high - low, 1e-3 * Math.max(Math.abs(low), Math.abs(high)), 1e-12);
  const step = evenTicks(0, spread, 4)[1] ?? spread;
  return [Math.floor((low - 0.02 * spread) / step) * step, Math.ceil((high + 0.02 * spread) / step) * step];
}
