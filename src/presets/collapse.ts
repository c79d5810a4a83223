/** The collapse of Theorem 4.1: every token reaches the first one, after a time that grows like e^{β(1 − cos θ)}. */
import { counted } from '../core/counted.ts';
import { figure, mergeTreeBlock, mergeTreeLegend } from '../figures/index.ts';
import { largestOf } from '../numerics/extremes.ts';
import { brief } from '../report/run.ts';
import type { RecordedEvent } from '../run/events.ts';
import type { RunResult } from '../run/run.ts';
import type { RunPreset } from './kit/preset.ts';

/**
 * The attraction of a token at angle θ to the first one takes ∫ (1 + e^{β(1 − cos θ)})/sin θ dθ, at most of the order
 * e^{2β}; the runs go on for 10⁴ times that.
 */
const ends = [
  { beta: 9, saveAt: 'log:1e-1:1e12:60' },
  { beta: 16, saveAt: 'log:1e-1:1e18:60' },
  { beta: 25, saveAt: 'log:1e-1:1e26:60' },
  { beta: 64, saveAt: 'log:1e-1:1e60:60' },
] as const;

/** What β^{−1} log t of a collapse is at most, up to O(β^{−1} log β): 1 − cos θ at θ = π. */
const LARGEST_EXPONENT = 2;

function collapseOf({ events }: RunResult): RecordedEvent | undefined {
  return events?.list.find(({ kind }) => kind === 'collapse');
}

function exponentOf(result: RunResult): number {
  const collapse = collapseOf(result);
  return collapse ? Math.log(collapse.t) / result.spec.beta : Number.NaN;
}

export const collapse: RunPreset = {
  id: 'collapse',
  seconds: 10,
  title: 'Every token reaches the first one: the collapse at β = 9, 16, 25, 64',
  checks: ['theorem-4-1', 'collapse-exponent', 'two-token-clock'],
  source: 'arXiv:2411.04990, Theorem 4.1; tokens, seed and lengths are our choice',
  spec: {
    tokens: 200,
    dimension: 2,
    beta: 9,
    seed: 1,
    rtol: 1e-6,
    atol: 1e-8,
    certify: true,
    observe: ['clusters', 'first-token'],
  },
  runs: 1,
  variants: ends,
  report(results) {
    const rows = results.map((result) => {
      const { spec, trajectory, events } = result;
      const { steps, fieldEvaluations, implicitFrom } = trajectory.statistics;
      const found = collapseOf(result);
      return [
        brief(spec.beta),
        found ? found.t.toExponential(3) : 'none',
        exponentOf(result).toFixed(3),
        found?.certificate?.verdict ?? '',
        String(events?.list.filter(({ kind }) => kind === 'merger').length),
        String(steps),
        String(fieldEvaluations),
        implicitFrom === null ? 'never' : brief(implicitFrom),
      ];
    });
    const certified = results.filter((result) => collapseOf(result)?.certificate?.verdict === 'certified').length;
    const largest = largestOf(results.map(exponentOf));
    const asPredicted = certified === results.length && largest <= LARGEST_EXPONENT;
    return {
      table: {
        columns: [
          'β',
          't of collapse',
          'log t / β',
          'verdict',
          'mergers',
          'steps',
          'field evaluations',
          'implicit from t =',
        ],
        rows,
      },
      says: `All ${results[0].spec.tokens} tokens reach the first one in ${certified} of ${results.length} runs, certified at tolerances a hundred times tighter, the last at t = ${collapseOf(results[results.length - 1])?.t.toExponential(3)}; log t / β is at most ${largest.toFixed(3)}, where the attraction between two tokens allows 2${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(results) {
    return figure({
      title: `From clusters to one point: merge trees at ${counted(results.length, 'value')} of β`,
      subtitle: `${results[0].spec.tokens} tokens on the circle, Q = K = V = I, seed ${results[0].spec.seed}`,
      caption: `Clusters of tokens linked at 1/√β over the logarithm of time, each panel to the end of its run; what stands on a line counts its tokens and names the first of them: "k from x₁" is a cluster of k tokens, the first of them x₁.`,
      blocks: [
        mergeTreeLegend(
          results.flatMap(({ events }) => (events ? [events] : [])),
          true,
        ),
        ...results.map((result) => mergeTreeBlock(result, { heading: `β = ${brief(result.spec.beta)}`, tallest: 150 })),
      ],
    });
  },
};
