/** The page's side of the worker. */
import { proxy, wrap } from 'comlink';
import type { RunSpec } from 'parkade';
import { type Listener, refusalOf, type Session } from './protocol.ts';

export interface Engine {
  run(spec: RunSpec, listener: Listener): void;
  /** Whatever else the worker is asked. */
  readonly session: Omit<Session, 'run'>;
  /** Ends the worker. */
  close(): void;
}

export function startEngine(): Engine {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const session = wrap<Session>(worker);
  let current = 0;
  return {
    run(spec, listener) {
      const mine = ++current;
      const only = <A extends unknown[]>(heard: (...given: A) => void) => {
        return (...given: A) => void (mine === current && heard(...given));
      };
      const heard: Listener = {
        prepared: only(listener.prepared),
        frames: only(listener.frames),
        restart: only(listener.restart),
        ended: only(listener.ended),
        refused: only(listener.refused),
      };
      session.run(spec, proxy(heard)).catch((error: unknown) => heard.refused(refusalOf(error)));
    },
    // What is generic loses its type on the way through the proxy.
    session: session as unknown as Omit<Session, 'run'>,
    close: () => worker.terminate(),
  };
}
