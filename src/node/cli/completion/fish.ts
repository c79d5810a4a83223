/** Completion for fish. */
import { type CommandWords, inBrief, type Values } from './words.ts';

export function fishCompletion(commands: readonly CommandWords[]): string {
  return `# Completion of parkade for fish; made by "parkade completion fish".
complete -c parkade -f
${commands.map(({ name, description }) => `complete -c parkade -n __fish_use_subcommand -a ${name} -d ${quoted(inBrief(description))}`).join('\n')}
${commands.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ name, flags, place }: CommandWords): string[] {
  const line = `complete -c parkade -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
  const about = flags.map(
    ({ flag, description, values }) =>
      `${line} -l ${flag.slice(2)}${values ? ` ${takes(values)}` : ''} -d ${quoted(inBrief(description))}`,
  );
  if (place?.kind === 'words') about.push(`${line} -a ${quoted(place.words.join(' '))}`);
  if (place?.kind === 'files' || place?.kind === 'folders') about.push(`${line} -F`);
  return about;
}

function takes(values: Values): string {
  if (values.kind === 'words') return `-x -a ${quoted(values.words.join(' '))}`;
  return { files: '-r -F', folders: "-x -a '(__fish_complete_directories)'", any: '-x' }[values.kind];
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
