/** The page's side of the worker. */
import { proxy, type Remote, wrap } from 'comlink';
import type { RunSpec } from 'parkade';
import { type Listener, refusalOf, type Session } from './protocol.ts';

export interface Engine {
  run(spec: RunSpec, listener: Listener): void;
  readonly session: Remote<Session>;
  readonly look: Session['look'];
  readonly lift: Session['lift'];
  readonly foresee: Session['foresee'];
  readonly finished: Session['finished'];
  readonly form: Session['form'];
  readonly meaning: Session['meaning'];
  stop(): void;
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
    session,
    // What is generic loses its type on the way through the proxy.
    look: session.look as unknown as Session['look'],
    lift: session.lift,
    foresee: session.foresee,
    finished: session.finished,
    form: session.form,
    meaning: session.meaning,
    stop: () => void session.stop(),
    close: () => worker.terminate(),
  };
}
