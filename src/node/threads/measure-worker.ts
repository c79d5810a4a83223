/** A thread that takes some measurements of a trajectory. */
import { parentPort } from 'node:worker_threads';
import type { Measurements, ObservableName } from '../../analysis/index.ts';
import type { MeasurementParameters } from '../../analysis/observable.ts';
import { tokensAt } from '../../core/recording.ts';
import { type MeasuringContext, startMeasuring } from '../../run/measuring.ts';
import { answerOf } from './answer.ts';

export interface MeasureTask {
  readonly names: readonly ObservableName[];
  readonly parameters: MeasurementParameters;
  readonly context: MeasuringContext;
  readonly ts: Float64Array;
  /** Shared among the threads. */
  readonly xs: Float64Array;
  readonly present?: Int32Array | undefined;
}

function measured({ names, parameters, context, ts, ...recorded }: MeasureTask): Measurements {
  const measuring = startMeasuring(names, parameters, context);
  for (let i = 0; i < ts.length; i++) measuring.sample(ts[i], tokensAt({ ...recorded, shape: context.shape }, i));
  return measuring.result();
}

parentPort?.on('message', async (task: MeasureTask) => {
  parentPort?.postMessage(await answerOf(async () => measured(task)));
});
