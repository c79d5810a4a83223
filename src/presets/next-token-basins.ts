/** Where one more token would go: the basins of Figure 2's clusters. */

import { arcsOf, basinsFigure, basinsSceneOf, basinsTable } from '../figures/index.ts';
import { type Basins, basinsOf } from '../replay/basins.ts';
import { type StartGrid, sizeOf, startsOn } from '../replay/start-grid.ts';
import type { RunPreset } from './kit/preset.ts';

const grid: StartGrid = { kind: 'circle', count: 360 };

export const nextTokenBasins: RunPreset = {
  id: 'next-token-basins',
  seconds: 1,
  title: 'Where one more token goes, from each of 360 starting points',
  checks: ['theorem-5-2'],
  source: 'the setting of arXiv:2411.04990, Figure 2; starts that see the same tokens keep their order on the circle',
  spec: {
    tokens: 200,
    dimension: 2,
    beta: 64,
    seed: 1,
    delta: 0.5, // 4β^{−1/2}
    threshold: 0.125, // β^{−1/2}
    radius: 0.125,
    until: 150,
  },
  runs: 1,
  study: (run, { threshold, radius }) => basinsOf(run, startsOn(grid), { threshold, radius: radius[0] }),
  report([result], study) {
    const basins = study as Basins;
    const scene = basinsSceneOf(result, grid, basins);
    const undecided = basins.undecided.filter((flag) => flag === 1).length;
    const reached = new Set(basins.cluster.filter((cluster, i) => cluster >= 0 && basins.undecided[i] === 0));
    const arcs = arcsOf(scene, sizeOf(grid)).filter(({ cluster }) => cluster >= 0).length;
    const asPredicted = basins.status === 'completed' && arcs === reached.size;
    return {
      table: basinsTable(scene),
      says: `Of ${sizeOf(grid)} starting points ${undecided} are undecided; the others end in ${reached.size} of the ${basins.clusters.length} clusters of t = ${basins.at}, and each cluster is reached from ${asPredicted ? 'one arc, as it must be, since no start overtakes another on the circle' : `one arc if no start overtakes another, but there are ${arcs} arcs — not as predicted`}.`,
      asPredicted,
    };
  },
  draw: ([result], study) => basinsFigure(basinsSceneOf(result, grid, study as Basins)),
};
