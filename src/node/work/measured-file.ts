/** Tokens of a file measured on many threads, as a run is; Ctrl-C stops it. */
import { availableParallelism } from 'node:os';
import type { ObservableName } from '../../analysis/index.ts';
import type { MeasurementParameters } from '../../analysis/observable.ts';
import type { Recording } from '../../core/recording.ts';
import type { Drawable } from '../../figures/index.ts';
import { lengthsOf } from '../../run/lengths.ts';
import { namesToMeasure } from '../../run/measuring.ts';
import { checkSpec, type RunSpec } from '../../run/spec.ts';
import { interruptible } from '../process/interruptible.ts';
import type { Progress } from '../process/progress.ts';
import { readRecordedTokens } from '../store/recorded-tokens.ts';
import { measurerOn } from '../threads/measure-on-threads.ts';

/** Tokens of a file, and what is to be measured of them. */
interface FileToMeasure {
  readonly recording: Recording;
  readonly lengths: MeasurementParameters;
  readonly names: readonly ObservableName[];
}

/**
 * @param given β, lengths, and what to measure; the usual ones by default
 * @throws ParkadeError for a file that holds no tokens, or an impossible value
 */
export async function fileToMeasure(file: string, given: Partial<RunSpec>): Promise<FileToMeasure> {
  const { beta, observe, ...others } = checkSpec(given) as Partial<RunSpec>;
  const recording = await readRecordedTokens(file, beta);
  const lengths = lengthsOf(others, recording.beta);
  return { recording, lengths, names: namesToMeasure(observe, recording, lengths) };
}

/** The measurements taken; null where they were stopped. */
export async function measured(
  { recording, lengths, names }: FileToMeasure,
  progress: Progress,
  threads = availableParallelism(),
): Promise<Drawable | null> {
  try {
    return await interruptible(async ({ signal }) => {
      const measurements = await measurerOn(threads, signal)(recording, names, lengths);
      return signal.aborted ? null : { trajectory: recording, spec: lengths, measurements };
    });
  } finally {
    progress.stop();
  }
}
