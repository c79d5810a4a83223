/** The registry of named experiments. To add one: a file beside this, and a line here. */
import { captureTable } from './capture-table.ts';
import { figure2 } from './figure-2.ts';
import { nextTokenBasins } from './next-token-basins.ts';
import type { Preset } from './preset.ts';

export type { Preset, Report } from './preset.ts';

export const presetRegistry: Readonly<Record<string, Preset>> = Object.fromEntries(
  [figure2, captureTable, nextTokenBasins].map((preset) => [preset.id, preset]),
);
