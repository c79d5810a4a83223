/** A run as the page has it, made without a page: by the same recorder, batches and film. */
import { execute, type PreparedRun, prepareRun, type RunResult, type RunSpec } from 'parkade';
import { batchOf } from '../../../lab/engine/batches.ts';
import { Film } from '../../../lab/engine/film.ts';
import { type Frame, frameRecorder } from '../../../lab/engine/frames.ts';
import { principalDirections } from '../../../lab/engine/projection.ts';
import { factsOf, type RunFacts } from '../../../lab/gallery/facts.ts';
import { centersOf } from '../../../src/analysis/renyi-centers.ts';

export interface Filmed {
  readonly prepared: PreparedRun;
  readonly result: RunResult;
  readonly frames: readonly Frame[];
  readonly film: Film;
  readonly facts: RunFacts;
}

export async function filmed(spec: RunSpec): Promise<Filmed> {
  const prepared = prepareRun(spec);
  const { shape, initial } = prepared.problem;
  const centers = centersOf(initial, shape, prepared.measurement.delta);
  const frames: Frame[] = [];
  const recorder = frameRecorder(shape, initial, (frame) => void frames.push(frame));
  const result = await execute(prepared, { onStep: (step) => recorder.follow(step) });
  recorder.rest();
  const { space } = result.trajectory;
  const film = new Film({
    ...{ spec: prepared.spec, begin: shape.n, n: shape.n, d: shape.d, space, shown: shape.d === 2 ? 2 : 3 },
    ...{ centers: centers.renyi, strong: centers.strong, notes: [] },
  });
  const directions = shape.d > 3 ? principalDirections(frames[frames.length - 1].x, shape) : null;
  film.add(batchOf(prepared, centers, frames, { space, directions }, 0));
  return { prepared, result, frames, film, facts: factsOf(film, result.events) };
}
