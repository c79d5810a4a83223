/** The registry of named experiments. To add one: a file beside this, and a line here. */
import { atlasPreset } from './atlas.ts';
import { captureTable } from './capture-table.ts';
import { collapse } from './collapse.ts';
import { figure2 } from './figure-2.ts';
import { lemma51 } from './lemma-5-1.ts';
import { mergeTreePreset } from './merge-tree.ts';
import { nextTokenBasins } from './next-token-basins.ts';
import type { AnyExperimentPreset, Preset, RunPreset } from './preset.ts';

import { rowThreeCounterexample } from './row-3-counterexample.ts';
import { rowThreeMap } from './row-3-map.ts';
import { rowThreeThreshold } from './row-3-threshold.ts';

export {
  type AnyExperimentPreset,
  type ExperimentPreset,
  isExperiment,
  type Preset,
  type Report,
  type RunPreset,
  specsOf,
} from './preset.ts';

/** In the order of the papers; of each kind its own list. */
const runPresets: readonly RunPreset[] = [figure2, captureTable, collapse, mergeTreePreset, lemma51, nextTokenBasins];
const experimentPresets: readonly AnyExperimentPreset[] = [
  atlasPreset,
  rowThreeCounterexample,
  rowThreeThreshold,
  rowThreeMap,
];

function byId<P extends Preset>(presets: readonly P[]): Readonly<Record<string, P>> {
  return Object.fromEntries(presets.map((preset) => [preset.id, preset]));
}

export const runPresetRegistry = byId(runPresets);
export const experimentRegistry = byId(experimentPresets);
export const presetRegistry: Readonly<Record<string, Preset>> = { ...runPresetRegistry, ...experimentRegistry };
