/**
 * Does every Rényi center capture Ω(n) tokens in O(1) time? Asked in the conclusion of arXiv:2411.04990.
 *
 * Fixed before any run: d = 2, Q = K = V = I, uniform tokens, β = 64, δ = 4β^{−1/2}, radius of capture r = β^{−1/2},
 * n = 10², 10^{2.5}, …, 10⁵; times t = 5, 10, 20, and 1, 2 beside them. A center *holds* the tokens nearer than r of
 * which it is the nearest; it has *captured* those of them that were not nearer than r to it at t = 0 (a share r/π is,
 * so that holding Ω(n) tokens is nothing). A center that an earlier one holds is *lost* and has captured none.
 *
 * Hypothesis: the least number of tokens that a center of a run has captured grows like n^α, α = 1. Estimate: α by a line
 * through log(mean over runs) against log n from n = 1000 on, where the centers hardly get more (2πm/δ less 2πe^{−2γ}/δτ,
 * τ = nδ/2π: 3 % at n = 1000). The answer at a time is yes where the interval of α lies above 0.95 (shares fall by less
 * than a fifth when n is a hundred times larger), no where it lies below, else undecided. Beside it the share of runs in
 * which every center has captured a hundredth of the tokens, and the share of centers that are lost.
 *
 * A reason against it: a uniform crowd is at rest, and token k feels only the deviation k^{−1/2} of those before it,
 * which grows by at most e^{2√(at log n)}, a = max_m m² I_m(β)/(β I_0(β)) ≈ 0.73 (theory/kinetic.ts). At a fixed t and
 * log n ≫ 4at hardly a token comes from outside. For n ≤ 10⁵, log n ≤ 11.5, that should be seen at t = 1 and 2
 * (4at = 3 and 6), and no more from t = 5 on (15).
 */
import { centersOf } from '../../analysis/renyi-centers.ts';
import { seedGroups } from '../../core/experiment.ts';
import { type CurvePanel, curves } from '../../figures/index.ts';
import type { Interval } from '../../numerics/statistics/interval.ts';
import { fitLine, type LineFit } from '../../numerics/statistics/line-fit.ts';
import { meanInterval, meanOf } from '../../numerics/statistics/mean.ts';
import { wilsonInterval } from '../../numerics/statistics/wilson.ts';
import { run } from '../../run/run.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import { gatheredBy } from './center-shares.ts';
import { grouped, INTERVALS, shown, shownShare } from './said.ts';

const BETA = 64;
const DELTA = 0.5; // 4β^{−1/2}
const RADIUS = 0.125; // β^{−1/2}
const TIMES = [1, 2, 5, 10, 20];
/** At these the question is asked. */
const ASKED = [5, 10, 20];
/** n, runs, runs of a cell: some tenths of a second. No seed comes twice, so that runs of different n are independent. */
const SIZES = [
  { tokens: 100, runs: 4300, group: 50 },
  { tokens: 316, runs: 3200, group: 40 },
  { tokens: 1000, runs: 1700, group: 20 },
  { tokens: 3162, runs: 600, group: 5 },
  { tokens: 10_000, runs: 150, group: 2 },
  { tokens: 31_623, runs: 50, group: 1 },
  { tokens: 100_000, runs: 20, group: 1 },
];
/** From here on the exponent is fitted. */
const FITTED_FROM = 1000;
/** α above is yes, below is no. */
const BORDER = 0.95;
const SUCCESS = 0.01;
/** Runge and Kutta's steps: rates are at most 1. */
const STEP = 0.5;

const kinds = ['renyi', 'strong'] as const;
type Kind = (typeof kinds)[number];
const names: Readonly<Record<Kind, string>> = { renyi: 'Rényi', strong: 'strong' };

interface Cell {
  readonly tokens: number;
  readonly seeds: readonly number[];
}

/** Of the centers of a kind; lists over the times. */
interface Course {
  readonly centers: number;
  readonly lost: readonly number[];
  /** The least number of tokens that a center has captured, and holds; of all of them. */
  readonly captured: readonly number[];
  readonly held: readonly number[];
}

interface Value {
  readonly tokens: number;
  /** A run each. */
  readonly runs: readonly Readonly<Record<Kind, Course>>[];
}

const least = (list: readonly number[]) => list.reduce((a, b) => (b < a ? b : a));

async function courses(tokens: number, seed: number): Promise<Readonly<Record<Kind, Course>>> {
  const spec = { tokens, dimension: 2, beta: BETA, seed, integrator: 'rk4', dt: STEP, observe: 'none' } as const;
  const states: Float64Array[] = [];
  const { trajectory } = await run(
    { ...spec, saveAt: [0, ...TIMES] },
    { store: false, onSample: (_t, x) => states.push(Float64Array.from(x)) },
  );
  if (trajectory.status !== 'completed') throw new Error(`the run of ${tokens} tokens and seed ${seed} failed`);
  const [initial, ...later] = states;
  const { shape } = trajectory;
  const centers = centersOf(initial, shape, DELTA);
  const course = (kind: Kind): Course => {
    const at = later.map((x) => gatheredBy(x, initial, shape, centers[kind], RADIUS));
    return {
      centers: centers[kind].length,
      lost: at.map(({ lost }) => lost.filter(Boolean).length),
      captured: at.map(({ captured }) => least(captured)),
      held: at.map(({ held }) => least(held)),
    };
  };
  return { renyi: course('renyi'), strong: course('strong') };
}

/** All runs of n tokens. */
interface Size {
  readonly tokens: number;
  readonly runs: readonly Readonly<Record<Kind, Course>>[];
}

function sizesOf(values: readonly Value[]): Size[] {
  const all = [...new Set(values.map(({ tokens }) => tokens))].sort((a, b) => a - b);
  return all.map((tokens) => ({
    tokens,
    runs: values.filter((value) => value.tokens === tokens).flatMap(({ runs }) => runs),
  }));
}

type Count = 'captured' | 'held';

/** Least shares of all runs at time number i. */
function sharesOf({ tokens, runs }: Size, kind: Kind, count: Count, i: number): number[] {
  return runs.map((one) => one[kind][count][i] / tokens);
}

/** log(mean least number) over log n; null where it is 0 at some n, or there are too few n. */
export function exponentOf(
  sizes: readonly Size[],
  kind: Kind,
  count: Count,
  i: number,
  from = FITTED_FROM,
): LineFit | null {
  const points = sizes
    .filter(({ tokens }) => tokens >= from)
    .map((size) => {
      const { mean, standardError } = meanOf(sharesOf(size, kind, count, i));
      return { x: Math.log(size.tokens), y: Math.log(size.tokens * mean), error: standardError / mean };
    });
  const usable = points.every(({ y, error }) => Number.isFinite(y) && error > 0);
  return usable && points.length >= 3 ? fitLine(points) : null;
}

function verdictOf(slope: Interval | undefined): 'yes' | 'no' | 'undecided' {
  if (slope === undefined) return 'undecided';
  return slope.low > BORDER ? 'yes' : slope.high < BORDER ? 'no' : 'undecided';
}

function successes({ tokens, runs }: Size, kind: Kind, i: number): Interval {
  return wilsonInterval(runs.filter((one) => one[kind].captured[i] >= SUCCESS * tokens).length, runs.length);
}

/** Of all centers of all runs; the interval is that of the mean of runs. */
function lostShare({ runs }: Size, kind: Kind, i: number): Interval {
  return meanInterval(runs.map((one) => one[kind].lost[i] / one[kind].centers));
}

function answer(sizes: readonly Size[], kind: Kind): string {
  const parts = ASKED.map((t) => {
    const fit = exponentOf(sizes, kind, 'captured', TIMES.indexOf(t));
    return `${fit ? shown(fit.slope, 3) : 'no number'} at t = ${t} (${verdictOf(fit?.slope)})`;
  });
  return parts.join(', ');
}

export const captureShare: ExperimentPreset<Cell, Value> = {
  id: 'capture-share',
  seconds: 300,
  title: 'Does every Rényi center capture its share? 10,020 runs, up to 100,000 tokens',
  checks: ['renyi-centers-circle', 'strong-centers-circle', 'kinetic-mode-rates'],
  source:
    'a question of the conclusion of arXiv:2411.04990: every Rényi center should capture Ω(n) tokens in O(1) time; β, δ, the radius, the times and what "captured" means are our choice',
  cells: () =>
    SIZES.flatMap(({ tokens, runs, group }, i) => {
      const first = SIZES.slice(0, i).reduce((sum, size) => sum + size.runs, 1);
      return seedGroups(first, runs, group).map((seeds) => ({ tokens, seeds }));
    }),
  async compute({ tokens, seeds }) {
    const runs: Readonly<Record<Kind, Course>>[] = [];
    for (const seed of seeds) runs.push(await courses(tokens, seed));
    return { tokens, runs };
  },
  report(values) {
    const sizes = sizesOf(values);
    const [first, last] = [sizes[0], sizes[sizes.length - 1]];
    const end = TIMES.length - 1;
    const count = sizes.reduce((sum, { runs }) => sum + runs.length, 0);
    const early = exponentOf(sizes, 'renyi', 'captured', 0);
    return {
      table: {
        columns: ['centers', 't', 'n', 'runs', 'least share captured', 'least share held', 'all captured 1 %', 'lost'],
        rows: kinds.flatMap((kind) =>
          TIMES.flatMap((t, i) =>
            sizes.map((size) => [
              ...[names[kind], String(t), String(size.tokens), String(size.runs.length)],
              shownShare(meanInterval(sharesOf(size, kind, 'captured', i)), 2),
              shownShare(meanInterval(sharesOf(size, kind, 'held', i)), 2),
              shownShare(successes(size, kind, i)),
              shownShare(lostShare(size, kind, i)),
            ]),
          ),
        ),
      },
      says: `In ${grouped(count)} runs the least number of tokens that a Rényi center has captured grows like n to the power ${answer(sizes, 'renyi')} from n = ${FITTED_FROM} on; the least of a strong center, ${answer(sizes, 'strong')}; at t = ${TIMES[0]} the power is ${early ? shown(early.slope, 3) : 'not known'} for Rényi centers. In every run? At t = ${TIMES[end]} each Rényi center has captured a hundredth of the tokens in ${shownShare(successes(first, 'renyi', end))} of the runs at n = ${first.tokens} and ${shownShare(successes(last, 'renyi', end))} at n = ${last.tokens}, and ${shownShare(lostShare(last, 'renyi', end))} of them are lost to an earlier one. ${INTERVALS}`,
    };
  },
  draw(values) {
    const sizes = sizesOf(values);
    const ts = sizes.map(({ tokens }) => tokens);
    const shares = (kind: Kind): CurvePanel => ({
      title: `Least share captured, ${names[kind]} centers`,
      unit: 'of all tokens',
      across: 'tokens n',
      series: TIMES.map((t, i) => {
        const intervals = sizes.map((size) => meanInterval(sharesOf(size, kind, 'captured', i)));
        return {
          name: `t = ${t}`,
          values: intervals.map(({ estimate }) => estimate),
          band: [intervals.map(({ low }) => low), intervals.map(({ high }) => high)] as const,
        };
      }),
    });
    const fitted = ASKED.map((t) => ({ t, fit: exponentOf(sizes, 'renyi', 'captured', TIMES.indexOf(t)) }));
    const numbers: CurvePanel = {
      title: 'Least number captured, Rényi centers',
      unit: 'mean',
      across: 'tokens n',
      log: true,
      wide: true,
      series: [
        ...TIMES.map((t, i) => ({
          name: `t = ${t}`,
          values: sizes.map((size) => size.tokens * meanOf(sharesOf(size, 'renyi', 'captured', i)).mean),
          points: true,
        })),
        ...fitted.flatMap(({ t, fit }) =>
          fit
            ? [
                {
                  name: '',
                  values: ts.map((n) => (n >= FITTED_FROM ? Math.exp(fit.at(Math.log(n))) : Number.NaN)),
                  color: 'frozen' as const,
                  dashed: t !== ASKED[ASKED.length - 1],
                },
              ]
            : [],
        ),
      ],
    };
    const every: CurvePanel = {
      title: 'Runs where all Rényi centers captured 1 %',
      unit: 'share',
      across: 'tokens n',
      domain: [0, 1],
      series: TIMES.map((t, i) => {
        const intervals = sizes.map((size) => successes(size, 'renyi', i));
        return {
          name: `t = ${t}`,
          values: intervals.map(({ estimate }) => estimate),
          band: [intervals.map(({ low }) => low), intervals.map(({ high }) => high)] as const,
        };
      }),
    };
    const lost: CurvePanel = {
      title: 'Rényi centers lost to an earlier one',
      unit: 'share',
      across: 'tokens n',
      series: TIMES.map((t, i) => {
        const intervals = sizes.map((size) => lostShare(size, 'renyi', i));
        return {
          name: `t = ${t}`,
          values: intervals.map(({ estimate }) => estimate),
          band: [intervals.map(({ low }) => low), intervals.map(({ high }) => high)] as const,
        };
      }),
    };
    return curves({
      title: 'The least successful center, as the tokens become more',
      subtitle: `circle, β\u00a0=\u00a0${BETA}, δ\u00a0=\u00a0${DELTA}, r\u00a0=\u00a0${RADIUS}; ${grouped(sizes.reduce((sum, { runs }) => sum + runs.length, 0))} runs`,
      caption: `A center has captured the tokens that it holds (nearer than r, and to no other center nearer) and that were not nearer than r to it at t = 0; a center that an earlier one holds has captured none. Of each run the center that has captured least; mean of runs, bands are 95 % intervals. Lines in the panel of numbers: fits from n = ${FITTED_FROM} on at t = ${ASKED.join(', ')}, the last one solid; a share that stays would have slope 1.`,
      ts,
      logTime: true,
      panels: [shares('renyi'), shares('strong'), numbers, every, lost],
    });
  },
};
