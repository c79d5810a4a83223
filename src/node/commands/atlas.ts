/** parkade atlas: Table 1 of the paper as an experiment of any size. */
import type { z } from 'zod';
import { type AtlasParameters, atlasParameters } from '../../atlas/parameters.ts';
import { ParkadeError, shown } from '../../core/errors.ts';
import { notesOf } from '../../core/parameter.ts';
import { atlasOf } from '../../presets/atlas.ts';
import type { ExitCode } from '../context.ts';
import { type ReproduceOptions, reproducePreset } from './reproduce.ts';

export function atlasCommand(
  given: Readonly<Record<string, unknown>>,
  options: Omit<ReproduceOptions, 'guided'>,
): Promise<ExitCode> {
  const entries = Object.entries(atlasParameters).map(([key, schema]) => [key, parsedValue(key, schema, given[key])]);
  return reproducePreset(atlasOf(Object.fromEntries(entries) as AtlasParameters), { ...options, guided: false });
}

function parsedValue(key: string, schema: z.ZodType, given: unknown): unknown {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ParkadeError(
    'InvalidParameter',
    `"${key}" should be ${notesOf(schema).expects}, but came as ${shown(given)}; change it.`,
  );
}
