/**
 * Figure 1 of the paper: tokens on the sphere for several V, one for each row of Table 1 and one with a complex λ_max.
 */

import type { MatrixSpec } from '../dynamics/matrix-spec.ts';
import { figure, type Guide, sceneOf, trajectoryBlocks, trajectoryCaption } from '../figures/index.ts';
import { largestOf } from '../numerics/extremes.ts';
import { brief } from '../report/run.ts';
import type { RunResult } from '../run/run.ts';
import { geometricTimes, linearTimes } from '../run/times.ts';
import { type FinalConfiguration, finalConfiguration } from './kit/final-configuration.ts';
import type { RunPreset } from './kit/preset.ts';

/** T of the paper's figure. */
const END = 5000;
/** Tokens linked within this are one point. */
const POINT = 0.05;

/**
 * Geometric for the beginning; then equal steps, in which a token goes 0.2 rad at most, for clouds that never rest and
 * for late mergers.
 */
const savedTimes = [...new Set([...linearTimes(0, END, END + 1), ...geometricTimes(1e-2, END, 250)])].sort(
  (a, b) => a - b,
);

interface Example {
  readonly name: string;
  readonly value: MatrixSpec;
  /** L, the eigenspace of λ_max, or the plane of a complex pair, is spanned by so many first axes. */
  readonly axes: 1 | 2 | 3;
}

const examples: readonly Example[] = [
  { name: 'V = I', value: 1, axes: 3 },
  { name: 'V = diag(1, 1, 0.5)', value: [1, 1, 0.5], axes: 2 },
  { name: 'V = diag(1, 0.5, 0.2)', value: [1, 0.5, 0.2], axes: 1 },
  { name: 'V = diag(−1, −1, −2)', value: [-1, -1, -2], axes: 2 },
  { name: 'V = diag(−1, −2, −3)', value: [-1, -2, -3], axes: 1 },
  {
    name: 'V = rotation and contraction',
    value: [
      [1, -0.05, 0],
      [0.05, 1, 0],
      [0, 0, 0.3],
    ],
    axes: 2,
  },
];

/** From where e₁, the plane of e₁ and e₂ and the first token are all seen well. */
const VIEWPOINT = [0.62, -0.52, 0.58] as const;

const guides: Readonly<Record<Example['axes'], Guide | null>> = {
  1: { kind: 'line', label: 'L, a line: ξ and −ξ', direction: [1, 0, 0] },
  2: {
    kind: 'plane',
    label: 'L, a plane',
    axes: [
      [1, 0, 0],
      [0, 1, 0],
    ],
  },
  3: null, // all of the space
};

function configurationsOf(results: readonly RunResult[]): FinalConfiguration[] {
  return results.map((result, i) => finalConfiguration(result, examples[i].axes));
}

/** A matrix given by its rows: (1, −0.05, 0), (0.05, 1, 0). */
function rowsInWords(value: MatrixSpec): string {
  const rows = value as readonly (readonly number[])[];
  return rows.map((row) => `(${row.map((entry) => brief(entry).replace('-', '−')).join(', ')})`).join(', ');
}

function listed(items: readonly (string | number)[]): string {
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

export const figure1: RunPreset = {
  id: 'figure-1',
  seconds: 3,
  title: 'Where tokens go on the sphere depends on the spectrum of V',
  checks: ['theorem-4-1', 'subspace-conjecture', 'two-cluster-conjecture', 'single-cluster-rates'],
  source:
    'arXiv:2411.04990, Figure 1 and Table 1: Q = K = I, β = 9, n = 32, T = 5000; the six V, the seed and the tolerances are our choice',
  spec: {
    tokens: 32,
    dimension: 3,
    beta: 9,
    seed: 1,
    threshold: POINT,
    saveAt: savedTimes,
    integrator: 'dopri5', // its continuous extension gives so many saved times for nothing
    rtol: 1e-8,
    atol: 1e-10,
    observe: 'none',
  },
  runs: 1,
  variants: examples.map(({ value }) => ({ value })),
  report(results) {
    const found = configurationsOf(results);
    const asPredicted = found.every((configuration) => configuration.asPredicted);
    const [positive, negative] = [1, -1].map((sign) => found.filter(({ leading }) => leading.sign === sign));
    const farthest = largestOf(positive.map(({ distances }) => distances.largest));
    const counts = positive.map(({ points }) => points.length);
    const off = negative.map(
      ({ distances, began }) => `${distances.mean.toFixed(2)} (${began.mean.toFixed(2)} at first)`,
    );
    return {
      table: {
        columns: [
          'V',
          'λ_max',
          'Table 1: in the end',
          'status',
          'points',
          'distance to L: mean',
          'at first',
          'largest',
          `moved since t = ${brief(found[0].since)}`,
        ],
        rows: found.map(({ lambda, says, status, points, distances, began, moved }, i) => [
          examples[i].name.slice('V = '.length),
          lambda,
          says,
          status,
          String(points.length),
          distances.mean.toExponential(1),
          began.mean.toFixed(2),
          distances.largest.toExponential(1),
          moved.toFixed(2),
        ]),
      },
      says: `Where λ_max has a positive real part, all tokens are within ${farthest.toExponential(0)} rad of L by t = ${END}, at ${listed(counts)} points: where Table 1 says one, the last mergers take up to e^{2β} = ${Math.exp(2 * results[0].spec.beta).toExponential(0)}. Where it is negative, tokens stay apart and move on, at a mean distance of ${listed(off)} rad to L${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(results) {
    const found = configurationsOf(results);
    const panels = results.map((result, i) => ({
      scene: sceneOf(result),
      title: examples[i].name,
      below: [`λ = ${found[i].lambda}: ${found[i].says}`, found[i].cameOut],
      guide: guides[examples[i].axes],
    }));
    const { tokens, beta, seed } = results[0].spec;
    return figure({
      title: figure1.title,
      subtitle: `${tokens} tokens on the sphere, Q = K = I, β = ${beta}, t up to ${END}, seed ${seed}`,
      caption: `λ is the eigenvalue of V with the largest real part, L its eigenspace. Below each V what Table 1 says of t → ∞, then what came out by t = ${END}. Where L is a line, ξ is its end ${VIEWPOINT[0] > 0 ? 'in front' : 'behind'}. The last V has the rows ${rowsInWords(examples[examples.length - 1].value)}. ${trajectoryCaption(panels)}`,
      blocks: trajectoryBlocks(panels, VIEWPOINT),
    });
  },
};
