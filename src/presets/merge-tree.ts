/**
 * The merge tree of the setting of Figure 2, from the first clusters to the collapse at t ≈ 10⁵², with certificates.
 */

import { mergeTreeFigure } from '../figures/index.ts';
import { eventTable } from '../report/events.ts';
import { tokenName } from '../report/run.ts';
import { countEvents } from '../run/events.ts';
import type { RunResult } from '../run/run.ts';
import type { RunPreset } from './kit/preset.ts';

const ROWS = 14;

export const mergeTreePreset: RunPreset = {
  id: 'merge-tree',
  seconds: 6,
  title: 'Clusters merge, and come apart, over fifty powers of ten in time',
  checks: ['theorem-4-1', 'collapse-exponent'],
  source: 'the setting of arXiv:2411.04990, Figure 2, continued; linkage at β^{−1/2} is our choice',
  spec: {
    tokens: 200,
    dimension: 2,
    beta: 64,
    seed: 1,
    saveAt: 'log:1e-1:1e60:200',
    rtol: 1e-6,
    atol: 1e-8,
    certify: true,
    observe: ['centers', 'clusters', 'first-token'],
  },
  runs: 1,
  report([result]) {
    const { events } = result;
    if (!events?.certification) throw new Error('the preset asks for certificates');
    const { merger, birth } = countEvents(events.list);
    const { certified, undecided } = events.certification;
    const longest = longestLife(result);
    return {
      table: eventTable(events, ROWS),
      says: `${merger} mergers and ${birth} births lead from ${events.initialClusters.length} clusters to ${aliveAtEnd(result)}. The longest-lived one that ended, ${longest}. Of all events, captures too, ${certified} are certified at tolerances a hundred times tighter and ${undecided} undecided.`,
    };
  },
  draw: ([result]) => mergeTreeFigure(result),
};

function aliveAtEnd({ events }: RunResult): number {
  return events?.tree?.filter(({ ended }) => ended === null).length ?? Number.NaN;
}

/** By the share of the logarithm of time. */
function longestLife({ events }: RunResult): string {
  const lives = (events?.tree ?? []).filter(({ born, ended }) => born > 0 && ended !== null);
  if (lives.length === 0) return 'none';
  const decades = ({ born, ended }: (typeof lives)[number]) => Math.log10(ended as number) - Math.log10(born);
  const life = lives.reduce((a, b) => (decades(b) > decades(a) ? b : a));
  return `${life.tokens.length} tokens from ${tokenName(life.first)} on, stood from t = ${life.born.toPrecision(3)} to ${life.ended?.toPrecision(3)}`;
}
