/** parkade list: the presets. */
import { largestOf } from '../../../numerics/extremes.ts';
import { isExperiment, type Preset, presetRegistry } from '../../../presets/index.ts';
import { called } from '../../process/invocation.ts';
import { type ExitCode, print, printJson } from '../context.ts';

export function listCommand(json: boolean): ExitCode {
  const presets = Object.values(presetRegistry);
  if (json) {
    printJson(presets.map(described));
    return 0;
  }
  const longest = largestOf(presets.map(({ id }) => id.length));
  for (const { id, title, source, seconds } of presets)
    print(`${id.padEnd(longest)}  ${title} (${duration(seconds)})`, `${' '.repeat(longest)}  ${source}`, '');
  print(
    'How long each takes is of two cores.',
    `Run one: ${called('parkade reproduce NAME')}`,
    `All of them as one page: ${called('parkade reproduce all --out site')}`,
  );
  return 0;
}

function duration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  return seconds < 60 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`;
}

function described(preset: Preset) {
  const { id, title, source, seconds, checks = [] } = preset;
  const common = { id, title, source, seconds, checks };
  return isExperiment(preset)
    ? { ...common, parts: preset.cells().length }
    : { ...common, runs: preset.runs, spec: preset.spec };
}
