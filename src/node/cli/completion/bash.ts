/** Completion for bash, from version 4 on. */
import type { CommandWords, Values } from './words.ts';

export function bashCompletion(commands: readonly CommandWords[]): string {
  const nested = commands.flatMap(({ name, nested }) => nested.map((own) => `'${name} ${own.name}'`));
  return `# Completion of parkade for bash; made by "parkade completion bash".
_parkade() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command='' word kind=none words='' flags='' others=''
  # --flag=value comes as three words.
  if [[ $current == '=' ]]; then current=''
  elif [[ $previous == '=' ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    if [[ -n $command ]]; then
      case "$command $word" in ${nested.join('|')}) command="$command $word" ;; esac
      break
    fi
    if [[ $word != -* ]]; then command=$word; fi
  done
  case $command in
    '') kind=words words='${commands.map(({ name }) => name).join(' ')}' flags='--help --version' ;;
${commands.flatMap((command) => [caseOf(command, command.name), ...command.nested.map((own) => caseOf(own, `'${command.name} ${own.name}'`))]).join('\n')}
  esac
  if [[ $current == -* && $kind != value-* ]]; then kind=words words=$flags; fi
  case \${kind#value-} in
    words) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current") ;;
    files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -W "$others" -- "$current"; compgen -f -- "$current") ;;
    folders) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
  esac
}
complete -F _parkade parkade
`;
}

/** @param pattern what the command is known by in a case of the shell */
function caseOf({ flags, place, nested }: CommandWords, pattern: string): string {
  const values = flags.flatMap(({ flag, values }) =>
    values ? [`        ${flag}) ${settings(values, 'value-')} ;;`] : [],
  );
  const others = nested.length > 0 ? ` others='${nested.map(({ name }) => name).join(' ')}'` : '';
  return `    ${pattern}) flags='${flags.map(({ flag }) => flag).join(' ')}'
      case $previous in
${[...values, `        *) ${place ? settings(place, '') : 'kind=none'}${others} ;;`].join('\n')}
      esac ;;`;
}

function settings(values: Values, prefix: string): string {
  return values.kind === 'words'
    ? `kind=${prefix}words words='${values.words.join(' ')}'`
    : `kind=${prefix}${values.kind}`;
}
