/** parkade atlas: Table 1 of the paper as an experiment of any size. */
import { type AtlasParameters, atlasParameters } from '../../../atlas/parameters.ts';
import { parsedParameter } from '../../../core/parameter.ts';
import { atlasOf } from '../../../presets/atlas.ts';
import type { ExitCode } from '../context.ts';
import { type ReproduceOptions, reproducePreset } from './reproduce.ts';

export function atlasCommand(
  given: Readonly<Record<string, unknown>>,
  options: Omit<ReproduceOptions, 'guided'>,
): Promise<ExitCode> {
  const entries = Object.entries(atlasParameters).map(([key, schema]) => [
    key,
    parsedParameter(key, schema, given[key]),
  ]);
  return reproducePreset(atlasOf(Object.fromEntries(entries) as AtlasParameters), { ...options, guided: false });
}
