/** A run at a glance: everything measured over time. */

import type { Measurements, ObservableName } from '../../analysis/index.ts';
import type { Radii } from '../../analysis/radii.ts';
import { hasTokens } from '../../core/recording.ts';
import { energyIsPotential } from '../../dynamics/index.ts';
import { meaningful, measure, measuringCost } from '../../run/measuring.ts';
import { spansDecades } from '../../run/times.ts';
import { type CurvePanel, curvesBlock } from '../charts/curves.ts';
import { type Block, type Figure, figure } from '../drawing/figure.ts';
import { formatNumber } from '../drawing/text.ts';
import { defineFigure } from './definition.ts';
import { clusterWords, type Drawable, describe, sceneOf } from './scene.ts';

export interface OverviewOptions {
  readonly logTime?: boolean | undefined;
  readonly title?: string | undefined;
}

const SHOWN: readonly ObservableName[] = ['capture', 'clusters', 'energy', 'cosine', 'order-parameter', 'first-token'];
/** What is missing is measured now if that takes no more than this many nanoseconds. */
const AFFORDABLE = 2e9;

export const overview = defineFigure({
  name: 'curves',
  title: 'what was measured, over time',
  supports: () => true,
  takes: ['logTime'],
  make: runOverview,
});

export function runOverview(result: Drawable, options: OverviewOptions = {}): Figure {
  return figure({
    title: options.title ?? 'The run over time',
    subtitle: describe(sceneOf(result)),
    caption: overviewCaption(result),
    blocks: overviewBlocks(result, options.logTime),
  });
}

/** The panels that tell the story, for the lower half of another figure. */
export const BRIEFLY = 3;

/** The first `count` panels; by default all. */
export function overviewBlocks(result: Drawable, logTime?: boolean, count = Infinity): Block[] {
  return [
    (pen, width) =>
      curvesBlock(
        overviewPanels(result).slice(0, count),
        result.trajectory.ts,
        logTime ?? spansDecades(result.trajectory.ts),
      )(pen, width),
  ];
}

/** @param before what the caption says already, so that nothing is said twice */
export function overviewCaption(result: Drawable, brief = false, before = ''): string {
  const { spec } = result;
  const absent = affordable(result) ? [] : missing(result);
  const words: string[] = [];
  if (!absent.includes('capture') && spec.radius.length > 0) {
    words.push(
      `A token counts as captured, by all Rényi centers or by the strong ones, within ${formatNumber(spec.radius[0])} rad of where the nearest of them is now (solid) or began (dashed).`,
    );
  }
  const chain = clusterWords(spec.threshold);
  if (!absent.includes('clusters') && !before.includes(chain)) words.push(chain);
  if (brief) return words.join(' ');
  if (!absent.includes('energy') && energyWords(result) !== '') words.push(energyWords(result));
  if (absent.length > 0) words.push(`Not measured: ${absent.join(', ')}.`);
  return words.join(' ');
}

function energyWords({ trajectory: { problem, beta } }: Drawable): string {
  if (!problem) return beta === undefined ? '' : 'Mean kernel: the mean of exp(β(cosine − 1)) over all n² pairs.';
  const mean = 'the mean of exp(β(cosine − 1)) over all n² pairs';
  if (energyIsPotential(problem.dynamics))
    return `Energy: ${mean}, which full attention never lowers${problem.noise ? ' but by its noise' : ''}.`;
  return `Mean kernel: ${mean}; it is an energy only of full attention with Q = K = V = I, and may fall here.`;
}

function missing({ measurements, trajectory, spec }: Drawable): readonly ObservableName[] {
  return meaningful(SHOWN, trajectory, spec).filter((name) => measurements[name] === undefined);
}

function affordable(result: Drawable): boolean {
  const { trajectory, spec } = result;
  const cost = missing(result).reduce((sum, name) => sum + measuringCost(name, spec, trajectory), 0);
  return hasTokens(trajectory) && trajectory.ts.length * cost <= AFFORDABLE;
}

/** The measurements of a run; what was not observed is measured now where tokens were stored and are not too many. */
function completed(result: Drawable): Measurements {
  const names = missing(result);
  if (names.length === 0 || !affordable(result)) return result.measurements;
  return { ...measure(result.trajectory, names, result.spec), ...result.measurements };
}

/** Lengths of tokens of R^d; from a ratio of 100 on by their logarithm. */
function radiiPanel(radii: readonly Radii[]): CurvePanel {
  const lowest = radii.reduce((a, { smallest }) => Math.min(a, smallest), Infinity);
  const highest = radii.reduce((a, { largest }) => Math.max(a, largest), 0);
  return {
    title: 'Length of the tokens',
    log: lowest > 0 && highest > 100 * lowest,
    series: [
      { name: 'largest', values: radii.map(({ largest }) => largest) },
      { name: 'mean', values: radii.map(({ mean }) => mean), color: 'muted', dashed: true },
      { name: 'smallest', values: radii.map(({ smallest }) => smallest) },
    ],
  };
}

/** The panel of lengths of a run in R^d where they were measured, for figures that show directions only. */
export function radiiBlocks(result: Drawable, logTime?: boolean): Block[] {
  const { trajectory, measurements } = result;
  const { radii } = measurements;
  if (!radii || trajectory.space === 'sphere') return [];
  return [curvesBlock([radiiPanel(radii)], trajectory.ts, logTime ?? spansDecades(trajectory.ts))];
}

function overviewPanels(result: Drawable): CurvePanel[] {
  const measured = completed(result);
  const { capture, clusters, energy, cosine, radii } = measured;
  const order = measured['order-parameter'];
  const first = measured['first-token'];
  const panels: CurvePanel[] = [];
  const share = [0, 1] as const;
  if (capture && capture.radii.length > 0) {
    const [at] = capture.radii;
    panels.push({
      title: 'Tokens captured by centers',
      unit: 'share',
      wide: true,
      domain: share,
      series: [
        { name: 'all, now', values: at.renyiMoving, color: 'ordinary' },
        { name: 'strong, now', values: at.strongMoving, color: 'strong' },
        { name: 'all, at start', values: at.renyiInitial, color: 'ordinary', dashed: true },
        { name: 'strong, at start', values: at.strongInitial, color: 'strong', dashed: true },
      ],
    });
  }
  const single = (values: readonly number[]) => [{ name: '', values }];
  if (clusters) panels.push({ title: 'Clusters', unit: 'number', whole: true, series: single(clusters.count) });
  if (radii && result.trajectory.space === 'euclidean') panels.push(radiiPanel(radii));
  if (first) {
    panels.push({
      title: 'Distance to the first token',
      unit: 'rad',
      series: [
        { name: 'largest', values: first.map(({ largest }) => largest) },
        { name: 'mean', values: first.map(({ mean }) => mean), color: 'muted', dashed: true },
      ],
    });
  }
  if (energy) {
    const { problem } = result.trajectory;
    const title = problem && energyIsPotential(problem.dynamics) ? 'Energy' : 'Mean kernel';
    panels.push({ title, domain: share, series: single(energy) });
  }
  if (cosine) {
    const lowest = cosine.mean.reduce((a, b) => Math.min(a, b), 0);
    panels.push({ title: 'Mean cosine of pairs', domain: [lowest, 1], series: single(cosine.mean) });
  }
  if (order) panels.push({ title: 'Order parameter', domain: share, series: single(order) });
  if (capture) {
    panels.push({
      title: 'Largest shift of a center',
      unit: 'rad',
      series: [
        { name: 'all', values: capture.renyiShift, color: 'ordinary' },
        { name: 'strong', values: capture.strongShift, color: 'strong' },
      ],
    });
  }
  return panels;
}
