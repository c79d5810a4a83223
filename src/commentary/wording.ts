/** Numbers and places as they stand in sentences. */
import type { Shape, State } from '../core/state.ts';
import { atan2, log, PI } from '../numerics/elementary.ts';

const RAISED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789-'].map((sign, i) => [sign, '⁰¹²³⁴⁵⁶⁷⁸⁹⁻'[i]]),
);

function raised(exponent: number): string {
  return [...String(exponent)].map((sign) => RAISED[sign]).join('');
}

/** Three significant digits; powers of ten where a number is huge or tiny: 0.125, 18.9, 3.2·10⁷. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'no number';
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  if (size === 0) return '0';
  if (size < 1e6 && size >= 1e-3) return String(rounded).replace('-', '−');
  const [factor, exponent] = rounded.toExponential().split('e');
  return timesPower(Number(factor), Number(exponent));
}

function timesPower(factor: number, exponent: number): string {
  const power = `10${raised(exponent)}`;
  return factor === 1 ? power : `${String(factor).replace('-', '−')}·${power}`;
}

/** e^x to the nearest power of ten or, below 10⁶, to two digits; x may be beyond what doubles hold: about 10⁵⁵. */
export function shortExponential(x: number): string {
  const decades = x / log(10);
  if (decades < 6 && decades > -4) return short(Number((10 ** decades).toPrecision(2)));
  return `10${raised(Math.round(decades))}`;
}

/** An angle with its unit; what no eye and no run tells from 0 is not told in digits. */
export function radians(angle: number): string {
  return angle > 0 && angle < 1e-9 ? 'less than 10⁻⁹ rad' : `${short(angle)} rad`;
}

/** The only token, both tokens, all 200 tokens. */
export function allTokens(n: number): string {
  return n === 1 ? 'the only token' : n === 2 ? 'both tokens' : `all ${n} tokens`;
}

/** A share as a percentage of two digits; all and none only where it is so. */
export function percent(part: number, whole: number): string {
  const share = (100 * part) / whole;
  if (part > 0 && share < 0.5) return 'less than 1 %';
  if (part < whole && share >= 99.5) return 'more than 99 %';
  return `${Math.round(share)} %`;
}

/** 14 tokens, 1 token. */
export { counted } from '../core/counted.ts';
export { tokenName } from '../report/run.ts';

/** On what the tokens live. */
export function sphereName(d: number): string {
  return d === 2 ? 'the circle' : d === 3 ? 'the sphere' : `the sphere of dimension ${d - 1}`;
}

/** Where a token is: its angle on the circle, its coordinates in space; empty in more dimensions. */
export function placeOf(x: State, token: number, { d }: Pick<Shape, 'd'>): string {
  if (d > 3) return '';
  const row = x.subarray(token * d, token * d + d);
  if (d === 3)
    return `(${[...row].map((entry) => (Math.round(entry * 100) / 100 || 0).toString().replace('-', '−')).join(', ')})`;
  const angle = atan2(row[1], row[0]);
  return `${(angle < 0 ? angle + 2 * PI : angle).toFixed(2)} rad`;
}

/** One, two, three things in a row. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}
