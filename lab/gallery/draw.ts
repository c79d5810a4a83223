/** A figure of the run at hand, drawn into the page: fetched, with all that draws, when somebody asks for one. */
import { prepareRun, type RunSpec } from 'parkade';
import { type Figure, type FigureName, figureRegistry } from 'parkade/figures';
import type { Finished } from '../engine/protocol.ts';

/** @throws ParkadeError InvalidParameter when the figure cannot show such a run */
export function figureOfRun(name: FigureName, given: RunSpec, run: Finished, logTime: boolean): Figure {
  const { problem } = prepareRun(given);
  const drawable = { ...run, trajectory: { ...run.trajectory, problem } };
  const { takes, make } = figureRegistry[name];
  return make(drawable, (takes as readonly string[]).includes('logTime') ? { logTime } : {});
}
