/** Where runs are computed: a worker with the numerical core, so that the page never waits. */
import { expose, transfer } from 'comlink';
import type { Recording, RunResult } from 'parkade';
import { formOf, parseWord } from 'parkade/form';
import { centersOf, preparedOf } from './batches.ts';
import { breathing } from './breath.ts';
import { computedOf } from './computed-here.ts';
import { digestOf } from './digest.ts';
import { finished } from './finished.ts';
import { outlookOf } from './foresee.ts';
import { type Frame, frameAt, frameRecorder } from './frames.ts';
import { lifted } from './lift.ts';
import { prepared } from './limits.ts';
import { answer, links, shortest } from './links.ts';
import { lookAt } from './look.ts';
import { firstPlaces } from './presence.ts';
import { directionsOf, principalDirections } from './projection.ts';
import { type Listener, type Outlook, refusalOf, type Session } from './protocol.ts';
import { editsOf, isRun, type Running, runningOf, type Shown, toldOf } from './running.ts';
import { sendingTo } from './sending.ts';
import { sweeps } from './sweeps.ts';
import { executeTogether } from './threads.ts';
import { treeOrder } from './tree-order.ts';

/** Bytes of frames that are kept, for looks at them. */
const MOST_KEPT = 400_000_000;

/** What is shown, and what has come of it. */
interface Showing {
  readonly shown: Shown;
  readonly stop: { aborted: boolean };
  /** Tokens recorded elsewhere; of a run when it has ended. */
  recording?: Recording;
  result?: RunResult;
}
let showing: Showing | null = null;
/** Settled when nothing computes any more: runs follow each other, as there is one team of threads. */
let idle: Promise<unknown> = Promise.resolve();

/** Whatever was shown before is let go. */
function show(shown: Shown): Showing {
  if (showing) showing.stop.aborted = true;
  showing = { shown, stop: { aborted: false } };
  return showing;
}

const session: Session = {
  ...links,
  ...sweeps,
  async run(spec, listener) {
    try {
      const running = runningOf(prepared(spec));
      const mine = show(running);
      const before = idle;
      idle = before.catch(() => {}).then(() => (mine.stop.aborted ? undefined : film(running, mine, listener)));
      await idle;
    } catch (error) {
      listener.refused(refusalOf(error));
    }
  },
  async play(file, listener) {
    try {
      const recorded = await import('./recorded.ts');
      const recording = await recorded.readRecording(file);
      const mine = show(recorded.shownOf(recording));
      mine.recording = recording;
      await recorded.film(recording, mine.shown, listener, mine.stop);
      return null;
    } catch (error) {
      return refusalOf(error);
    }
  },
  async beginning() {
    const { recording, result } = showing ?? {};
    if (!recording || result) return null;
    const { beginningOf } = await import('./recorded.ts');
    return answer(() => shortest(beginningOf(recording)));
  },
  async look(what, frame, token) {
    const at = showing?.shown.frames[frame];
    return at && showing ? lookAt(what, showing.shown, at, token) : null;
  },
  async lift(t, token, place) {
    const at = showing && frameAt(showing.shown.frames, t);
    if (!at || !showing) return null;
    const { d, directions } = showing.shown;
    // One more token is as long as the last one.
    const like = token ?? at.x.length / d - 1;
    return lifted(place, at.x.slice(like * d, (like + 1) * d), directions, d);
  },
  async foresee(trial) {
    const mine = showing?.shown;
    if (!mine || !isRun(mine)) return null;
    const outlook: Outlook | null = await outlookOf(mine, trial, breathing());
    return outlook && mine === showing?.shown
      ? transfer(outlook, [outlook.places.buffer as ArrayBuffer, outlook.labels.buffer as ArrayBuffer])
      : null;
  },
  async finished() {
    if (!showing?.recording) return null;
    return finished(showing.shown, showing.recording, showing.result);
  },
  async comment(frame) {
    const mine = showing;
    if (!mine?.recording || frame >= mine.shown.frames.length) return null;
    const { commentAt } = await import('./comment.ts');
    return commentAt(mine.shown, mine.recording, frame);
  },
  async file(format) {
    if (!showing?.recording) return null;
    const { fileOf } = await import('./file.ts');
    const bytes = await fileOf(format, showing.recording);
    return transfer(bytes, [bytes.buffer as ArrayBuffer]);
  },
  form: async (choice) => formOf(choice),
  meaning: async (text) => parseWord(text),
};

/** Runs, and sends frames as they come. */
async function film(running: Running, mine: Showing, listener: Listener): Promise<void> {
  const { prepared, frames, d, most, space, lengths } = running;
  const { problem } = prepared;
  const { stop } = mine;
  const edits = editsOf(problem);
  const places = directionsOf(firstPlaces(problem.initial, d, edits), d, space);
  const centers = centersOf(places, d, lengths.delta);
  listener.prepared(preparedOf(running, centers, toldOf(running)));
  if (d > 3) running.directions = principalDirections(places, { n: most, d });
  const sending = sendingTo(listener, running, centers, stop);
  const kept = Math.floor(MOST_KEPT / (8 * most * d));
  const put = (frame: Frame) => void (frames.length < kept && frames.push(frame));
  const recorder = frameRecorder(problem.shape, problem.initial, put, new Set(edits.map(({ t }) => t)));
  const breathe = breathing();
  const began = performance.now();
  const result = await executeTogether(prepared, {
    signal: stop,
    onStep: (step) => recorder.follow(step),
    async onProgress() {
      sending.sendWhenDue();
      await breathe();
    },
  });
  if (stop.aborted) return;
  const { trajectory, events } = result;
  mine.result = result;
  mine.recording = trajectory;
  recorder.rest();
  sending.send();
  if (d > 3) {
    const last = directionsOf(frames[frames.length - 1].x, d, space);
    running.directions = principalDirections(last, { n: last.length / d, d });
    sending.sendAgain();
  }
  listener.ended({
    ...{ status: trajectory.status, statistics: trajectory.statistics, ...computedOf(result) },
    ...{ events, tree: treeOrder(events, problem) },
    sha256: digestOf(trajectory),
    seconds: (performance.now() - began) / 1000,
  });
}

expose(session);
