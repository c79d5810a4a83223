/** Where somebody is on the tour; nowhere unless they asked for it. */

class Touring {
  /** From 0; null while there is no tour. */
  step = $state<number | null>(null);

  toggle(): void {
    this.step = this.step === null ? 0 : null;
  }
  end(): void {
    this.step = null;
  }
}

export const touring = new Touring();
