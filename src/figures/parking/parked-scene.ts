/** What a picture of parked tokens is drawn from, and how. */
import type { Block } from '../drawing/figure.ts';
import type { Pen } from '../drawing/pen.ts';

/** Rényi centers of one run. */
export interface ParkedCenters {
  /** [m, d]; the first is the first token. */
  readonly places: Float64Array;
  /** Which of them are strong. */
  readonly strong: readonly boolean[];
}

export interface ParkedPicture {
  readonly block: Block;
  /** What is to be seen, of the run with this seed. */
  says(seed: number): string;
}

/** The colour of what surrounds a center: ordinary ones are quieter than strong ones. */
export function parkedColour({ palette }: Pen, strong: boolean): string {
  return strong ? palette.strong : palette.muted;
}
