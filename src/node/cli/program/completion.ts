/** parkade completion: what a shell asks for when Tab is pressed. */
import type { AddCommand } from './add-command.ts';

const HELP = `
To install it, once:
  parkade completion bash > ~/.local/share/bash-completion/completions/parkade
  parkade completion zsh > ~/.zfunc/_parkade     # in ~/.zshrc: fpath=(~/.zfunc $fpath); autoload -U compinit; compinit
  parkade completion fish > ~/.config/fish/completions/parkade.fish
To try it in this shell: source <(parkade completion bash)
`;

export const addCompletion: AddCommand = (program, settle) => {
  program
    .command('completion')
    .description('Print a script with which bash, zsh or fish completes commands, flags and their values.')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText('after', HELP)
    .action(async (shell: string) => {
      const { completionCommand } = await import('../commands/completion.ts');
      settle(completionCommand(shell, program));
    });
};
