/**
 * Where one more token would go: starting points coloured by the cluster in which they end, on the circle as a ring, on
 * the sphere as a map.
 */

import { counted } from '../../core/counted.ts';
import { shareOf, sizeOf } from '../../replay/start-grid.ts';
import { brief, type Table, tokenName } from '../../report/run.ts';
import { beginningOf } from '../../simulation/trajectory.ts';
import { type Figure, figure, type LegendItem, legend } from '../drawing/figure.ts';
import { formatNumber } from '../drawing/text.ts';
import { landmarksOf } from '../runs/landmarks.ts';
import { describe } from '../runs/scene.ts';
import { basinMap } from './basin-map.ts';
import { basinRing, captureBlock } from './basin-ring.ts';
import { type Basin, type BasinsScene, basinColour, COLOURED, sharesOf, undecidedColour } from './basin-scene.ts';

/** More would be a page of its own. */
const LISTED = 20;
/** Shares add up to 1 but for rounding. */
const NONE = 1e-9;

export function basinsFigure(scene: BasinsScene): Figure {
  const { problem, basins, grid, threshold, radius, delta, seed } = scene;
  const found = sharesOf(scene);
  const known = beginningOf(problem);
  const described = describe({ ...known, landmarks: landmarksOf(known, delta), delta, seed });
  const circle = grid.kind === 'circle';
  const undecided = [...basins.undecided].filter((flag) => flag === 1).length;
  const sentences = [
    circle
      ? `The ring holds the starting points of one more token. Ticks outside show where the tokens of the run began, coloured by their own cluster; dots inside show where they are now. Below is when a token from there came within ${formatNumber(radius)} rad of the first token of its cluster for good.`
      : 'Each tile is a starting point of one more token, in an equal-area projection. Small dots show where the tokens of the run began, in the colour of their own cluster. Large dots are the clusters, each where its first token is now.',
    `Clusters are tokens linked within ${formatNumber(threshold)} rad; shares are of ${circle ? 'all starting points' : 'the area'}.`,
    ...(undecided > 0 ? ['Undecided: in no cluster by then, or within the tolerance of an unstable equilibrium.'] : []),
  ];
  return figure({
    title: 'Where one more token goes',
    subtitle: `${described}; ${counted(sizeOf(grid), 'starting point')}, t = ${formatNumber(basins.at)}`,
    caption: sentences.join(' '),
    blocks: [
      legend(legendItems(found)),
      ...(circle ? [basinRing(scene, found), captureBlock(scene, found)] : [basinMap(scene, found)]),
    ],
  });
}

function legendItems(found: readonly Basin[]): LegendItem[] {
  const listed = [...found].sort((a, b) => a.rank - b.rank).slice(0, LISTED);
  const items = listed.map(
    ({ name, tokens, share, rank }): LegendItem => ({
      label: `${name}: ${counted(tokens.length, 'token')}, ${percent(share)}`,
      width: 12,
      symbol: ({ el, palette }, x, y) =>
        el('rect', { x: x - 6, y: y - 6, width: 12, height: 12, rx: 2, fill: basinColour(palette, rank) }),
    }),
  );
  const rest = found.length - listed.length;
  if (rest > 0) {
    items.push({
      label: `${rest} more`,
      width: 12,
      symbol: ({ el, palette }, x, y) =>
        el('rect', { x: x - 6, y: y - 6, width: 12, height: 12, rx: 2, fill: basinColour(palette, COLOURED) }),
    });
  }
  const undecided = 1 - found.reduce((sum, { share }) => sum + share, 0);
  if (undecided > NONE) {
    items.push({
      label: `undecided: ${percent(undecided)}`,
      width: 12,
      symbol: ({ el, palette }, x, y) =>
        el('rect', { x: x - 6, y: y - 6, width: 12, height: 12, rx: 2, fill: undecidedColour(palette) }),
    });
  }
  return items;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

/** The clusters with their shares, and when half of their starts were captured. */
export function basinsTable(scene: BasinsScene): Table {
  const { basins } = scene;
  const rows = sharesOf(scene).map(({ name, tokens, share }, c) => {
    // Starts that were not captured count as captured later than all others.
    const times = [...basins.captured]
      .filter((_, i) => basins.cluster[i] === c)
      .map((t) => (Number.isNaN(t) ? Infinity : t))
      .sort((a, b) => a - b);
    const middle = times[Math.floor(times.length / 2)];
    const median = middle === undefined ? '–' : middle === Infinity ? 'not yet' : brief(middle);
    return [name, String(tokens.length), tokenName(tokens[0]), percent(share), median];
  });
  const undecided = [...scene.basins.undecided].reduce((sum, flag, i) => sum + (flag ? shareOf(scene.grid, i) : 0), 0);
  if (undecided > 0) rows.push(['undecided', '', '', percent(undecided), '']);
  return { columns: ['cluster', 'tokens', 'first token', 'of all starts', 'median time of capture'], rows };
}
