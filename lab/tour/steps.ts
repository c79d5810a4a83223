/**
 * The tour: six states, each with two sentences at most, one thing to do, and what should be seen then. What is seen is
 * measured in the runs at hand, before and after. Pure.
 */
import type { RunSpec } from 'parkade';
import { chordBetween, type RunFacts } from '../gallery/facts.ts';
import { numberText, signedText } from '../text/numbers.ts';

export interface Finding {
  readonly seen: boolean;
  readonly measured: string;
}

export interface TourStep {
  readonly title: string;
  readonly says: string;
  readonly spec: RunSpec;
  readonly logTime?: boolean;
  readonly views?: readonly string[];
  readonly colouring?: 'index' | 'cluster' | 'fate';
  /** The thing to do: what its button says, and the keys that it changes. */
  readonly act: { readonly label: string; readonly change: Partial<RunSpec> };
  /** What should be seen when it was done. */
  readonly expect: string;
  /** Whether it is: from the run before and the one after. */
  check(before: RunFacts, after: RunFacts): Finding;
}

/** On the unit sphere, of single precision: two pictures of one place. */
const SAME = 1e-3;
/** Radians or so: a cluster that looks like a point. */
const GATHERED = 0.05;

/** Places are of single precision: less than this cannot be told. */
const LEAST = 1e-5;
function lengthText(length: number): string {
  return numberText(Math.max(length, LEAST));
}

const past: TourStep = {
  title: 'A token sees only the past',
  says: 'Each token is drawn to the tokens before it, and to none that come after: this is what the causal mask does. So whoever joins at the end changes nothing for the others.',
  spec: { tokens: 40, dimension: 2, beta: 16, seed: 3, until: 40, events: true },
  colouring: 'index',
  act: { label: 'Add 60 more tokens', change: { tokens: 100 } },
  expect: 'The first 40 tokens go where they went before.',
  check(before, after) {
    const common = Math.min(before.n, after.n);
    let farthest = 0;
    for (let k = 0; k < common; k++)
      farthest = Math.max(farthest, chordBetween(before.last, k, after.last, k, after.shown));
    const places = `none of the ${common} ends farther than ${lengthText(farthest)} from where it ended before`;
    return { seen: after.n > before.n && farthest < SAME, measured: places };
  },
};

const parking: TourStep = {
  title: 'Parking',
  says: 'Like cars that need a free stretch to park, a token becomes a center only if it is farther than δ from all centers before it. The marked centers capture nearly all others.',
  spec: { tokens: 200, dimension: 2, beta: 64, seed: 1, delta: 0.5, radius: 0.125, until: 150, events: true },
  views: ['captured', 'clusters', 'angles'],
  act: { label: 'Halve δ', change: { delta: 0.25 } },
  expect: 'There is room for more centers, and they still hold nearly all tokens.',
  check(before, after) {
    const [were, are] = [before.centers.length, after.centers.length];
    const held = `${were} centers before, ${are} now; ${numberText(100 * after.captured)} % of the tokens are near one`;
    return { seen: are > were && after.captured > 0.9, measured: held };
  },
};

const first: TourStep = {
  title: 'Why the first one wins',
  says: 'x₁ sees nobody, so it never moves; x₂ sees only x₁, so it goes there; and so on down the line. With V = I all tokens end where x₁ began, whatever Q and K are.',
  spec: { tokens: 40, dimension: 3, beta: 2, seed: 1, until: 60, events: true },
  act: { label: 'Begin somewhere else', change: { seed: 2 } },
  expect: 'Again all end at x₁, and x₁ has not moved.',
  check(before, after) {
    let farthest = 0;
    for (let k = 0; k < after.n; k++)
      farthest = Math.max(farthest, chordBetween(after.last, k, after.first, 0, after.shown));
    const other = chordBetween(before.first, 0, after.first, 0, after.shown) > SAME;
    const moved = chordBetween(after.last, 0, after.first, 0, after.shown);
    const ends = `no token ends farther than ${lengthText(farthest)} from where x₁ began; x₁ moved by ${moved < SAME ? 'nothing' : numberText(moved)}`;
    return { seen: other && farthest < GATHERED && moved < SAME, measured: ends };
  },
};

const forever: TourStep = {
  title: 'e²ᵝ is for ever',
  says: 'Far clusters still attract each other, but the pull falls like exp(−β(1 − cos θ)): meeting takes up to about e²ᵝ. Time runs by its logarithm here.',
  spec: { tokens: 40, dimension: 2, beta: 9, seed: 1, rtol: 1e-6, atol: 1e-8, until: 1e9, events: true },
  logTime: true,
  views: ['angles', 'clusters', 'tree'],
  act: { label: 'Raise β to 16', change: { beta: 16, until: 1e15 } },
  expect: 'The collapse comes many powers of ten later, and yet before about e²ᵝ.',
  check(before, after) {
    if (before.collapse === null || after.collapse === null)
      return { seen: false, measured: 'one of the two runs did not collapse before its end' };
    const exponent = Math.log(after.collapse) / after.beta;
    const times = `t = ${numberText(before.collapse)} before, t = ${numberText(after.collapse)} now; log t / β = ${exponent.toFixed(2)}, at most about 2`;
    return { seen: after.collapse > 100 * before.collapse && exponent < 2.1, measured: times };
  },
};

const values: TourStep = {
  title: 'V decides',
  says: 'With V = I all tokens gather. What V does to its largest eigenvalue’s direction decides where they end, and above all its sign.',
  spec: { tokens: 32, dimension: 3, beta: 2, seed: 1, value: 1, until: 60, events: true },
  views: ['distances', 'cosines', 'gram'],
  act: { label: 'Turn the sign of V', change: { value: -1 } },
  expect: 'Now tokens flee each other, and nothing gathers.',
  check(before, after) {
    const cosines = `the mean cosine of two tokens was ${signedText(before.cosine)} in the end, and is ${signedText(after.cosine)} now`;
    return { seen: before.cosine > 0.9 && after.cosine < 0.5, measured: cosines };
  },
};

const energy: TourStep = {
  title: 'No energy',
  says: 'Under full attention all tokens climb one common energy. Under a causal mask each climbs its own, and the common one may fall on the way: this is no gradient flow.',
  spec: {
    initial: [4.053, 6.247, 4.271, 0.695, 2.872, 1.579, 1.754],
    ...{ beta: 1.14, until: 12, events: true },
  },
  views: ['energy', 'angles'],
  act: { label: 'Let all see all', change: { mask: 'full' } },
  expect: 'With full attention the energy only rises.',
  check(before, after) {
    const falls = `it fell by ${numberText(before.fall.by)} under the causal mask, and by ${after.fall.by < 1e-5 ? 'nothing' : numberText(after.fall.by)} under full attention`;
    return { seen: before.fall.by > 1e-3 && after.fall.by < 1e-5, measured: falls };
  },
};

export const steps: readonly TourStep[] = [past, parking, first, forever, values, energy];
