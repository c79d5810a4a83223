/** What would come if a token were moved: a short run beside the run, while somebody holds the token. */
import { clusters, makeProblem, type PreparedRun, simulate } from 'parkade';
import { type Frame, frameAt } from './frames.ts';
import { lifted } from './lift.ts';
import { directionsOf, placesOf } from './projection.ts';
import { NO_CLUSTER, type Outlook, type Trial } from './protocol.ts';
import { editsOf, frozenTokens, type Running } from './running.ts';

/** Milliseconds after which a trial ends with what there is, so that the next one can begin. */
const LONGEST = 450;

/** Breathes now and then, as every long computation in the worker. */
export async function outlookOf(
  running: Running,
  trial: Trial,
  breathe: () => Promise<void> | undefined,
): Promise<Outlook | null> {
  const frame = frameAt(running.frames, trial.t);
  if (frame === null || trial.token * running.d >= frame.x.length) return null;
  const times = trial.times.filter((t) => t > frame.t);
  if (times.length === 0) return null;
  const { problem, method, measurement, spec } = running.prepared;
  const { d } = running;
  const x = frame.x.slice();
  const old = x.slice(trial.token * d, (trial.token + 1) * d);
  x.set(lifted(trial.place, old, running.directions, d), trial.token * d);
  const ahead = makeProblem({
    ...{ ...problem, shape: { n: x.length / d, d }, initial: x, tSpan: [frame.t, times[times.length - 1]] },
    ...editsAhead(running, frame, times[times.length - 1]),
  } as PreparedRun['problem']);
  const began = performance.now();
  const stop = { aborted: false };
  const { ts, xs, present } = (await simulate(ahead, method, {
    saveAt: times,
    backend: spec.backend ?? 'auto',
    signal: stop,
    async onProgress() {
      stop.aborted = performance.now() - began > LONGEST;
      await breathe();
    },
  })) as Awaited<ReturnType<typeof simulate>> & { readonly present?: Int32Array };
  return shownOf(running, trial, ts.length, xs, (i) => present?.[i] ?? x.length / d, measurement.threshold);
}

/** Those that are frozen stay so, and what was to be done later will be. */
function editsAhead(running: Running, frame: Frame, until: number): object {
  const edits = editsOf(running.prepared.problem);
  if (edits.length === 0) return {};
  const frozen = [...frozenTokens(running, frame)].sort((a, b) => a - b);
  return {
    edits: [
      ...frozen.map((token) => ({ t: frame.t, kind: 'freeze', token })),
      ...edits.filter(({ t }) => t > frame.t && t < until),
    ],
  };
}

function shownOf(
  { d, most: n, space, directions }: Running,
  trial: Trial,
  count: number,
  xs: Float64Array,
  presentAt: (i: number) => number,
  threshold: number,
): Outlook | null {
  if (count === 0) return null;
  const shown = d === 2 ? 2 : 3;
  const stride = xs.length / count;
  const places = new Float32Array(count * n * shown).fill(NaN);
  const labels = new Uint16Array(n).fill(NO_CLUSTER);
  for (let i = 0; i < count; i++) {
    const shape = { n: presentAt(i), d };
    const x = directionsOf(xs.slice(i * stride, i * stride + shape.n * d), d, space);
    placesOf(x, shape, directions, places, i * n * shown);
    if (i === count - 1) labels.set(clusters(x, shape, threshold).labels);
  }
  return { trial, places, count, labels };
}
