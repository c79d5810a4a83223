/** A figure of the run at hand, drawn into the page: fetched, with all that draws, when somebody asks for one. */
import { prepareRun, type RunSpec } from 'parkade';
import { type Drawable, type Figure, type FigureName, figureOf, figureRegistry } from 'parkade/figures';
import type { Finished } from '../engine/protocol.ts';

/** @throws ParkadeError InvalidParameter when the figure cannot show such a run */
export function figureOfRun(name: FigureName, given: RunSpec, run: Finished, logTime: boolean): Figure {
  const drawable = drawableOf(given, run);
  const { takes, make } = figureRegistry[name];
  return make(drawable, (takes as readonly string[]).includes('logTime') ? { logTime } : {});
}

/** The picture that suits the run, as `parkade draw` makes it. */
export function wholeFigure(given: RunSpec, run: Finished): Figure {
  return figureOf(drawableOf(given, run));
}

function drawableOf(given: RunSpec, run: Finished): Drawable {
  return { ...run, trajectory: { ...run.trajectory, problem: prepareRun(given).problem } };
}
