/** Which jobs that a worker has are still wanted: their coordinator may have ended or been cancelled meanwhile. */
import { cancelledKey, overKey } from './keys.ts';
import type { Redis } from './library.ts';

const EVERY_MS = 1000;

interface Wanted {
  /** Whether it is wanted no longer, asked now. */
  lost(): Promise<boolean>;
  /** Comes when it is wanted no longer. */
  readonly signal: AbortSignal;
  end(): void;
}

export function wantedJobs(client: Redis) {
  const watched = new Set<{ readonly run: string; readonly name: string; readonly controller: AbortController }>();
  /** Where Redis does not answer, whatever it was asked for is believed to be wanted. */
  const isOver = async ({ run, name }: { readonly run: string; readonly name: string }) =>
    client.status === 'ready' && (await client.exists(overKey(run), cancelledKey(name)).catch(() => 0)) > 0;
  const timer = setInterval(async () => {
    for (const one of watched) if (await isOver(one)) one.controller.abort();
  }, EVERY_MS);
  return {
    watch({ run, name }: { readonly run: string; readonly name: string }): Wanted {
      const one = { run, name, controller: new AbortController() };
      watched.add(one);
      return { lost: () => isOver(one), signal: one.controller.signal, end: () => void watched.delete(one) };
    },
    end: () => clearInterval(timer),
  };
}
