/** How fast centers capture tokens: means over 40 runs beside a reference made independently. */
import { curves } from '../figures/index.ts';
import type { RunResult } from '../run.ts';
import type { RunPreset } from './preset.ts';

/**
 * 40 runs of RK4 at dt = 0.25: shares of tokens within r of the nearest moving center, strong (S) and ordinary (R), the
 * number of clusters (gaps above 0.125), the largest shift of a strong center.
 */
const reference = [
  { t: 0, S05: 0.136, S125: 0.282, R05: 0.188, R125: 0.394, clusters: null, shift: 0 },
  { t: 2, S05: 0.206, S125: 0.39, R05: 0.281, R125: 0.535, clusters: 10.2, shift: 0 },
  { t: 5, S05: 0.402, S125: 0.585, R05: 0.553, R125: 0.785, clusters: 11, shift: 0 },
  { t: 10, S05: 0.638, S125: 0.72, R05: 0.837, R125: 0.909, clusters: 9.9, shift: 0 },
  { t: 20, S05: 0.766, S125: 0.786, R05: 0.94, R125: 0.957, clusters: 8.9, shift: 0.001 },
  { t: 40, S05: 0.825, S125: 0.831, R05: 0.974, R125: 0.979, clusters: 8.45, shift: 0.002 },
  { t: 75, S05: 0.867, S125: 0.87, R05: 0.984, R125: 0.988, clusters: 7.8, shift: 0.007 },
  { t: 150, S05: 0.915, S125: 0.919, R05: 0.989, R125: 0.996, clusters: 7.2, shift: 0.046 },
] as const;

const columns = [
  {
    key: 'S05',
    title: 'strong, r = .05',
    pick: (run: RunResult, i: number) => run.measurements.capture?.radii[0].strongMoving[i],
  },
  {
    key: 'S125',
    title: 'strong, r = .125',
    pick: (run: RunResult, i: number) => run.measurements.capture?.radii[1].strongMoving[i],
  },
  {
    key: 'R05',
    title: 'Rényi, r = .05',
    pick: (run: RunResult, i: number) => run.measurements.capture?.radii[0].renyiMoving[i],
  },
  {
    key: 'R125',
    title: 'Rényi, r = .125',
    pick: (run: RunResult, i: number) => run.measurements.capture?.radii[1].renyiMoving[i],
  },
  { key: 'clusters', title: 'clusters', pick: (run: RunResult, i: number) => run.measurements.clusters?.count[i] },
] as const;

/** Both samples have 40 runs, so their difference has √2 of one standard error; four of those are allowed. */
const ALLOWED = 4 * Math.SQRT2;

interface Entry {
  readonly mean: number;
  readonly standardError: number;
  readonly expected: number | null;
  /** |mean − expected| in standard errors. */
  readonly deviation: number;
}

function entry(values: readonly number[], expected: number | null): Entry {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const standardError = Math.sqrt(variance / values.length);
  return {
    mean,
    standardError,
    expected,
    deviation: expected === null ? 0 : Math.abs(mean - expected) / standardError,
  };
}

function entries(
  results: readonly RunResult[],
): { readonly t: number; readonly cells: readonly Entry[]; readonly shift: Entry }[] {
  return reference.map((row, i) => ({
    t: row.t,
    cells: columns.map(({ key, pick }) =>
      entry(
        results.map((run) => pick(run, i) ?? NaN),
        row[key],
      ),
    ),
    shift: entry(
      results.map((run) => run.measurements.capture?.strongShift[i] ?? NaN),
      null,
    ),
  }));
}

export const captureTable: RunPreset = {
  id: 'capture-table',
  title: 'How fast the centers capture tokens: 40 runs',
  source:
    'the setting of arXiv:2411.04990, Figures 2 and 3; compared with 40 runs of another program (RK4, dt = 0.25); radii are our choice',
  spec: {
    tokens: 200,
    dimension: 2,
    beta: 64,
    seed: 1,
    delta: 0.5,
    threshold: 0.125,
    radius: [0.05, 0.125],
    saveAt: reference.map(({ t }) => t),
    rtol: 1e-6,
    atol: 1e-8,
    observe: ['clusters', 'capture'],
  },
  runs: 40,
  report(results) {
    const rows = entries(results);
    const tested = rows.flatMap(({ cells }) => cells.filter(({ expected }) => expected !== null));
    const largest = Math.max(...tested.map(({ deviation }) => deviation));
    const asPredicted = tested.every(({ deviation }) => deviation <= ALLOWED);
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
      says: `Means over ${results.length} runs ± one standard error, the reference in brackets: the largest of ${tested.length} deviations is ${largest.toFixed(2)} standard errors, ${ALLOWED.toFixed(2)} are allowed${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(results) {
    const rows = entries(results);
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
      subtitle: 'n = 200 tokens on the circle, β = 64, δ = 0.5',
      caption:
        'Lines: means of this ensemble. Dots: an independent reference of 40 runs. Standard errors are in the table.',
      ts: rows.map(({ t }) => t),
      panels,
    });
  },
};
