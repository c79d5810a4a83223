/**
 * Work in parts: what checks, the atlas and presets of many runs have in common. A cell is a piece of work, described
 * in plain JSON; what it comes to is plain JSON too and depends on the cell alone. So cells may be computed in any
 * order, on any thread or machine, kept as they end, and never twice.
 */
import type { Awaitable } from './state.ts';

export interface Experiment<Cell, Value, Parameters = void> {
  readonly id: string;
  /** The same list on every call with the same parameters; a cell is worth some tenths of a second to some seconds. */
  cells(parameters: Parameters): readonly Cell[];
  /** No NaN or infinity in it: JSON has neither, null says that there is no number. */
  compute(cell: Cell): Awaitable<Value>;
}

/** `count` whole numbers from `first` in groups of at most `size`: seeds of the runs of a cell. */
export function seedGroups(first: number, count: number, size: number): (readonly number[])[] {
  return Array.from({ length: Math.floor((count + size - 1) / size) }, (_, group) =>
    Array.from(
      { length: (group + 1) * size < count ? size : count - group * size },
      (_, i) => first + group * size + i,
    ),
  );
}
