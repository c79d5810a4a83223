/** Where runs are computed: a worker with the numerical core, so that the page never waits. */
import { expose, transfer } from 'comlink';
import { prepareRun, type RunResult, renyiCenters, resolveEquation, strongRenyiCenters } from 'parkade';
import { formOf, parseWord } from 'parkade/form';
import { batchOf, buffersOf, type Centers, editsOf } from './batches.ts';
import { breathing } from './breath.ts';
import { computedOf } from './computed-here.ts';
import { digestOf } from './digest.ts';
import { finishedRun } from './finished.ts';
import { outlookOf } from './foresee.ts';
import { type Frame, frameAt, frameRecorder } from './frames.ts';
import { lifted } from './lift.ts';
import { links } from './links.ts';
import { lookAt } from './look.ts';
import { firstPlaces } from './presence.ts';
import { directionsOf, principalDirections } from './projection.ts';
import { type Listener, type Outlook, type Prepared, refusalOf, type Session } from './protocol.ts';
import type { Running } from './running.ts';
import { executeTogether } from './threads.ts';
import { treeOrder } from './tree-order.ts';

/** Milliseconds between two batches: the first comes as soon as there is one. */
const BETWEEN_BATCHES = 60;
/** Bytes of frames that are kept, for looks at them. */
const MOST_KEPT = 400_000_000;

interface Computing extends Running {
  directions: Float64Array | null;
  readonly stop: { aborted: boolean };
  /** When it has ended. */
  result?: RunResult;
}
let running: Computing | null = null;
/** Settled when nothing computes any more: runs follow each other, as there is one team of threads. */
let idle: Promise<unknown> = Promise.resolve();

const session: Session = {
  ...links,
  async run(spec, listener) {
    if (running) running.stop.aborted = true;
    running = null;
    try {
      const prepared = prepareRun(spec);
      const { dynamics, shape } = prepared.problem;
      const { space } = resolveEquation(dynamics, shape);
      const mine: Computing = { prepared, space, directions: null, frames: [], stop: { aborted: false } };
      running = mine;
      const before = idle;
      idle = before.catch(() => {}).then(() => (mine.stop.aborted ? undefined : film(mine, listener)));
      await idle;
    } catch (error) {
      listener.refused(refusalOf(error));
    }
  },
  async look(what, frame, token) {
    const at = running?.frames[frame];
    return at && running ? lookAt(what, running, at, token) : null;
  },
  async lift(t, token, place) {
    const at = running && frameAt(running.frames, t);
    if (!at || !running) return null;
    const { d } = running.prepared.problem.shape;
    // One more token is as long as the last one.
    const like = token ?? at.x.length / d - 1;
    return lifted(place, at.x.slice(like * d, (like + 1) * d), running.directions, d);
  },
  async foresee(trial) {
    const mine = running;
    const outlook: Outlook | null = mine && (await outlookOf(mine, trial, breathing()));
    return outlook && mine === running
      ? transfer(outlook, [outlook.places.buffer as ArrayBuffer, outlook.labels.buffer as ArrayBuffer])
      : null;
  },
  async finished() {
    if (!running?.result) return null;
    return finishedRun(running.prepared, running.result, running.frames);
  },
  async comment(frame) {
    if (!running?.result || frame >= running.frames.length) return null;
    const { commentAt } = await import('./comment.ts');
    return running?.result ? commentAt(running, running.result, frame) : null;
  },
  async file(format) {
    if (!running?.result) return null;
    const { fileOf } = await import('./file.ts');
    const bytes = await fileOf(format, running.result);
    return transfer(bytes, [bytes.buffer as ArrayBuffer]);
  },
  form: async (choice) => formOf(choice),
  meaning: async (text) => parseWord(text),
};

/** Runs, and sends frames as they come. */
async function film(mine: Computing, listener: Listener): Promise<void> {
  const { prepared, frames, stop, space } = mine;
  const { problem, measurement, spec, notes } = prepared;
  const { shape, initial } = problem;
  const edits = editsOf(problem);
  const places = directionsOf(firstPlaces(initial, shape.d, edits), shape.d, space);
  const all = { n: places.length / shape.d, d: shape.d };
  const centers: Centers = {
    renyi: renyiCenters(places, all, measurement.delta),
    strong: strongRenyiCenters(places, all, measurement.delta),
  };
  const first: Prepared = {
    ...{ spec, begin: shape.n, n: all.n, d: shape.d, space, shown: shape.d === 2 ? 2 : 3 },
    ...{ centers: centers.renyi, strong: centers.strong, notes },
  };
  listener.prepared(first);

  if (shape.d > 3) mine.directions = principalDirections(places, all);
  let sent = 0;
  let sentAt = -Infinity;
  const send = () => {
    if (sent === frames.length || stop.aborted) return;
    const batch = batchOf(prepared, centers, frames.slice(sent), mine, sent);
    listener.frames(transfer(batch, buffersOf(batch)));
    sent = frames.length;
    sentAt = performance.now();
  };
  const most = Math.floor(MOST_KEPT / (8 * all.n * shape.d));
  const put = (frame: Frame) => void (frames.length < most && frames.push(frame));
  const recorder = frameRecorder(shape, initial, put, new Set(edits.map(({ t }) => t)));
  const breathe = breathing();
  const began = performance.now();
  const result = await executeTogether(prepared, {
    signal: stop,
    onStep: (step) => recorder.follow(step),
    async onProgress() {
      if (performance.now() - sentAt > BETWEEN_BATCHES) send();
      await breathe();
    },
  });
  if (stop.aborted) return;
  const { trajectory, events } = result;
  mine.result = result;
  recorder.rest();
  send();
  if (shape.d > 3) {
    const last = directionsOf(frames[frames.length - 1].x, shape.d, space);
    mine.directions = principalDirections(last, { n: last.length / shape.d, d: shape.d });
    const whole = batchOf(prepared, centers, frames, mine, 0);
    listener.restart(transfer(whole, buffersOf(whole)));
  }
  listener.ended({
    ...{ status: trajectory.status, statistics: trajectory.statistics, ...computedOf(result) },
    ...{ events, tree: treeOrder(events, problem) },
    sha256: digestOf(trajectory),
    seconds: (performance.now() - began) / 1000,
  });
}

expose(session);
