/** What is looked at: recorded tokens at one time, the lengths they are measured with, the run behind them. */
import type { Measurements } from '../analysis/index.ts';
import type { MeasurementParameters } from '../analysis/observable.ts';
import type { Recording } from '../core/recording.ts';
import type { PreparedRun } from '../run/prepare.ts';

export interface View {
  readonly recording: Recording;
  /** Which of its times, from 0. */
  readonly index: number;
  /** δ, threshold and radii by which is measured what is seen. */
  readonly lengths: MeasurementParameters;
  /** The run that the tokens belong to; of tokens recorded elsewhere nothing is predicted. */
  readonly prepared?: PreparedRun | undefined;
  /**
   * What was measured along the recording, of which the energy is used: without it energies are computed only where
   * they cost little.
   */
  readonly measurements?: Pick<Measurements, 'energy'> | undefined;
}
