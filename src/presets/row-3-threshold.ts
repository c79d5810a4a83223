/** The β from which row 3 of Table 1 has two points at all: two tokens, Q = K = I. */
import { endCosine, measuredThreshold } from '../atlas/row-three.ts';
import { seedGroups } from '../core/experiment.ts';
import { curves } from '../figures/index.ts';
import { largestOf } from '../numerics/extremes.ts';
import { twoPointThreshold } from '../theory/stability.ts';
import type { ExperimentPreset } from './kit/preset.ts';

/** Random starts at one β, or the boundary of stability at one μ/λ. */
type Cell =
  | { readonly kind: 'share'; readonly beta: number; readonly seeds: readonly number[] }
  | { readonly kind: 'boundary'; readonly share: number };

type Value =
  | {
      readonly kind: 'share';
      readonly beta: number;
      readonly runs: number;
      readonly apart: number;
      readonly open: number;
    }
  | { readonly kind: 'boundary'; readonly share: number; readonly low: number; readonly high: number };

const SHARE = 0.5;
const BETAS = [0.1, 0.2, 0.3, 0.34, 0.36, 0.38, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const RUNS = 400;
/** Rates are above 1e-3 at every β but those next to the threshold, and there above 1e-6. */
const UNTIL = 1e10;
const NEAR = 1e-6;
/** Beyond every threshold of these shares, halved so often that 1 % of the least is resolved. */
const [LEAST, LARGEST, HALVINGS] = [0, 3, 13];
const ALLOWED = 0.03;

export const rowThreeThreshold: ExperimentPreset<Cell, Value> = {
  id: 'row-3-threshold',
  seconds: 13,
  title: 'Two tokens can stay apart only from β* = −½ ln(1 − μ/λ) on',
  checks: ['row-3-threshold'],
  source:
    'the boundary of row 3 of Table 1 of arXiv:2411.04990 at Q = K = I, from the linear stability of x₂ = −x₁; V = diag(1, μ) on the circle is our choice',
  cells: () => [
    ...BETAS.flatMap((beta) => seedGroups(1, RUNS, 100).map((seeds) => ({ kind: 'share', beta, seeds }) as const)),
    ...SHARES.map((share) => ({ kind: 'boundary', share }) as const),
  ],
  async compute(cell) {
    if (cell.kind === 'boundary') {
      const [low, high] = await measuredThreshold(cell.share, LEAST, LARGEST, HALVINGS);
      return { ...cell, low, high };
    }
    const { beta, seeds } = cell;
    const spec = { tokens: 2, dimension: 2, beta, value: [1, SHARE], rtol: 1e-6, atol: 1e-9 };
    let [apart, open] = [0, 0];
    for (const seed of seeds) {
      const cosine = await endCosine({ ...spec, seed }, UNTIL);
      if (cosine !== null && cosine < NEAR - 1) apart++;
      else if (cosine === null || cosine < 1 - NEAR) open++;
    }
    return { kind: 'share', beta, runs: seeds.length, apart, open };
  },
  report(values) {
    const shares = sharesOf(values);
    const boundaries = boundariesOf(values);
    const expected = twoPointThreshold(SHARE);
    const below = shares.filter(({ beta }) => beta < expected).reduce((sum, { apart }) => sum + apart, 0);
    const above = shares.filter(({ beta }) => beta > expected);
    const open = shares.reduce((sum, value) => sum + value.open, 0);
    const worst = largestOf(boundaries.map(({ error }) => error));
    const asPredicted = worst <= ALLOWED && below === 0 && open === 0 && above.every(({ apart }) => apart > 0);
    return {
      table: {
        columns: ['μ/λ', 'β* = −½ ln(1 − μ/λ)', 'measured', 'difference'],
        rows: boundaries.map(({ share, predicted, measured, error }) => [
          String(share),
          predicted.toFixed(5),
          measured.toFixed(5),
          `${(100 * error).toFixed(2)} %`,
        ]),
      },
      says: `The state x₂ = −x₁ becomes stable within ${(100 * worst).toFixed(2)} % of the predicted β* at every μ/λ (3 % are allowed). At μ/λ = ½, where β* = ${expected.toFixed(4)}, ${below} of the random starts below it end apart; above it ${shareText(above[0])} at β = ${above[0].beta} to ${shareText(above[above.length - 1])} at β = ${above[above.length - 1].beta}; ${open} are open${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(values) {
    const shares = sharesOf(values);
    const boundaries = boundariesOf(values);
    const fine = Array.from({ length: 181 }, (_, i) => 0.05 + (0.87 * i) / 180);
    const at = [...fine, ...boundaries.map(({ share }) => share)].sort((a, b) => a - b);
    return curves({
      title: 'From which β on two tokens can stay apart',
      subtitle: 'two tokens on the circle, Q = K = I, V = diag(1, μ), λ = 1',
      caption: `Above: the β at which x₂ = −x₁ becomes stable, by bisection with runs (dots), and −½ ln(1 − μ/λ). Below: the share of ${shares[0].runs} random starts that end apart at μ/λ = ½, with standard errors; the threshold is β* = ${twoPointThreshold(SHARE).toFixed(4)}.`,
      ts: at,
      panels: [
        {
          title: 'Threshold β*',
          across: 'μ/λ',
          wide: true,
          series: [
            { name: '', values: at.map((share) => twoPointThreshold(share)) },
            {
              name: '',
              values: at.map((share) => boundaries.find((boundary) => boundary.share === share)?.measured ?? null),
              points: true,
              color: 'strong',
            },
          ],
        },
        {
          title: 'Starts that end apart',
          unit: 'share',
          across: 'β',
          wide: true,
          ts: shares.map(({ beta }) => beta),
          domain: [0, largestOf(shares.map(({ apart, runs }) => apart / runs)) * 1.1],
          series: [
            {
              name: '',
              values: shares.map(({ apart, runs }) => apart / runs),
              errors: shares.map(({ apart, runs }) => Math.sqrt((apart / runs) * (1 - apart / runs) * (1 / runs))),
              points: true,
              color: 'strong',
            },
          ],
        },
      ],
    });
  },
};

function shareText({ apart, runs }: { readonly apart: number; readonly runs: number }): string {
  return `${((100 * apart) / runs).toFixed(1)} %`;
}

function sharesOf(values: readonly Value[]) {
  return BETAS.map((beta) => {
    const own = values.flatMap((value) => (value.kind === 'share' && value.beta === beta ? [value] : []));
    const sum = (key: 'runs' | 'apart' | 'open') => own.reduce((total, value) => total + value[key], 0);
    return { beta, runs: sum('runs'), apart: sum('apart'), open: sum('open') };
  }).filter(({ runs }) => runs > 0);
}

function boundariesOf(values: readonly Value[]) {
  return values.flatMap((value) => {
    if (value.kind !== 'boundary') return [];
    const measured = (value.low + value.high) / 2;
    const predicted = twoPointThreshold(value.share);
    return [{ share: value.share, measured, predicted, error: Math.abs(measured / predicted - 1) }];
  });
}
