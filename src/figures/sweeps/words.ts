/** What is said of a picture of a sweep. */
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import type { SlopeFit } from '../../sweeps/fit.ts';
import { formatNumber } from '../drawing/text.ts';
import { placeInWords, symbolOf } from './axes.ts';
import type { Axis, Chosen, Numbers } from './chosen.ts';

/** 'Number of clusters at t = 10, against β and n'. */
export function titleOf(what: string, axes: readonly Axis[]): string {
  const against = axes.length === 0 ? '' : `, against ${axes.map(({ name }) => symbolOf(name)).join(' and ')}`;
  return `${upper(what)}${against}`;
}

/** A formula is not broken where lines are. */
function onOneLine(text: string): string {
  return text.replaceAll(' = ', '\u00a0=\u00a0');
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** 'd = 2; 1000 runs a point'; under a title of somebody's own also what is shown. */
export function subtitleOf(
  { fixed, what }: Chosen,
  numbers: readonly Numbers[],
  place: string,
  title: string | undefined,
): string {
  const counts = numbers.map(({ count, missing }) => count + missing);
  const [least, most] = [smallestOf(counts), largestOf(counts)];
  const runs =
    counts.length === 0 ? [] : [`${least === most ? runsInWords(most) : `${least} to ${runsInWords(most)}`} ${place}`];
  const shown = title === undefined ? [] : [upper(what)];
  return [...shown, ...fixed.map(({ name, value }) => onOneLine(placeInWords(name, value))), ...runs].join('; ');
}

function runsInWords(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`;
}

/** How many runs have no number, where there are any. */
export function missingInWords(numbers: readonly Numbers[]): string[] {
  const missing = numbers.reduce((sum, own) => sum + own.missing, 0);
  if (missing === 0) return [];
  return [
    `${missing === 1 ? '1 run has' : `${missing} runs have`} no such number and ${missing === 1 ? 'is' : 'are'} left out.`,
  ];
}

/** A value with its standard error. */
export function valueInWords({ value, error }: Numbers): string {
  return Number.isFinite(error) ? `${formatNumber(value)} ± ${formatNumber(error, 2)}` : formatNumber(value);
}

/** Where a line belongs, and the line. */
export interface NamedFit {
  readonly name: string;
  readonly fit: SlopeFit;
}

/** As many slopes as a caption tells. */
const MOST_TOLD = 6;

/** 'Dashed: the line of least squares of ln(mean) over ln β. Slope 0.98 (95 %: 0.95 to 1.01); …'. */
export function fitsInWords(fits: readonly NamedFit[], what: string, x: string, logs: Scales): string[] {
  if (fits.length === 0) return ['No line could be fitted: there are fewer than two different places.'];
  const scales = `${logs.y ? `ln(${what})` : `the ${what}`} over ${logs.x ? `ln\u00a0${x}` : x}`;
  const told = fits.slice(0, MOST_TOLD).map(({ name, fit }) => {
    const slope = slopeInWords(fit);
    return `${name === '' ? upper(slope) : `${onOneLine(name)}: ${slope}`}.`;
  });
  const rest = fits.length > MOST_TOLD ? [`${fits.length - MOST_TOLD} more lines are not told here.`] : [];
  return [`Dashed: the ${fits.length === 1 ? 'line' : 'lines'} of least squares of ${scales}.`, ...told, ...rest];
}

/** Which axes are logarithmic. */
export interface Scales {
  readonly x: boolean;
  readonly y: boolean;
}

function slopeInWords({ slope, interval: [low, high], straight, lackOfFit, leftOut, points }: SlopeFit): string {
  const known = Number.isFinite(high - low);
  const interval = known
    ? ` (95 %: ${formatNumber(low)} to ${formatNumber(high)})`
    : ', its error unknown from two points';
  const test = lackOfFit
    ? `, χ²\u00a0=\u00a0${formatNumber(lackOfFit.chiSquared)} at ${lackOfFit.freedom} degrees of freedom`
    : '';
  const verdict = {
    'not refuted': `the points agree with a straight line${test}`,
    refuted: `a straight line is refuted${test}`,
    undecided: `whether the line is straight is undecided${test}`,
  }[straight];
  const left = leftOut > 0 ? `; ${leftOut} of ${points + leftOut} points have no place on these scales` : '';
  return `slope ${formatNumber(slope)}${interval}; ${verdict}${left}`;
}

/** A share as the number of a percentile: 0.1 is the 10th. */
export function percentile(share: number): string {
  const number = formatNumber(100 * share);
  const ending = /(^|[^1])1$/.test(number)
    ? 'st'
    : /(^|[^1])2$/.test(number)
      ? 'nd'
      : /(^|[^1])3$/.test(number)
        ? 'rd'
        : 'th';
  return `${number}${ending}`;
}
