/** Cells dealt out: one at a time while they are long, several where messages would take as much time as they do. */

/**
 * Cells at a time, at most. A long one among them holds up those before it, a tenth of a second of work that is
 * told late.
 */
const LARGEST = 16;

interface Dealer {
  /** The next cells, by index; none when all are dealt. */
  take(): number[];
  /**
   * What became of them.
   * @param ended how many; the others are dealt again
   * @param spare whether there was time to spare
   */
  returned(batch: readonly number[], ended: number, spare: boolean): void;
}

/** @param hands how many take at the same time: towards the end each gets its part */
export function dealer(count: number, hands: number): Dealer {
  let again: number[] = [];
  let next = 0;
  let size = 1;
  return {
    take() {
      const left = again.length + count - next;
      const length = Math.min(size, Math.ceil(left / hands));
      return Array.from({ length }, () => again.pop() ?? next++);
    },
    returned(batch, ended, spare) {
      again = [...again, ...batch.slice(ended).reverse()];
      size = spare ? Math.min(2 * size, LARGEST) : Math.max(1, ended); // as many as it came to
    },
  };
}
