/** Lemma 5.1: strong centers are still for as long as it says, in a few tens of random runs. */

import type { CenterSurvival } from '../events/survival.ts';
import { curves } from '../figures/index.ts';
import { largestOf } from '../numerics/extremes.ts';
import { brief } from '../report/run.ts';
import type { RunResult } from '../run/run.ts';
import type { RunPreset } from './kit/preset.ts';

/** All strong centers of all runs at all ε. */
function survivalsOf(results: readonly RunResult[]): CenterSurvival[] {
  return results.flatMap(({ events }) => events?.survival ?? []);
}

function epsilonsOf(all: readonly CenterSurvival[]): number[] {
  return [...new Set(all.map(({ epsilon }) => epsilon))].sort((a, b) => a - b);
}

function ratioOf({ displacement, allowed }: CenterSurvival): number {
  return displacement === null ? Number.NaN : displacement / allowed;
}

/** In the figure. */
const LEAST_SHOWN = 1e-6;

export const lemma51: RunPreset = {
  id: 'lemma-5-1',
  seconds: 7,
  title: 'Strong centers are still for as long as Lemma 5.1 says: 24 runs',
  checks: ['lemma-5-1', 'lemma-5-1-explicit', 'strongest-angle'],
  source:
    'arXiv:2411.04990, Lemma 5.1; 24 runs of 60 uniform tokens, β = 64, δ = 2β^{−1/2} and the four ε are our choice',
  spec: {
    tokens: 60,
    dimension: 2,
    beta: 64,
    seed: 1,
    delta: 0.25, // twice τ*: the lemma speaks of separations above (1 + 2ε)τ*, and ε is at most ½
    saveAt: [1e42], // T_j = ε e^{β(x²/2 − x⁴/24)}/s_j is at most ¼ e^{3β/2} = 1.2e41
    rtol: 1e-6,
    atol: 1e-8,
    events: true,
    observe: ['clusters'],
  },
  runs: 24,
  report(results) {
    const all = survivalsOf(results);
    const rows = epsilonsOf(all).map((epsilon) => {
      const centers = all.filter((center) => center.epsilon === epsilon);
      const ratios = centers.map(ratioOf);
      return {
        epsilon,
        tested: centers.length,
        latest: largestOf(centers.map(({ until }) => until)),
        largest: largestOf(ratios.filter((ratio) => !Number.isNaN(ratio))),
        violations: ratios.filter((ratio) => ratio > 1).length,
        open: ratios.filter(Number.isNaN).length,
      };
    });
    const sum = (key: 'tested' | 'violations' | 'open') => rows.reduce((total, row) => total + row[key], 0);
    const asPredicted = sum('tested') > 0 && sum('violations') === 0 && sum('open') === 0;
    return {
      table: {
        columns: [
          'ε',
          'centers tested',
          'violations',
          'not followed to T_j',
          'largest displacement/allowed',
          'largest T_j',
        ],
        rows: rows.map(({ epsilon, tested, violations, open, largest, latest }) => [
          brief(epsilon),
          String(tested),
          String(violations),
          String(open),
          largest.toFixed(3),
          latest.toExponential(2),
        ]),
      },
      says: `In ${results.length} runs strong centers were watched in ${sum('tested')} cases, each up to its T_j = ε exp(c²/2 − c⁴/24β)/s_j: ${sum('violations')} moved farther than the εc/√β that the lemma allows${asPredicted ? '' : ' — not as predicted'}. The first token is left out: nothing is before it, and it never moves.`,
      asPredicted,
    };
  },
  draw(results) {
    const all = survivalsOf(results);
    const { spec } = results[0];
    return curves({
      title: 'Strong centers within the time of Lemma 5.1',
      subtitle: `${results.length} runs of ${spec.tokens} tokens on the circle, β = ${brief(spec.beta)}, δ = ${brief(spec.delta)}`,
      caption:
        'A dot is a strong center: how far it moved within the time T_j for which the lemma says it is still, as a share of the displacement εcβ^{−1/2} that the lemma allows, over T_j. Below 1 the lemma holds; at the lower edge are shares of a millionth and less.',
      ts: [],
      logTime: true,
      panels: epsilonsOf(all).map((epsilon) => {
        const centers = all.filter((center) => center.epsilon === epsilon).sort((a, b) => a.until - b.until);
        return {
          title: `ε = ${epsilon}`,
          unit: 'share of the allowed displacement',
          across: 'T_j',
          ts: centers.map(({ until }) => until),
          domain: [LEAST_SHOWN, largestOf([1, ...centers.map(ratioOf).filter((ratio) => ratio > 1)])] as const,
          log: true,
          series: [{ name: '', values: centers.map((center) => Math.max(LEAST_SHOWN, ratioOf(center))), points: true }],
        };
      }),
    });
  },
};
