/** What the worker says of the frame shown: asked anew with every beat, never twice at a time. */
import type { Look, LookName } from '../../engine/protocol.ts';
import type { Lab } from '../../state/lab.svelte.ts';
import { theBeat } from './beat.svelte.ts';

export class Looking<K extends LookName> {
  /** The last answer; null before there is one, and where the run has none to give. */
  answer = $state.raw<Look[K] | null>(null);
  private busy = false;
  private again = false;

  /** To be made while a component begins. */
  constructor(lab: Lab, what: K, token: () => number = () => 0) {
    const beat = theBeat();
    const ask = async () => {
      if (this.busy) {
        this.again = true;
        return;
      }
      this.busy = true;
      do {
        this.again = false;
        try {
          this.answer = (await lab.session.look(what, beat.frame, token())) as Look[K] | null;
        } catch {
          this.answer = null;
        }
      } while (this.again);
      this.busy = false;
    };
    $effect(() => {
      void [beat.film, beat.frame, token()];
      if (beat.film !== null) void ask();
    });
  }
}
