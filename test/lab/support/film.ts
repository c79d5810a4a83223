/** A run as the page has it, made without a page: by the same recorder, batches and film. */
import { execute, type PreparedRun, prepareRun, type RunResult, type RunSpec } from 'parkade';
import { batchOf, centersOf, preparedOf } from '../../../lab/engine/batches.ts';
import { Film } from '../../../lab/engine/film.ts';
import { type Frame, frameRecorder } from '../../../lab/engine/frames.ts';
import { principalDirections } from '../../../lab/engine/projection.ts';
import { type Running, runningOf, toldOf } from '../../../lab/engine/running.ts';
import { factsOf, type RunFacts } from '../../../lab/gallery/facts.ts';

export interface Filmed {
  readonly prepared: PreparedRun;
  readonly running: Running;
  readonly result: RunResult;
  readonly frames: readonly Frame[];
  readonly film: Film;
  readonly facts: RunFacts;
}

export async function filmed(spec: RunSpec): Promise<Filmed> {
  const prepared = prepareRun(spec);
  const { shape, initial } = prepared.problem;
  const running = runningOf(prepared);
  const centers = centersOf(initial, shape.d, prepared.measurement.delta);
  const { frames } = running;
  const recorder = frameRecorder(shape, initial, (frame) => void frames.push(frame));
  const result = await execute(prepared, { onStep: (step) => recorder.follow(step) });
  recorder.rest();
  const film = new Film(preparedOf(running, centers, toldOf(running)));
  running.directions = shape.d > 3 ? principalDirections(frames[frames.length - 1].x, shape) : null;
  film.add(batchOf(running, centers, frames, 0));
  return { prepared, running, result, frames, film, facts: factsOf(film, result.events) };
}
