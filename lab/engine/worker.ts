/** Where runs are computed: a worker with the numerical core, so that the page never waits. */
import { expose, transfer } from 'comlink';
import { execute, type PreparedRun, prepareRun, type RunResult, renyiCenters, strongRenyiCenters } from 'parkade';
import { formOf, parseWord } from 'parkade/form';
import { batchOf, buffersOf, type Centers } from './batches.ts';
import { breathing } from './breath.ts';
import { digestOf } from './digest.ts';
import { type Frame, frameRecorder } from './frames.ts';
import { links } from './links.ts';
import { lookAt } from './look.ts';
import { principalDirections } from './projection.ts';
import { type Finished, type Listener, type Prepared, refusalOf, type Session } from './protocol.ts';
import { treeOrder } from './tree-order.ts';

/** Milliseconds between two batches: the first comes as soon as there is one. */
const BETWEEN_BATCHES = 60;
/** Bytes of frames that are kept, for looks at them. */
const MOST_KEPT = 400_000_000;

interface Running {
  readonly prepared: PreparedRun;
  readonly frames: Frame[];
  readonly stop: { aborted: boolean };
  /** When it has ended. */
  finished?: Finished;
}
let running: Running | null = null;

const session: Session = {
  ...links,
  async run(spec, listener) {
    if (running) running.stop.aborted = true;
    running = null;
    try {
      const prepared = prepareRun(spec);
      running = { prepared, frames: [], stop: { aborted: false } };
      await film(running, listener);
    } catch (error) {
      listener.refused(refusalOf(error));
    }
  },
  async look(what, frame, token) {
    const at = running?.frames[frame];
    return at && running ? lookAt(what, running.prepared, at, token) : null;
  },
  async finished() {
    return running?.finished ?? null;
  },
  stop() {
    if (running) running.stop.aborted = true;
  },
  form: async (choice) => formOf(choice),
  meaning: async (text) => parseWord(text),
};

/** Runs, and sends frames as they come. */
async function film(mine: Running, listener: Listener): Promise<void> {
  const { prepared, frames, stop } = mine;
  const { problem, measurement, spec, notes } = prepared;
  const { shape, initial } = problem;
  const centers: Centers = {
    renyi: renyiCenters(initial, shape, measurement.delta),
    strong: strongRenyiCenters(initial, shape, measurement.delta),
  };
  const first: Prepared = {
    ...{ spec, n: shape.n, d: shape.d, space: 'sphere', shown: shape.d === 2 ? 2 : 3 },
    ...{ centers: centers.renyi, strong: centers.strong, notes },
  };
  listener.prepared(first);

  let directions = shape.d > 3 ? principalDirections(initial, shape) : null;
  let sent = 0;
  let sentAt = -Infinity;
  const send = () => {
    if (sent === frames.length || stop.aborted) return;
    const batch = batchOf(prepared, centers, frames.slice(sent), directions, sent);
    listener.frames(transfer(batch, buffersOf(batch)));
    sent = frames.length;
    sentAt = performance.now();
  };
  const most = Math.floor(MOST_KEPT / (8 * shape.n * shape.d));
  const recorder = frameRecorder(shape, initial, (frame) => void (frames.length < most && frames.push(frame)));
  const breathe = breathing();
  const began = performance.now();
  const result = await execute(prepared, {
    signal: stop,
    onStep: (step) => recorder.follow(step),
    async onProgress() {
      if (performance.now() - sentAt > BETWEEN_BATCHES) send();
      await breathe();
    },
  });
  if (stop.aborted) return;
  const { trajectory, events } = result;
  mine.finished = finishedOf(result);
  recorder.rest();
  send();
  if (shape.d > 3) {
    directions = principalDirections(frames[frames.length - 1].x, shape);
    const whole = batchOf(prepared, centers, frames, directions, 0);
    listener.restart(transfer(whole, buffersOf(whole)));
  }
  listener.ended({
    ...{ status: trajectory.status, statistics: trajectory.statistics, backend: trajectory.backend },
    ...{ path: trajectory.fieldReport.path, events, tree: treeOrder(events, problem) },
    sha256: digestOf(trajectory),
    seconds: (performance.now() - began) / 1000,
  });
}

function finishedOf({ spec, trajectory: { problem: _, ...trajectory }, measurements, events }: RunResult): Finished {
  return { spec, trajectory, measurements, events };
}

expose(session);
