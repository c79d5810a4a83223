/** How commands are written where they are printed, so that they can be typed as they stand. */

/**
 * Who came by npx has no `parkade` on the PATH. npm says which script it runs; a program that another script starts has
 * its own.
 */
const byNpx =
  process.env.npm_lifecycle_event === 'npx' && /^['"]?parkade\b/.test(process.env.npm_lifecycle_script ?? '');

/**
 * What a printed command begins with: the name, or the call through npx that brought us here. The `--` keeps flags from
 * npm, and `--no` keeps it from fetching another package of this name.
 */
const PARKADE = byNpx ? 'npx --no -- parkade' : 'parkade';

/** A command of the program, parkade show …, as it is called from here. */
export function called(command: string): string {
  return command.replace(/^parkade\b/, PARKADE);
}

/** A sentence in which such commands stand in quotes. */
export function calledIn(sentence: string): string {
  return sentence.replace(/"parkade (?=[a-z-])/g, `"${PARKADE} `);
}

/** Puts the program's own `parkade` on the PATH of a terminal, in a checkout and in a project that has it installed. */
export const ON_THE_PATH = 'export PATH="$PWD/node_modules/.bin:$PATH"';

/** A file or folder as a person would type it: quoted if it must be, and never mistaken for a flag. */
export function shellQuoted(path: string): string {
  const safe = path.startsWith('-') ? `./${path}` : path;
  return /^[\w./+-][\w./~+-]*$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
