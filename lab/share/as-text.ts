/** A run as text that makes it again: a command line, or a program in Python that reads what was saved. Pure. */
import type { RunSpec } from 'parkade';

/** More of it is better in a file. */
const LONGEST_COMMAND = 1500;

/** A word that a POSIX shell reads as itself. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function wordOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const flat = Array.isArray(value) && value.length > 1 && value.every((entry) => typeof entry === 'number');
  return flat ? value.join(',') : JSON.stringify(value);
}

/**
 * The command that makes a run, or null where it would be too long to type: then save the specification, and
 * `parkade simulate spec.json`.
 */
export function commandOf(spec: RunSpec): string | null {
  const { beta, ...others } = spec;
  const words = Object.entries({ beta, ...others }).flatMap(([key, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [flagOf(key)] : [`${flagOf(key)}=${quoted(wordOf(value))}`];
  });
  const command = ['npx parkade simulate', ...words, '--out out/run1'].join(' ');
  return command.length > LONGEST_COMMAND ? null : command;
}

/** A short program that reads the tokens and draws their angles, or their coordinates. */
export function pythonOf(file: string, d: number): string {
  const opened = file.endsWith('.npz')
    ? [
        'import numpy as np',
        'import matplotlib.pyplot as plt',
        '',
        `run = np.load("${file}")`,
        't, x = run["times"], run["tokens"]  # [T], [T, n, d]',
      ]
    : [
        ...['import xarray as xr', 'import numpy as np', 'import matplotlib.pyplot as plt', ''],
        ...[
          `run = xr.open_dataset("${file}", engine="h5netcdf")`,
          't, x = run.time.values, run.tokens.values  # [T], [T, n, d]',
        ],
      ];
  const drawn =
    d === 2
      ? ['plt.plot(t, np.arctan2(x[..., 1], x[..., 0]), color="tab:blue", lw=0.5)', 'plt.ylabel("angle")']
      : [
          'cosines = np.einsum("tnd,td->tn", x, x[:, 0]) / np.linalg.norm(x, axis=-1)',
          ...['plt.plot(t, cosines, color="tab:blue", lw=0.5)', 'plt.ylabel("cosine with the first token")'],
        ];
  return [...opened, ...drawn, 'plt.xlabel("t")', 'plt.show()', ''].join('\n');
}
