/** Figure 3 of the paper: how many tokens the centers have gathered, over 5,000 runs. */

import { seedGroups } from '../core/experiment.ts';
import { type CurvePanel, curves } from '../figures/index.ts';
import { largestOf } from '../numerics/extremes.ts';
import { run } from '../run/run.ts';
import { ALLOWED_DEVIATION, captureColumns, captureReference, captureSpec, compared } from './kit/capture-reference.ts';
import type { ExperimentPreset } from './kit/preset.ts';

const RUNS = 5000;
/** A group takes some four tenths of a second on one core. */
const GROUP = 10;
const SAVED = [0, 0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 14, 20, 28, 40, 55, 75, 105, 150];

interface Cell {
  readonly seeds: readonly number[];
}

const definitions = ['strongMoving', 'strongInitial', 'renyiMoving', 'renyiInitial'] as const;
type Definition = (typeof definitions)[number];

/** Curves of some runs in whole numbers. */
interface Value {
  /** Tokens captured: by radius, definition, run, saved time. */
  readonly captured: readonly Readonly<Record<Definition, readonly (readonly number[])[]>>[];
  /** By run, saved time. */
  readonly clusters: readonly (readonly number[])[];
}

async function compute({ seeds }: Cell): Promise<Value> {
  const captured = captureSpec.radius.map(() =>
    Object.fromEntries(definitions.map((name) => [name, [] as number[][]])),
  );
  const counts: number[][] = [];
  for (const seed of seeds) {
    const { measurements, trajectory } = await run({ ...captureSpec, seed, saveAt: SAVED }, { store: false });
    const { capture, clusters } = measurements;
    if (!capture || !clusters || trajectory.status !== 'completed') throw new Error(`the run of seed ${seed} failed`);
    capture.radii.forEach((at, r) => {
      for (const name of definitions) {
        captured[r][name].push(at[name].map((share) => Math.round(share * captureSpec.tokens)));
      }
    });
    counts.push([...clusters.count]);
  }
  return { captured: captured as unknown as Value['captured'], clusters: counts };
}

/** All runs of all groups. */
function runsOf(values: readonly Value[], radius: number, name: Definition): (readonly number[])[] {
  return values.flatMap(({ captured }) => captured[radius][name]);
}

interface Curve {
  readonly mean: number[];
  readonly low: number[];
  readonly high: number[];
}

const PERCENTILES = [0.1, 0.9] as const;

/** Shares over time: mean, 10th and 90th percentile (the least value that so many of the runs do not exceed). */
function curveOf(runs: readonly (readonly number[])[]): Curve {
  const at = SAVED.map((_, i) => runs.map((counts) => counts[i] / captureSpec.tokens).sort((a, b) => a - b));
  const percentile = (share: number) => at.map((sorted) => sorted[Math.ceil(share * sorted.length) - 1]);
  const mean = at.map((sorted) => sorted.reduce((sum, value) => sum + value, 0) / sorted.length);
  return { mean, low: percentile(PERCENTILES[0]), high: percentile(PERCENTILES[1]) };
}

/** Everything the reference has, at its times. */
function comparisons(values: readonly Value[]) {
  const columns = [
    ...captureColumns.map(({ key, title, radius, series }) => ({
      key,
      title,
      runs: runsOf(values, radius, series).map((counts) => counts.map((count) => count / captureSpec.tokens)),
    })),
    { key: 'clusters' as const, title: 'clusters', runs: values.flatMap(({ clusters }) => clusters) },
  ];
  return columns.flatMap(({ key, title, runs }) =>
    captureReference.map((row) => {
      const i = SAVED.indexOf(row.t);
      const sorted = runs.map((counts) => counts[i]).sort((a, b) => a - b);
      const [low, high] = PERCENTILES.map((share) => sorted[Math.ceil(share * sorted.length) - 1]);
      return { title, key, t: row.t, low, high, ...compared(sorted, row[key]) };
    }),
  );
}

export const figure3: ExperimentPreset<Cell, Value> = {
  id: 'figure-3',
  seconds: 70,
  title: 'Tokens captured by Rényi centers: 5,000 runs',
  checks: ['strong-centers-circle', 'renyi-centers-circle', 'renyi-acceptance'],
  source:
    'arXiv:2411.04990, Figure 3, which does not define "consumed": both definitions of it, their radii and the times are our choice; compared with 40 runs of another program (RK4, dt = 0.25)',
  cells: () => seedGroups(1, RUNS, GROUP).map((seeds) => ({ seeds })),
  compute,
  report(values) {
    const rows = comparisons(values);
    const tested = rows.filter(({ expected }) => expected !== null);
    const largest = largestOf(tested.map(({ deviation }) => deviation));
    const asPredicted = tested.every(({ deviation }) => deviation <= ALLOWED_DEVIATION);
    const shown = (key: string, value: number) =>
      key === 'clusters' ? value.toFixed(2) : `${(100 * value).toFixed(1)} %`;
    return {
      table: {
        columns: ['captured by', 't', 'mean', 'standard error', '10 %', '90 %', 'reference', 'deviation'],
        rows: rows.map(({ key, title, t, mean, standardError, low, high, expected, deviation }) => [
          title,
          String(t),
          shown(key, mean),
          key === 'clusters' ? standardError.toFixed(3) : `${(100 * standardError).toFixed(2)} %`,
          shown(key, low),
          shown(key, high),
          expected === null ? '' : shown(key, expected),
          expected === null ? '' : deviation.toFixed(2),
        ]),
      },
      says: `Means and percentiles of ${runsOf(values, 0, 'renyiMoving').length} runs, of tokens captured by centers where they are now. From the means of 40 runs of another program they deviate by at most ${largest.toFixed(2)} standard errors of the difference, in ${tested.length} comparisons; ${ALLOWED_DEVIATION} are allowed${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(values) {
    const count = runsOf(values, 0, 'renyiMoving').length;
    const panelOf = (radius: number, where: 'Moving' | 'Initial'): CurvePanel => {
      const series = (['renyi', 'strong'] as const).flatMap((kind) => {
        const { mean, low, high } = curveOf(runsOf(values, radius, `${kind}${where}`));
        const [name, color] = kind === 'renyi' ? (['all', 'ordinary'] as const) : (['strong', 'strong'] as const);
        const column = captureColumns.find((known) => known.radius === radius && known.series === `${kind}${where}`);
        const expected = SAVED.map((t) => captureReference.find((row) => row.t === t));
        const dots = column && expected.map((row) => row?.[column.key] ?? null);
        return [
          { name, values: mean, band: [low, high] as const, color },
          ...(dots ? [{ name: '', values: dots, points: true, color }] : []),
        ];
      });
      const place = where === 'Moving' ? 'where a center is now' : 'where it began';
      return { title: `${captureSpec.radius[radius]} rad from ${place}`, domain: [0, 1], series };
    };
    return curves({
      title: 'Share of the tokens that Rényi centers have captured',
      subtitle: `mean of ${count} runs, and the band from the 10th to the 90th percentile; 200 tokens on the circle, β\u00a0=\u00a064, δ\u00a0=\u00a00.5`,
      caption:
        'A token is captured when it is within a radius of the nearest of all Rényi centers, or of the strong ones: of where that center is now, or of where it began. Dots: means of 40 runs of another program. Definitions and radii are our choice.',
      ts: SAVED,
      logTime: true,
      panels: [panelOf(0, 'Moving'), panelOf(0, 'Initial'), panelOf(1, 'Moving'), panelOf(1, 'Initial')],
    });
  },
};
