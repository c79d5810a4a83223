/** What a worker looks after beside its jobs: work that waits for other code, a queue that is empty. */
import type { Tell } from './connection.ts';
import { queueKey } from './jobs-of.ts';
import { shortCode } from './keys.ts';
import type { Redis } from './library.ts';
import { present } from './presence.ts';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Says once of each other code whose coordinator is there that its work is left to others; looked for at longer and
 * longer intervals.
 * @returns ends it
 */
export function sayOtherCode(client: Redis, code: string, told: Tell): () => void {
  const said = new Set<string>();
  let wait = FIRST_PAUSE_MS;
  let over = false;
  let timer = setTimeout(look, wait);
  async function look() {
    const there = client.status === 'ready' ? await present(client, 'coordinators').catch(() => []) : [];
    for (const { code: other, machine } of there) {
      if (other === code || said.has(other)) continue;
      said.add(other);
      told(
        `Work of ${machine} is for code ${shortCode(other)}, and this is ${shortCode(code)}: it is left for workers of that code; install the same version on both.`,
      );
    }
    wait = Math.min(2 * wait, LONGEST_PAUSE_MS);
    if (!over) timer = setTimeout(look, wait);
  }
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

const EMPTY_LOOK_MS = 500;
/** A coordinator that refills the queue leaves it empty for less than that. */
const LOOKS = 3;

/** Reached when nothing has waited, nor been under way here, at several looks one after another. */
export function endWhenEmpty(client: Redis, code: string, busy: () => number) {
  let timer: ReturnType<typeof setInterval> | undefined;
  const reached = new Promise<void>((resolve) => {
    let looks = 0;
    timer = setInterval(async () => {
      if (client.status !== 'ready') return;
      const waiting = await Promise.all(['wait', 'paused'].map((list) => client.llen(queueKey(code, list)))).catch(
        () => [1],
      );
      looks = busy() === 0 && waiting.every((count) => count === 0) ? looks + 1 : 0;
      if (looks >= LOOKS) resolve();
    }, EMPTY_LOOK_MS);
  });
  return { reached, end: () => clearInterval(timer) };
}
