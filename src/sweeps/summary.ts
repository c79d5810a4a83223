/** What many numbers are in a few. */
import { quantile } from '../numerics/quantile.ts';
import { sampleOf } from '../numerics/sample.ts';

export interface Summary {
  /** How many numbers there are. */
  readonly count: number;
  /** How many runs have none: nothing, or NaN. */
  readonly missing: number;
  readonly mean: number;
  /** Standard error of the mean; NaN of fewer than two numbers. */
  readonly standardError: number;
  readonly least: number;
  readonly greatest: number;
  /** In the order of the shares asked for. */
  readonly quantiles: readonly number[];
}

/** Numbers that grow without a list of boxes: 8 bytes each. */
export class Numbers {
  #data = new Float64Array(16);
  #count = 0;
  missing = 0;

  /** Nothing and NaN are counted as missing; a truth is 1, a falsehood 0. */
  add(value: number | boolean | null): void {
    if (value === null || Number.isNaN(value)) {
      this.missing++;
      return;
    }
    if (this.#count === this.#data.length) {
      const larger = new Float64Array(2 * this.#data.length);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.#count++] = Number(value);
  }

  /** The same whatever the order in which they came: they are sorted first. Means of infinite numbers are infinite. */
  summary(shares: readonly number[]): Summary {
    const sorted = this.#data.slice(0, this.#count).sort();
    const { mean, standardError } = sampleOf(sorted);
    const count = sorted.length;
    return {
      ...{ count, missing: this.missing, mean, standardError: count > 1 ? standardError : Number.NaN },
      least: count === 0 ? Number.NaN : sorted[0],
      greatest: count === 0 ? Number.NaN : sorted[count - 1],
      quantiles: shares.map((share) => quantile(sorted, share)),
    };
  }
}
