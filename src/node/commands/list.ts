/** parkade list: the presets. */
import { presetRegistry } from '../../presets/index.ts';
import { type ExitCode, print, printJson } from '../context.ts';

export function listCommand(json: boolean): ExitCode {
  const presets = Object.values(presetRegistry);
  if (json) {
    printJson(presets.map(({ id, title, source, runs, spec }) => ({ id, title, source, runs, spec })));
    return 0;
  }
  const longest = Math.max(...presets.map(({ id }) => id.length));
  for (const { id, title, source } of presets)
    print(`${id.padEnd(longest)}  ${title}`, `${' '.repeat(longest)}  ${source}`, '');
  print('Run one: parkade reproduce NAME');
  return 0;
}
