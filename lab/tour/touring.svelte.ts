/** Where somebody is on the tour; nowhere unless they asked for it. */

class Touring {
  /** From 0; null while there is no tour. */
  step = $state<number | null>(null);

  /** How the tour is left by whoever is on it: what was there before comes back. */
  leave: (() => void) | null = null;

  toggle(): void {
    if (this.step === null) this.step = 0;
    else (this.leave ?? (() => this.end()))();
  }
  /** Ends it, for something else that is opened. */
  end(): void {
    this.step = null;
  }
}

export const touring = new Touring();
