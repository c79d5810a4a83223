/** How fast centers capture tokens: means over 40 runs beside a reference made independently. */

import { clusterWords, curves } from '../figures/index.ts';
import { largestOf } from '../numerics/extremes.ts';
import type { RunResult } from '../run/run.ts';
import {
  ALLOWED_DEVIATION,
  type Compared,
  captureColumns,
  captureReference,
  captureSpec,
  compared,
} from './kit/capture-reference.ts';
import type { RunPreset } from './kit/preset.ts';

const columns = [
  ...captureColumns.map(({ key, title, radius, series }) => ({
    key,
    title,
    pick: (run: RunResult, i: number) => run.measurements.capture?.radii[radius][series][i],
  })),
  {
    key: 'clusters',
    title: 'clusters',
    pick: (run: RunResult, i: number) => run.measurements.clusters?.count[i],
  },
] as const;

interface Row {
  readonly t: number;
  readonly cells: readonly Compared[];
  /** Of the strong center that has moved farthest. */
  readonly shift: Compared;
}

function rowsOf(results: readonly RunResult[]): Row[] {
  return captureReference.map((row, i) => ({
    t: row.t,
    cells: columns.map(({ key, pick }) =>
      compared(
        results.map((run) => pick(run, i) ?? NaN),
        row[key],
      ),
    ),
    shift: compared(
      results.map((run) => run.measurements.capture?.strongShift[i] ?? NaN),
      null,
    ),
  }));
}

export const captureTable: RunPreset = {
  id: 'capture-table',
  seconds: 3,
  title: 'How fast the centers capture tokens: 40 runs',
  checks: ['strong-centers-circle', 'renyi-centers-circle'],
  source:
    'the setting of arXiv:2411.04990, Figures 2 and 3; compared with 40 runs of another program (RK4, dt = 0.25); radii are our choice',
  spec: { ...captureSpec, saveAt: captureReference.map(({ t }) => t) },
  runs: 40,
  report(results) {
    const rows = rowsOf(results);
    const tested = rows.flatMap(({ cells }) => cells.filter(({ expected }) => expected !== null));
    const largest = largestOf(tested.map(({ deviation }) => deviation));
    const asPredicted = tested.every(({ deviation }) => deviation <= ALLOWED_DEVIATION);
    return {
      table: {
        columns: ['t', ...columns.map(({ title }) => title), 'shift of strong (not tested)'],
        rows: rows.map(({ t, cells, shift }) => [
          String(t),
          ...cells.map(({ mean, standardError, expected }, c) => {
            const digits = columns[c].key === 'clusters' ? 2 : 3;
            const compared = expected === null ? '' : ` (${expected})`;
            return `${mean.toFixed(digits)} ± ${standardError.toFixed(digits + 1)}${compared}`;
          }),
          `${shift.mean.toFixed(3)} ± ${shift.standardError.toFixed(3)}`,
        ]),
      },
      says: `Means over ${results.length} runs ± one standard error, the reference in brackets: the largest of ${tested.length} deviations is ${largest.toFixed(2)} standard errors of the difference, ${ALLOWED_DEVIATION} are allowed${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(results) {
    const rows = rowsOf(results);
    const panels = columns.map(({ title, key }, c) => ({
      title: key === 'clusters' ? 'Number of clusters' : `Share captured: ${title}`,
      ...(key === 'clusters' ? { wide: true } : { domain: [0, 1] as const }),
      series: [
        { name: 'mean', values: rows.map(({ cells }) => cells[c].mean) },
        {
          name: 'reference',
          values: rows.map(({ cells }) => cells[c].expected),
          points: true,
          color: 'strong' as const,
        },
      ],
    }));
    return curves({
      title: `Capture of tokens by centers, mean of ${results.length} runs`,
      subtitle: '200 tokens on the circle, Q = K = V = I, β = 64, δ = 4β^{−1/2} = 0.5',
      caption: `A token is captured when its angle to the nearest center, where that is now, is at most r radians: above of strong centers, below them of all Rényi centers. Blue: means of these runs. Orange dots: 40 runs of another program. ${clusterWords(results[0].spec.threshold)} Standard errors are in the table.`,
      ts: rows.map(({ t }) => t),
      panels,
    });
  },
};
