/** parkade completion: the script for a shell. */
import type { Command } from 'commander';
import { statementRegistry } from '../../../checks/index.ts';
import { figureRegistry } from '../../../figures/index.ts';
import { initialRegistry } from '../../../initial/index.ts';
import { presetRegistry } from '../../../presets/index.ts';
import { quantityNames } from '../../../sweeps/quantities/index.ts';
import { keepWords } from '../../../sweeps/sweep-spec.ts';
import { pictureFormats } from '../../render/picture-formats.ts';
import { exportFormats } from '../../store/export-formats.ts';
import { tableFormats } from '../../store/table-files.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { type CommandWords, commandWords, type KnownWords } from '../completion/words.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { type ExitCode, oneOf } from '../context.ts';

/** To add a shell: a file beside these, and a line here. */
const shells: Readonly<Record<string, (commands: readonly CommandWords[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

function knownWords(): KnownWords {
  return {
    'simulate --initial': Object.keys(initialRegistry),
    'simulate --steps': ['auto', 'always', 'never'],
    'sweep --measure': ['all', ...quantityNames],
    'sweep --trajectory': keepWords,
    'table --format': Object.keys(tableFormats),
    'draw --figure': Object.keys(figureRegistry),
    'draw --theme': ['light', 'dark'],
    'equilibria --theme': ['light', 'dark'],
    'draw --format': Object.keys(pictureFormats),
    'export --format': Object.keys(exportFormats),
    'park --initial': ['uniform', 'von-mises-fisher'],
    'reproduce preset': [...Object.keys(presetRegistry), 'all'],
    'check statements': [...Object.keys(statementRegistry), 'all'],
    'completion shell': Object.keys(shells),
  };
}

export function completionCommand(shell: string, program: Command): ExitCode {
  const script = shells[oneOf('parkade completion', shell, Object.keys(shells))];
  process.stdout.write(script(commandWords(program, knownWords())));
  return 0;
}
