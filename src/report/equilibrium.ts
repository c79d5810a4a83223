/** A rest, or a rotating wave, in sentences and as a table of its eigenvalues. */
import { counted } from '../core/counted.ts';
import { brief } from '../core/number-text.ts';
import type { Shape } from '../core/state.ts';
import type { Equilibrium, NoEquilibrium } from '../equilibria/find-equilibrium.ts';
import type { Configuration } from '../equilibria/kind.ts';
import type { Eigenvalue } from '../equilibria/spectrum.ts';
import type { Table } from './run.ts';

/** More places than this are not listed by their sizes. */
const LISTED = 12;
/** A Jacobian that is known no better than this is one of a field with kinks. */
const ROUGH = 1e-5;
/** Moved by more than this, in radians, the rest is not where the tokens were. */
const FAR = 0.1;

/** What it is, whether it is stable, what is neutral, how exactly it is known: a sentence or two each. */
export function equilibriumWords(result: Equilibrium, shape: Shape): string[] {
  const { status, frequencies, configuration, moved, speed, spectrum } = result;
  const what =
    status === 'rest'
      ? 'A rest'
      : `A rotating wave that turns by ${frequencies.map(brief).join(', ')} rad per unit of time`;
  return [
    `${what}${configuration ? `: ${placesInWords(configuration, shape)}` : ''}.`,
    stabilityInWords(result),
    ...(spectrum.stability === 'undecided' && spectrum.error > ROUGH ? [roughInWords(spectrum.error)] : []),
    ...neutralInWords(result),
    `${moved === 0 ? 'No token had to be moved' : `The tokens were moved by at most ${brief(moved)} rad${moved > FAR ? ', so they were on their way' : ''}`}; the fastest of them still has the speed ${brief(speed)}.`,
  ];
}

/** Where nothing was found. */
export function noEquilibriumWords({ speed, usualSpeed, moved }: NoEquilibrium): string[] {
  const slow = speed < 1e-6 * usualSpeed;
  return [
    `No rest and no rotating wave was found near these tokens, the fastest of which has the speed ${brief(speed)}.`,
    ...(moved > 0 ? [`The one that Newton's method leads to is ${brief(moved)} rad away: --within takes it.`] : []),
    slow
      ? 'They drift, though slowly: what pulls on them is weak and does not cancel, as between clusters that are far apart. A run to a much later time shows where they go.'
      : 'They are on their way: a run to a later time brings them nearer to where they go.',
  ];
}

/** "two opposite places ±ξ, of 7 and 5 tokens" */
function placesInWords({ kind, sizes, span }: Configuration, { n, d }: Shape): string {
  const single = sizes.length === n;
  const tokens = single ? `${counted(n, 'token')}, each in a place of its own` : sizesInWords(sizes);
  switch (kind) {
    case 'one point':
      return n === 1 ? 'one token' : `all ${n} tokens in one place`;
    case 'antipodal':
      return `two opposite places ±ξ, ${sizesInWords(sizes)}`;
    case 'equispaced':
      return single
        ? `${n} tokens spread evenly over a circle, a splay state`
        : `${sizes.length} places spread evenly over a circle, ${tokens}`;
    case 'simplex':
      return `${sizes.length} places, any two as far from each other, a simplex, ${tokens}`;
    default: {
      const within = span < d ? `, which span a space of dimension ${span} of ${d}` : '';
      return single
        ? `no special kind, ${tokens}${within}`
        : `no special kind, ${sizes.length} places ${tokens}${within}`;
    }
  }
}

/** "of 7, 5 and 1 tokens" */
function sizesInWords(sizes: readonly number[]): string {
  const sorted = [...sizes].sort((a, b) => b - a);
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (first === last)
    return sizes.length === 1 ? `of ${counted(first, 'token')}` : `of ${counted(first, 'token')} each`;
  if (sorted.length > LISTED) return `of ${last} to ${first} tokens`;
  return `of ${sorted.slice(0, -1).join(', ')} and ${last} tokens`;
}

function stabilityInWords({ spectrum, status }: Equilibrium): string {
  const { eigenvalues, stability, growing, undecided } = spectrum;
  const deciding = eigenvalues.filter(({ neutral }) => neutral === null);
  const [leading] = deciding;
  if (leading === undefined) return 'Neutral: no eigenvalue decides.';
  const frame = status === 'rotating wave' ? ', in the frame that turns with it' : '';
  const doubt = `${counted(undecided, 'eigenvalue')} may be on either side of the imaginary axis, for all that is known`;
  if (stability === 'undecided') {
    return `Undecided${frame}: ${doubt}${undecided < deciding.length ? '; the others have negative real parts' : ''}.`;
  }
  const begin = `${stability === 'stable' ? 'Stable' : 'Unstable'}${frame}`;
  if (deciding.length === 1) return `${begin}: the one eigenvalue that decides has the real part ${brief(leading.re)}.`;
  const those = `of the ${deciding.length} eigenvalues that decide`;
  if (stability === 'stable')
    return `${begin}: all ${deciding.length} eigenvalues that decide have negative real parts, the largest ${brief(leading.re)}.`;
  const has = growing === 1 ? 'has a positive real part' : 'have positive real parts, the largest';
  return `${begin}: ${growing} ${those} ${has}${growing === 1 ? ',' : ''} ${brief(leading.re)}${undecided > 0 ? `; ${doubt}` : ''}.`;
}

function roughInWords(error: number): string {
  return `The Jacobian is known to ${brief(error)} only: the field bends sharply here, as perceptrons with kinks do.`;
}

function neutralInWords({ spectrum: { eigenvalues } }: Equilibrium): string[] {
  const of = (why: Eigenvalue['neutral']) => eigenvalues.filter(({ neutral }) => neutral === why).length;
  const [turned, family] = [of('symmetry'), of('family')];
  const are = (count: number) => `${counted(count, 'eigenvalue')} ${count === 1 ? 'is' : 'are'} neutral`;
  return [
    ...(turned > 0 ? [`${are(turned)} by symmetry: turning all tokens together gives another state of the kind.`] : []),
    ...(family > 0
      ? [`${are(family)} since such states come in a family: followed a little way, there are others.`]
      : []),
  ];
}

/** Eigenvalues by falling real parts, those that are shown alike together. */
export function eigenvalueTable({ spectrum: { eigenvalues } }: Equilibrium): Table {
  const rows = new Map<string, { readonly cells: readonly string[]; count: number }>();
  for (const one of eigenvalues) {
    const real = one.neutral === null ? brief(one.re) : '0';
    const cells = [real, one.im === 0 ? '0' : `±${brief(Math.abs(one.im))}`, meaningOf(one)];
    const row = rows.get(cells.join()) ?? { cells, count: 0 };
    row.count++;
    rows.set(cells.join(), row);
  }
  return {
    columns: ['real part', 'imaginary part', 'how many', 'a disturbance'],
    rows: [...rows.values()].map(({ cells: [real, imaginary, meaning], count }) => [
      ...[real, imaginary, String(count), meaning],
    ]),
  };
}

function meaningOf({ re, neutral, sure }: Eigenvalue): string {
  if (neutral !== null) return neutral === 'symmetry' ? 'stays, by symmetry' : 'stays, within a family';
  if (!sure) return 'is undecided';
  return re > 0 ? 'grows' : 'shrinks';
}
