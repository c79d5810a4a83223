/** Numbers, lists, matrices and choices from a seeded generator. */
import type { Draw } from './draw.ts';

export class Chance {
  private readonly source: Draw;

  constructor(source: Draw) {
    this.source = source;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.source.uniform();
  }

  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** With independent entries N(0, 1/columns). */
  matrix(rows: number, columns: number): number[][] {
    const entry = () => this.source.normal() / Math.sqrt(columns);
    return Array.from({ length: rows }, () => Array.from({ length: columns }, entry));
  }

  list(length: number, low: number, high: number): number[] {
    return Array.from({ length }, () => this.between(low, high));
  }

  oneOf<All extends readonly unknown[]>(...all: All): All[number] {
    return all[this.whole(0, all.length - 1)];
  }
}
