/** Completion for zsh: a file _parkade in a folder of fpath, or sourced. */
import { type CommandWords, inBrief, type Values } from './words.ts';

export function zshCompletion(commands: readonly CommandWords[]): string {
  return `#compdef parkade
# Completion of parkade for zsh; made by "parkade completion zsh".
_parkade() {
  local state line curcontext=$curcontext
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${inBrief(description)}`)}`).join('\n')}
  )
  _arguments -C '--help[help]' '--version[the version]' '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $line[1] in
${commands.map(caseOf).join('\n')}
      esac ;;
  esac
}
if [[ $funcstack[1] == _parkade ]]; then _parkade "$@"; else compdef _parkade parkade; fi
`;
}

function caseOf(command: CommandWords): string {
  const { name, nested } = command;
  if (nested.length === 0) return `        ${name}) ${argumentsOf(command)} ;;`;
  const cases = nested.map((own) => `          ${own.name}) ${argumentsOf(own)} ;;`);
  return `        ${name}) case $line[2] in
${[...cases, `          *) ${argumentsOf(command)} ;;`].join('\n')}
        esac ;;`;
}

function argumentsOf({ flags, place, nested }: CommandWords): string {
  const specifications = flags.map(({ flag, description, values }) => {
    const about = `[${inBrief(description).replace(/[[\]:\\]/g, '\\$&')}]`;
    return quoted(values ? `${flag}${about}:value:${action(values)}` : `${flag}${about}`);
  });
  const names = nested.map((own) => own.name).join(' ');
  if (place && names !== '')
    specifications.push(
      quoted(`*:${place.name}:_alternative "commands:command:(${names})" "files:${place.name}:${action(place)}"`),
    );
  else if (place) specifications.push(quoted(`*:${place.name}:${action(place)}`));
  return `_arguments ${specifications.join(' \\\n          ')}`;
}

function action(values: Values): string {
  if (values.kind === 'words') return `(${values.words.join(' ')})`;
  return { files: '_files', folders: '_files -/', any: ' ' }[values.kind];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
