/** A figure of the run at hand, drawn into the page: fetched, with all that draws, when somebody asks for one. */
import { prepareRun, type RunSpec } from 'parkade';
import { type Drawable, type Figure, type FigureName, figureOf, figureRegistry } from 'parkade/figures';
import type { Finished } from '../engine/protocol.ts';

/**
 * @param given the setting of a run; null for tokens recorded elsewhere
 * @throws ParkadeError InvalidParameter when the figure cannot show such a run
 */
export function figureOfRun(name: FigureName, given: RunSpec | null, run: Finished, logTime: boolean): Figure {
  const drawable = drawableOf(given, run);
  const { takes, make } = figureRegistry[name];
  return make(drawable, (takes as readonly string[]).includes('logTime') ? { logTime } : {});
}

/** The picture that suits the run, as `parkade draw` makes it. */
export function wholeFigure(given: RunSpec | null, run: Finished): Figure {
  return figureOf(drawableOf(given, run));
}

/** Tokens recorded elsewhere are drawn as they are; of a run the equation is read again. */
function drawableOf(given: RunSpec | null, run: Finished): Drawable {
  return given === null ? run : { ...run, trajectory: { ...run.trajectory, problem: prepareRun(given).problem } };
}
