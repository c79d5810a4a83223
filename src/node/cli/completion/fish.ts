/** Completion for fish. */
import { type CommandWords, inBrief, type Values } from './words.ts';

export function fishCompletion(commands: readonly CommandWords[]): string {
  return `# Completion of parkade for fish; made by "parkade completion fish".
complete -c parkade -f
${commands.map(({ name, description }) => `complete -c parkade -n __fish_use_subcommand -a ${name} -d ${quoted(inBrief(description))}`).join('\n')}
${commands.flatMap((command) => linesOf(command)).join('\n')}
`;
}

/** @param within the condition under which the command is looked for */
function linesOf(command: CommandWords, within = ''): string[] {
  const { name, flags, place, nested } = command;
  const seen = `${within}__fish_seen_subcommand_from ${name}`;
  const names = nested.map((own) => own.name).join(' ');
  const here = nested.length > 0 ? `${seen}; and not __fish_seen_subcommand_from ${names}` : seen;
  const line = `complete -c parkade -n ${quoted(here)}`;
  const about = flags.map(
    ({ flag, description, values }) =>
      `${line} -l ${flag.slice(2)}${values ? ` ${takes(values)}` : ''} -d ${quoted(inBrief(description))}`,
  );
  if (place?.kind === 'words') about.push(`${line} -a ${quoted(place.words.join(' '))}`);
  if (place?.kind === 'files' || place?.kind === 'folders') about.push(`${line} -F`);
  for (const own of nested) {
    about.push(`${line} -a ${own.name} -d ${quoted(inBrief(own.description))}`, ...linesOf(own, `${seen}; and `));
  }
  return about;
}

function takes(values: Values): string {
  if (values.kind === 'words') return `-x -a ${quoted(values.words.join(' '))}`;
  return { files: '-r -F', folders: "-x -a '(__fish_complete_directories)'", any: '-x' }[values.kind];
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
