/** Options of sbatch that a person adds: they become lines of a script, so each is a plain word. */
import { invalid, quoted } from '../../core/errors.ts';

/** Such as --time=1:00:00, --exclude=node[1-3], --gres=gpu:1, --exclusive. */
const OPTION = /^--[a-z][a-z-]*(=[\w.,:@+/=[\]-]+)?$/;

/** What the script says itself, and why it is not to be said again. */
const OURS: Readonly<Record<string, string>> = {
  '--array': 'give --elements instead',
  '--cpus-per-task': 'give --threads instead',
  ...Object.fromEntries(
    [
      ...['--ntasks', '--nodes', '--requeue', '--no-requeue', '--open-mode', '--signal', '--chdir'],
      ...['--output', '--error', '--input', '--wrap', '--parsable', '--wait', '--test-only', '--kill-on-invalid-dep'],
    ].map((name) => [name, 'drop it']),
  ),
};

/**
 * @returns the options as they came
 * @throws ParkadeError InvalidParameter for one that is no plain word, or that the script sets itself
 */
export function checkedOptions(options: readonly string[]): readonly string[] {
  for (const option of options) {
    if (!OPTION.test(option)) {
      const expected = 'be an option of sbatch as one plain word, such as --time=1:00:00 or --partition=main';
      throw invalid('--sbatch', expected, `came as ${quoted(option)}`, 'write what needs more into the script');
    }
    const [name] = option.split('=');
    if (Object.hasOwn(OURS, name)) throw invalid('--sbatch', `leave ${name} to parkade`, 'it came', OURS[name]);
  }
  return options;
}
