/** Tokens recorded elsewhere: a file read, shown as a film, and taken as the beginning of an equation. */
import { lengthsOf, type Recording, type RunSpec, recordingOf, tokensAt } from 'parkade';
import { checkHdf5Signature, isHdf5, type OpenHdf5, readRecordedArrays, readRecordedHdf5 } from 'parkade/formats';
import { centersOf, preparedOf } from './batches.ts';
import { breathing } from './breath.ts';
import { evenlyChosen } from './frames.ts';
import { directionsOf, principalDirections } from './projection.ts';
import { type Listener, NO_CLUSTER, type RecordedFile } from './protocol.ts';
import type { Shown } from './running.ts';
import { sendingTo } from './sending.ts';

/** More recorded times than this are a choice of them, evenly in their order. */
const MOST_FRAMES = 2000;
/** Numbers that a specification may begin with: beyond that it is no text that people keep. */
const MOST_LISTED = 20_000;
/** How long an equation runs that begins with the tokens of a single time. */
const USUAL_END = 10;

/** @throws ParkadeError FileProblem for a file that does not hold tokens, or more than are told apart here */
export async function readRecording({ name, bytes }: RecordedFile): Promise<Recording> {
  const arrays = isHdf5(name) ? await arraysOfHdf5(bytes, name) : readRecordedArrays(bytes, name);
  const recording = recordingOf(arrays, name);
  const { n } = recording.shape;
  if (n >= NO_CLUSTER)
    throw new Error(
      `“${name}” should hold fewer than ${NO_CLUSTER} tokens to be shown here, but holds ${n}: measure it with "parkade measure".`,
    );
  return recording;
}

async function arraysOfHdf5(bytes: Uint8Array, name: string) {
  checkHdf5Signature(bytes, name);
  const { default: h5wasm } = await import('h5wasm');
  const { FS, activate_throwing_error_handler } = await h5wasm.ready;
  activate_throwing_error_handler();
  const path = 'recorded.h5';
  FS.writeFile(path, bytes);
  try {
    return readRecordedHdf5(() => new h5wasm.File(path, 'r') as unknown as OpenHdf5, name);
  } finally {
    FS.unlink(path);
  }
}

export function shownOf(recording: Recording): Shown {
  const { shape, space, beta, ts } = recording;
  const { d } = shape;
  const last = directionsOf(tokensAt(recording, ts.length - 1), d, space);
  return {
    ...{ prepared: null, d, most: shape.n, space, beta, lengths: lengthsOf({}, beta), frames: [] },
    directions: d > 3 ? principalDirections(last, { n: last.length / d, d }) : null,
  };
}

/** Sends all of it, a batch at a time. */
export async function film(
  recording: Recording,
  shown: Shown,
  listener: Listener,
  stop: { readonly aborted: boolean },
): Promise<void> {
  const { shape, space, initial, ts, present } = recording;
  const { d, lengths } = shown;
  const centers = centersOf(directionsOf(initial, d, space), d, lengths.delta);
  const [from, until] = [ts[0], ts[ts.length - 1]];
  const begin = present?.[0] ?? shape.n;
  listener.prepared(preparedOf(shown, centers, { spec: null, from, until, begin, notes: [] }));
  const breathe = breathing();
  const sending = sendingTo(listener, shown, centers, stop);
  for (const index of evenlyChosen(ts.length, MOST_FRAMES)) {
    shown.frames.push({ t: ts[index], x: tokensAt(recording, index) });
    sending.sendWhenDue();
    await breathe();
    if (stop.aborted) return;
  }
  sending.send();
}

/**
 * A setting that begins with the tokens that were recorded first: with their directions, where they have lengths.
 * @throws Error for more of them than a text should hold
 */
export function beginningOf(recording: Recording): RunSpec {
  const { space, shape, beta = 1, ts } = recording;
  const x = directionsOf(tokensAt(recording, 0), shape.d, space);
  if (x.length > MOST_LISTED)
    throw new Error(
      `A setting should begin with at most ${MOST_LISTED} numbers, but these tokens are ${x.length}: save their first state as .npy, and "parkade simulate --initial FILE".`,
    );
  const initial = Array.from({ length: x.length / shape.d }, (_, k) => [...x.subarray(k * shape.d, (k + 1) * shape.d)]);
  return { beta, initial, until: ts[ts.length - 1] - ts[0] || USUAL_END };
}
