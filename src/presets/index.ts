/** The registry of named experiments. To add one: a file beside this, and a line here. */
import { atlasPreset } from './atlas.ts';
import { captureTable } from './capture-table.ts';
import { collapse } from './collapse.ts';
import { equiangular } from './equiangular.ts';
import { figure1 } from './figure-1.ts';
import { figure2 } from './figure-2.ts';
import { figure3 } from './figure-3.ts';
import type { AnyExperimentPreset, Preset, RunPreset } from './kit/preset.ts';
import { lemma51 } from './lemma-5-1.ts';
import { mergeTreePreset } from './merge-tree.ts';
import { nextTokenBasins } from './next-token-basins.ts';
import { normalization } from './normalization.ts';
import { phaseDiagram } from './phase-diagram.ts';
import { captureShare } from './questions/capture-share.ts';
import { causalPhases } from './questions/causal-phases.ts';
import { clusterCount } from './questions/cluster-count.ts';
import { collapseLaw } from './questions/collapse-law.ts';
import { effectiveDimension } from './questions/effective-dimension.ts';
import { leaders } from './questions/leaders.ts';
import { rescaledPolytope } from './rescaled-polytope.ts';
import { rowThreeCounterexample } from './row-3-counterexample.ts';
import { rowThreeMap } from './row-3-map.ts';
import { rowThreeThreshold } from './row-3-threshold.ts';
import { staircase } from './staircase/staircase.ts';
import { threeClusters } from './three-clusters/three-clusters.ts';
import { uShape } from './u-shape/u-shape.ts';
import { valueSpectra } from './value-spectra.ts';

export {
  type AnyExperimentPreset,
  type ExperimentPreset,
  isExperiment,
  type Preset,
  type Report,
  type RunPreset,
  specsOf,
} from './kit/preset.ts';

/** In the order of the papers; of each kind its own list. */
const runPresets: readonly RunPreset[] = [
  figure1,
  figure2,
  captureTable,
  collapse,
  mergeTreePreset,
  lemma51,
  nextTokenBasins,
];
const experimentPresets: readonly AnyExperimentPreset[] = [
  figure3,
  atlasPreset,
  rowThreeCounterexample,
  rowThreeThreshold,
  rowThreeMap,
  valueSpectra,
  phaseDiagram,
  equiangular,
  rescaledPolytope,
  staircase,
  threeClusters,
  normalization,
  uShape,
  captureShare,
  clusterCount,
  collapseLaw,
  effectiveDimension,
  leaders,
  causalPhases,
];

function byId<P extends Preset>(presets: readonly P[]): Readonly<Record<string, P>> {
  return Object.fromEntries(presets.map((preset) => [preset.id, preset]));
}

export const runPresetRegistry = byId(runPresets);
export const experimentRegistry = byId(experimentPresets);
export const presetRegistry: Readonly<Record<string, Preset>> = { ...runPresetRegistry, ...experimentRegistry };
