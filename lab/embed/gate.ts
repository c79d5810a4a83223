/** So many things in a second, and no more: what a flood may cost. Pure. */

export class Gate {
  private readonly most: number;
  private second = -1;
  private count = 0;

  constructor(most: number) {
    this.most = most;
  }

  /** Whether one more may pass at a time in milliseconds; 'last' for the first that may not, to say so once. */
  passes(now: number): boolean | 'last' {
    const second = Math.floor(now / 1000);
    if (second !== this.second) [this.second, this.count] = [second, 0];
    this.count++;
    return this.count <= this.most || (this.count === this.most + 1 && 'last');
  }
}
