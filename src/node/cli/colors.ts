/**
 * Colours for a person at a terminal. A pipe or a file gets plain text, on a CI machine too: what a program reads must
 * not depend on `CI`.
 */
import { createColors } from 'picocolors';

/** `NO_COLOR` (no-color.org) and `FORCE_COLOR` (`0` for none) decide when they are set; otherwise stdout does. */
export function wantsColors(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

export default createColors(wantsColors(process.env, process.stdout.isTTY === true));
