/** The tables of parkade density: a density in time, how fast its harmonics grow, branches of stationary ones. */
import { counted } from '../core/counted.ts';
import { fixed } from '../core/number-text.ts';
import {
  type AttentionOfMany,
  type Branch,
  type BranchPoint,
  type DensityCourse,
  energyOf,
  heightsOf,
  linearRates,
  strengths,
  wholeDensity,
} from '../density/index.ts';
import { brief, type Table } from './run.ts';
import { chooseSamples } from './telling-samples.ts';

/** Harmonics with a column of their own. */
const SHOWN = 4;

/** A row a saved time, at most `rows` of them. */
export function densityTable({ states }: DensityCourse, attention: AttentionOfMany, rows: number): Table {
  const [first] = states;
  const shown = chooseSamples(
    states.map(({ t }) => t),
    [],
    rows,
  );
  const found = shown.map((i) => {
    const state = states[i];
    const whole = wholeDensity(state);
    return { state, whole, own: strengths(state.space, whole), heights: heightsOf(state.space, whole) };
  });
  const columns: { readonly title: string; readonly cell: (one: (typeof found)[number]) => string }[] = [];
  columns.push({ title: 't', cell: ({ state }) => brief(state.t) });
  columns.push({ title: 'strongest', cell: ({ own }) => strongestOf(own) });
  for (let k = 1; k <= SHOWN; k++) {
    columns.push({ title: `degree ${k}`, cell: ({ own }) => brief(own[k] < NOTHING ? 0 : own[k]) });
  }
  columns.push({ title: 'highest', cell: ({ heights }) => brief(heights.highest) });
  if (first.space.kind !== 'sphere') columns.push({ title: 'peaks', cell: ({ heights }) => String(heights.peaks) });
  if (first.positions === null && energyOf(first.space, first.rows, attention) !== null) {
    const energy = ({ state, whole }: (typeof found)[number]) =>
      fixed(energyOf(state.space, whole, attention) ?? Number.NaN, 6);
    if (attention.kappa < Infinity) columns.push({ title: 'free energy', cell: energy });
    else columns.push({ title: 'energy of pairs', cell: energy });
  }
  columns.push({ title: 'degrees', cell: ({ state }) => String(state.space.degree) });
  if (first.positions) columns.push({ title: 'positions', cell: ({ state }) => String(state.positions?.nodes.length) });
  return {
    columns: columns.map(({ title }) => title),
    rows: found.map((one) => columns.map(({ cell }) => cell(one))),
  };
}

/** Strengths below this are rounding. */
const NOTHING = 1e-12;

function strongestOf(own: Float64Array): string {
  const best = own.reduce((most, value, k) => (k > 0 && value > own[most] ? k : most), 1);
  return own[best] < NOTHING ? '–' : String(best);
}

/** What became of it, and what the uniform density would do, in sentences. */
export function densityRemarks(
  { states, status, reached }: DensityCourse,
  attention: AttentionOfMany,
  sameStart: boolean,
): string[] {
  const last = states[states.length - 1];
  const { d } = last.space;
  const rates = Array.from(linearRates(d, attention, 40));
  const growing = rates.flatMap((rate, k) => (k > 0 && rate > 0 ? [k] : []));
  const fastest = growing.reduce((best, k) => (rates[k] > rates[best] ? k : best), growing[0]);
  const about =
    growing.length === 0
      ? 'The uniform density is stable: small waves of every degree decay.'
      : `The uniform density is unstable: waves of ${growing.length === rates.length - 1 ? 'every degree' : `degree ${growing.length === 1 ? '' : `${growing[0]} to `}${growing[growing.length - 1]}`} grow, of degree ${fastest} fastest, like e^{${brief(rates[fastest])} t}.`;
  const ends = {
    completed: [],
    unresolved: [
      `At t = ${brief(reached)} the density became too narrow for harmonics: without noise, or with little, tokens contract to points. Give more noise (a smaller --kappa) or an earlier end.`,
    ],
    slow: [
      `At t = ${brief(reached)} steps became too short to go on: the equation is stiff there. Give an earlier end or a smaller β.`,
    ],
    aborted: [`Stopped at t = ${brief(reached)}; what is shown ends there.`],
  }[status];
  const causal = last.positions !== null;
  return [
    about,
    ...(causal && sameStart && attention.normalization === 'softmax'
      ? [
          'Every position has the same density: where tokens begin with one law, the causal mask changes nothing as n → ∞. --turn makes the start depend on the position.',
        ]
      : []),
    ...ends,
  ];
}

/** A row a point worth telling: where branches leave, fold, cross in free energy, and end. */
export function branchTable(branches: readonly Branch[], degrees: readonly number[], along: 'kappa' | 'beta'): Table {
  const row = (degree: number, what: string, point: BranchPoint) => [
    String(degree),
    what,
    inDigits(point.attention[along]),
    fixed(point.coefficients[degree - 1], 6),
    point.energy === null ? '–' : fixed(point.energy, 6),
    point.spectrum.unstable === 0 ? 'stable' : `unstable, ${counted(point.spectrum.unstable, 'growing mode')}`,
    brief(point.spectrum.growth),
  ];
  const name = along === 'kappa' ? 'κ' : 'β';
  return {
    columns: ['degree', 'where', name, 'order', 'free energy', 'stability', 'growth'],
    rows: branches.flatMap((branch, i) => {
      const degree = degrees[i];
      const { points, folds, equal, ended } = branch;
      const end = {
        range: 'end of the range',
        uniform: 'back at the uniform density',
        points: 'last point',
        unresolved: 'followed up to here',
      }[ended];
      return [
        [String(degree), 'leaves the uniform density', inDigits(branch.threshold), '0', '0', '–', '0'],
        ...points.slice(0, 1).map((point) => row(degree, 'begins as', point)),
        ...folds.map((fold) => row(degree, 'fold', fold)),
        ...(equal ? [row(degree, 'free energy as of the uniform density', equal)] : []),
        ...points.slice(-1).map((point) => row(degree, end, point)),
      ];
    }),
  };
}

function inDigits(value: number): string {
  return String(Number(value.toPrecision(9)));
}
