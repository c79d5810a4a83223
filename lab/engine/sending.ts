/** Frames on their way to the page: in batches, the first as soon as there is one. */
import { transfer } from 'comlink';
import { batchOf, buffersOf, type Centers } from './batches.ts';
import type { Batch, Listener } from './protocol.ts';
import type { Shown } from './running.ts';

/** Milliseconds between two batches. */
const BETWEEN = 60;

export interface Sending {
  /** Whatever was not sent yet. */
  send(): void;
  /** The same, when it is time to. */
  sendWhenDue(): void;
  /** All frames again, seen from other directions. */
  sendAgain(): void;
}

export function sendingTo(
  listener: Listener,
  shown: Shown,
  centers: Centers,
  stop: { readonly aborted: boolean },
): Sending {
  const { frames } = shown;
  let sent = 0;
  let sentAt = -Infinity;
  const handed = (batch: Batch) => transfer(batch, buffersOf(batch));
  function send(): void {
    if (sent === frames.length || stop.aborted) return;
    listener.frames(handed(batchOf(shown, centers, frames.slice(sent), sent)));
    sent = frames.length;
    sentAt = performance.now();
  }
  return {
    send,
    sendWhenDue() {
      if (performance.now() - sentAt > BETWEEN) send();
    },
    sendAgain() {
      listener.restart(handed(batchOf(shown, centers, frames, 0)));
    },
  };
}
