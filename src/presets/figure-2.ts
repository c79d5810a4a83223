/** Figure 2 of the paper: 200 tokens on the circle gather around Rényi centers. */
import { figureOf } from '../figures/index.ts';
import { runTable } from '../report/run.ts';
import type { RunPreset } from './kit/preset.ts';

const TITLE = 'Tokens on the circle gather around Rényi centers';

export const figure2: RunPreset = {
  id: 'figure-2',
  seconds: 0.3,
  title: TITLE,
  checks: ['strong-centers-circle', 'renyi-centers-circle', 'theorem-4-1'],
  source: 'arXiv:2411.04990, Figure 2; the seed and the radius of capture are our choice',
  spec: {
    tokens: 200,
    dimension: 2,
    beta: 64,
    seed: 1,
    delta: 0.5, // 4β^{−1/2}
    saveAt: [0, 2, 10, 20, 75, 150],
    radius: 0.125, // β^{−1/2}
  },
  runs: 1,
  report([result]) {
    const { clusters, capture, centers } = result.measurements;
    const { spec } = result;
    const last = result.trajectory.ts.length - 1;
    const share = (i: number) => `${(100 * (capture?.radii[0].renyiMoving[i] ?? NaN)).toFixed(0)} %`;
    return {
      table: runTable(result, 12),
      says: `From uniform places, ${spec.tokens} tokens have gathered by t = ${spec.until} into ${clusters?.count[last]} clusters: ${share(last)} of them lie within ${spec.radius[0]} rad of one of the ${centers?.renyi.length} Rényi centers, ${share(0)} did at the start.`,
    };
  },
  draw: ([result]) => figureOf(result, { title: TITLE }),
};
