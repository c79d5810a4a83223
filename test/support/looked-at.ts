/** Runs as they are looked at: prepared, made, and seen at one of their times. */
import { type Comparison, compare, type Prediction, predictionsFor, type View } from '../../src/commentary/index.ts';
import type { Recording } from '../../src/core/recording.ts';
import { type PreparedRun, prepareRun } from '../../src/run/prepare.ts';
import { execute } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';

/** The beginning alone, without a simulation. */
export function beginning(spec: RunSpec): View {
  const prepared = prepareRun({ until: 1, observe: 'none', ...spec });
  const { shape, initial, dynamics } = prepared.problem;
  const recording: Recording = {
    ...{ shape, space: 'sphere', initial, xs: initial, ts: Float64Array.of(0), beta: dynamics.parameters.beta },
  };
  return { recording, index: 0, lengths: prepared.measurement, prepared };
}

/** A run at its last saved time, or another one. */
export async function lookedAt(spec: RunSpec, index?: number): Promise<View & { readonly prepared: PreparedRun }> {
  const prepared = prepareRun({ observe: 'none', ...spec });
  const { trajectory } = await execute(prepared);
  return { recording: trajectory, index: index ?? trajectory.ts.length - 1, lengths: prepared.measurement, prepared };
}

export function predictionOf(view: View, id: string): Prediction {
  const found = view.prepared && predictionsFor(view.prepared).find((one) => one.id === id);
  if (!found) throw new Error(`nothing is predicted by ${id}`);
  return found;
}

export function compared(view: View, id: string): Comparison {
  return compare(predictionOf(view, id), view);
}
