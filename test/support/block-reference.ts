/** What NumPy and SciPy say of compositions of a block (test/reference/blocks.py). */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../cli/python.ts';
import type { BlockCase } from './block-compositions.ts';

export interface BlockAnswer {
  /** n×d, at the first time. */
  readonly velocity: number[][];
  /** n×d at each time; unit vectors where tokens live on the sphere. */
  readonly tokens: number[][][];
  /** Whether hard attention came to other leaders on its way: then trajectories are not to be compared. */
  readonly leaders_changed: boolean;
}

/** A Python with NumPy and SciPy, or null: such tests are skipped aloud. */
export const scipy = pythonWith('numpy', 'scipy');

/** One answer a case, by one process. */
export function referenceOf(cases: readonly BlockCase[]): BlockAnswer[] {
  const script = fileURLToPath(new URL('../reference/blocks.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(scipy as string, [script], {
    input: JSON.stringify({ cases: cases.map(({ spec, tokens, times }) => ({ spec, tokens, times })) }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`the reference failed: ${stderr}`);
  return JSON.parse(stdout).results;
}
