/** The page's side of the worker. */
import { proxy, wrap } from 'comlink';
import type { RunSpec } from 'parkade';
import { type Listener, type RecordedFile, type Refusal, refusalOf, type Session } from './protocol.ts';

export interface Engine {
  run(spec: RunSpec, listener: Listener): void;
  /** Tokens recorded elsewhere; why they cannot be shown, or null when all of them are. */
  play(file: RecordedFile, listener: Listener): Promise<Refusal | null>;
  /** Whatever else the worker is asked. */
  readonly session: Omit<Session, 'run' | 'play'>;
  /** Ends the worker. */
  close(): void;
}

export function startEngine(): Engine {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const session = wrap<Session>(worker);
  /** Whose frames are heard: what could be prepared last. What cannot be leaves the one before it as it is. */
  let current: Listener | null = null;
  /** Numbers what was asked, so that an answer that comes late to an old question is none. */
  let asked = 0;

  function takingOver(listener: Listener): Listener {
    const mine = ++asked;
    const only = <A extends unknown[]>(heard: (...given: A) => void) => {
      return (...given: A) => void (current === listener && heard(...given));
    };
    return {
      prepared(run) {
        if (mine !== asked) return;
        current = listener;
        listener.prepared(run);
      },
      frames: only(listener.frames),
      restart: only(listener.restart),
      ended: only(listener.ended),
      refused(refusal) {
        if (current === listener || mine === asked) listener.refused(refusal);
      },
    };
  }

  return {
    run(spec, listener) {
      const heard = takingOver(listener);
      session.run(spec, proxy(heard)).catch((error: unknown) => heard.refused(refusalOf(error)));
    },
    play: (file, listener) => session.play(file, proxy(takingOver(listener))),
    // What is generic loses its type on the way through the proxy.
    session: session as unknown as Omit<Session, 'run' | 'play'>,
    close: () => worker.terminate(),
  };
}
