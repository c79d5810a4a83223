/** The registry of named experiments. To add one: a file beside this, and a line here. */
import { captureTable } from './capture-table.ts';
import { collapse } from './collapse.ts';
import { figure2 } from './figure-2.ts';
import { lemma51 } from './lemma-5-1.ts';
import { mergeTreePreset } from './merge-tree.ts';
import { nextTokenBasins } from './next-token-basins.ts';
import type { Preset } from './preset.ts';

export { type Preset, type Report, specsOf } from './preset.ts';

export const presetRegistry: Readonly<Record<string, Preset>> = Object.fromEntries(
  [figure2, captureTable, collapse, mergeTreePreset, lemma51, nextTokenBasins].map((preset) => [preset.id, preset]),
);
