/** Bars of shares. Pure. */

/** 10 % is a third as high as all, 1 % a tenth. */
export function heightOfShare(share: number): number {
  return Math.sqrt(Math.min(1, Math.max(0, share)));
}

export interface Bar {
  /** The shares that it stands for, from one up to before another. */
  readonly from: number;
  readonly to: number;
  /** The largest of them, and which one that is. */
  readonly share: number;
  readonly bar: number;
}

/** A bar for each share, or where more than one would fall on a pixel the largest of each pixel. */
export function barsOf(shares: ArrayLike<number>, width: number): Bar[] {
  const each = Math.max(1, Math.ceil(shares.length / Math.max(1, width)));
  const bars: Bar[] = [];
  for (let from = 0; from < shares.length; from += each) {
    const to = Math.min(shares.length, from + each);
    let bar = from;
    for (let i = from + 1; i < to; i++) if (shares[i] > shares[bar]) bar = i;
    bars.push({ from, to, share: shares[bar], bar });
  }
  return bars;
}

/** Over how many a total is spread: e to the entropy of the shares, 1 where one has all, their number where all are equal. */
export function spreadOf(shares: ArrayLike<number>): number {
  let [total, entropy] = [0, 0];
  for (let i = 0; i < shares.length; i++) total += shares[i];
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i] / total;
    if (share > 0) entropy -= share * Math.log(share);
  }
  return Math.exp(entropy);
}
