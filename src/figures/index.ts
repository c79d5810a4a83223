/**
 * Figures, drawn the same in Node and in a browser: `figureOf(result).draw({ document, theme: 'dark', width: 900 })`.
 * To add one: a file beside this, and a line in the registry.
 */
import { type Figure, figure } from './drawing/figure.ts';
import { circle, circleBlocks, circleCaption } from './runs/circle-snapshots.ts';
import { cosineBlocks, cosineCaption, cosines } from './runs/cosine-histograms.ts';
import type { FigureDefinition, FigureOptions } from './runs/definition.ts';
import { mergeTreeOfRun } from './runs/merge-tree.ts';
import { checkedOptions } from './runs/misuse.ts';
import { BRIEFLY, overview, overviewBlocks, overviewCaption, radiiBlocks } from './runs/run-overview.ts';
import { chosenTimes, type Drawable, describe, type Scene, sceneOf } from './runs/scene.ts';
import { spaceTimeBlock, spaceTimeCaption, spaceTimeFigure } from './runs/space-time.ts';
import { sphere, sphereBlocks, sphereCaption } from './runs/sphere-snapshots.ts';
import { trajectories } from './runs/sphere-trajectories.ts';

export { type Arc, arcsOf } from './basins/basin-ring.ts';
export { type Basin, type BasinsScene, basinsSceneOf, sharesOf } from './basins/basin-scene.ts';
export { basinsFigure, basinsTable } from './basins/basins.ts';
export { type CountHistogramOptions, countHistogram, type Mark } from './charts/count-histogram.ts';
export { type CurvePanel, type CurvesOptions, curves, curvesBlock, type Series } from './charts/curves.ts';
export { type HeatMap, type HeatMapOptions, heatMaps } from './charts/heat-map.ts';
export { type RegionMapOptions, regionMap } from './charts/region-map.ts';
export { type ScatterPanel, scatterPanels } from './charts/scatter.ts';
export { type ShareMatrixOptions, shareMatrix } from './charts/share-matrix.ts';
export { type SpectraOptions, type SpectrumPanel, spectraFigure } from './charts/spectra.ts';
export { lambdaInWords, table1InWords } from './charts/spectrum-words.ts';
export type { Canvas } from './drawing/canvas.ts';
export { type Figure, figure, themed } from './drawing/figure.ts';
export { type Palette, palettes, type Theme } from './drawing/palette.ts';
export { circleBlocks, circleSnapshots } from './runs/circle-snapshots.ts';
export { cosineHistograms } from './runs/cosine-histograms.ts';
export type { FigureDefinition, FigureOptions } from './runs/definition.ts';
export { centerLandmarks, type Landmark, type Landmarks, landmarksOf, type Rank } from './runs/landmarks.ts';
export { mergeTreeBlock, mergeTreeCaption, mergeTreeFigure, mergeTreeLegend } from './runs/merge-tree.ts';
export { treeLayout } from './runs/merge-tree-order.ts';
export { type Frame, type Moving, type MovingOptions, movingTokens } from './runs/moving.ts';
export { restFigure } from './runs/rest-and-spectrum.ts';
export { type OverviewOptions, runOverview } from './runs/run-overview.ts';
export { clusterWords, type Drawable, type Scene, type SnapshotOptions, sceneOf } from './runs/scene.ts';
export { type SpaceTimeOptions, spaceTime } from './runs/space-time.ts';
export type { Guide } from './runs/sphere-guides.ts';
export { type SphereOptions, sphereSnapshots } from './runs/sphere-snapshots.ts';
export {
  sphereTrajectories,
  type TrajectoryPanel,
  trajectoryBlocks,
  trajectoryCaption,
} from './runs/sphere-trajectories.ts';
export { isGeometric, placeInWords, symbolOf } from './sweeps/axes.ts';
export type { SweepFigureOptions } from './sweeps/chosen.ts';
export { sweepFigure } from './sweeps/sweep-figure.ts';

export const figureRegistry = {
  circle,
  'space-time': spaceTimeFigure,
  sphere,
  trajectories,
  curves: overview,
  cosines,
  'merge-tree': mergeTreeOfRun,
} as const satisfies Record<string, FigureDefinition>;

export type FigureName = keyof typeof figureRegistry;

/** Fewer saved times than this make no picture over time. */
const ENOUGH_TIMES = 8;

/**
 * The picture that suits the run: on the circle, snapshots above angles over time; on the sphere, snapshots above
 * curves; in higher dimension, or without stored tokens, curves and cosines.
 *
 * @example figureOf(await run({ beta: 64, until: 150 })).draw({ document, theme: 'light', width: 900 })
 */
export function figureOf(result: Drawable, given?: FigureOptions): Figure {
  const scene = sceneOf(result);
  const options = checkedOptions(given);
  const { d } = scene.shape;
  const stored = scene.ts.length > 0 && scene.xs.length > 0;
  if (stored && d === 2) return circleFigure(result, scene, options);
  if (stored && d === 3) return sphereFigure(result, scene, options);
  const withCosines = stored || (result.measurements.cosine !== undefined && scene.ts.length > 0);
  return figure({
    title: options.title ?? 'Tokens over time',
    subtitle: describe(scene),
    caption: [overviewCaption(result, true), ...(withCosines ? [cosineCaption(result)] : [])].join(' '),
    blocks: [
      ...overviewBlocks(result, options.logTime, BRIEFLY),
      ...(withCosines ? cosineBlocks(result, options) : []),
    ],
  });
}

/** The title where tokens live in R^d. */
const DIRECTIONS = 'Directions of the tokens over time';

function circleFigure(result: Drawable, scene: Scene, options: FigureOptions): Figure {
  const indices = chosenTimes(scene, options);
  const overTime = scene.ts.length >= ENOUGH_TIMES;
  return figure({
    title: options.title ?? (scene.space === 'sphere' ? 'Tokens on the circle over time' : DIRECTIONS),
    subtitle: describe(scene),
    caption: [circleCaption(scene), ...(overTime ? [`Below: ${lower(spaceTimeCaption(scene, options))}`] : [])].join(
      ' ',
    ),
    blocks: [
      ...circleBlocks(scene, indices),
      ...(overTime ? [spaceTimeBlock(scene, options), ...radiiBlocks(result, options.logTime)] : []),
    ],
  });
}

function sphereFigure(result: Drawable, scene: Scene, options: FigureOptions): Figure {
  const indices = chosenTimes(scene, options);
  const overTime = scene.ts.length >= ENOUGH_TIMES;
  const seen = sphereCaption(scene, indices, options.from);
  return figure({
    title: options.title ?? (scene.space === 'sphere' ? 'Tokens on the sphere over time' : DIRECTIONS),
    subtitle: describe(scene),
    caption: [seen, ...(overTime ? [overviewCaption(result, true, seen)] : [])].join(' '),
    blocks: [
      ...sphereBlocks(scene, indices, options.from),
      ...(overTime ? overviewBlocks(result, options.logTime, BRIEFLY) : []),
    ],
  });
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
