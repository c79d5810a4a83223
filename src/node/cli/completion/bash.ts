/** Completion for bash, from version 4 on. */
import type { CommandWords, Values } from './words.ts';

export function bashCompletion(commands: readonly CommandWords[]): string {
  return `# Completion of parkade for bash; made by "parkade completion bash".
_parkade() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command='' word kind=none words='' flags=''
  # --flag=value comes as three words.
  if [[ $current == '=' ]]; then current=''
  elif [[ $previous == '=' ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    if [[ $word != -* ]]; then command=$word; break; fi
  done
  case $command in
    '') kind=words words='${commands.map(({ name }) => name).join(' ')}' flags='--help --version' ;;
${commands.map(caseOf).join('\n')}
  esac
  if [[ $current == -* && $kind != value-* ]]; then kind=words words=$flags; fi
  case \${kind#value-} in
    words) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current") ;;
    files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    folders) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
  esac
}
complete -F _parkade parkade
`;
}

function caseOf({ name, flags, place }: CommandWords): string {
  const values = flags.flatMap(({ flag, values }) =>
    values ? [`        ${flag}) ${settings(values, 'value-')} ;;`] : [],
  );
  return `    ${name}) flags='${flags.map(({ flag }) => flag).join(' ')}'
      case $previous in
${[...values, `        *) ${place ? settings(place, '') : 'kind=none'} ;;`].join('\n')}
      esac ;;`;
}

function settings(values: Values, prefix: string): string {
  return values.kind === 'words'
    ? `kind=${prefix}words words='${values.words.join(' ')}'`
    : `kind=${prefix}${values.kind}`;
}
