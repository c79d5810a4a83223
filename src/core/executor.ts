/**
 * Who computes cells: the contract between work in parts (experiment.ts) and whatever it is computed on. It knows of no
 * threads, machines or queues: another engine is another implementation, and who has work does not notice.
 */

/** A cell, and whose it is: plain JSON, so that a queue can carry it and a journal knows it again by what it says. */
export interface Work<Kind extends string = string> {
  /** What knows how to compute it: a registry of experiments, say. */
  readonly kind: Kind;
  /** Whose it is, by its name among those of its kind. */
  readonly id: string;
  readonly cell: unknown;
}

/** A request to stop, as far as one must be heard; an AbortSignal is one. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', heard: () => void): void;
  removeEventListener(type: 'abort', heard: () => void): void;
}

/** Cells in their places: a list, or one that makes each when it is asked for, so that a million take no memory. */
export interface WorkList<Some extends Work = Work> {
  readonly length: number;
  /** The cell at a place from 0 to length − 1, the same whenever it is asked for. */
  at(index: number): Some | undefined;
}

export interface Listener {
  /**
   * A cell has ended.
   * @param index its place in the list of work
   * @param value plain data, which loses nothing on its way: JSON, with typed arrays in it where the kind of work says
   *   so
   */
  ended(index: number, value: unknown): void;
  /**
   * A cell that whoever computed it died of, again and again: it ran out of memory, say. Where nobody listens for it,
   * the run ends with that.
   */
  lost?(index: number, why: string): void;
  readonly signal?: StopSignal | undefined;
}

/** Computes cells. A value depends on its cell alone, never on the executor: any two of them agree to the last bit. */
export interface Executor<Some extends Work = Work> {
  /**
   * Computes every cell of the list once, in any order, and tells of each once, as it ends or a little later. Resolves
   * when all have ended, or soon after the signal, with what is under way let go: nothing is told after it, and nothing
   * is begun if it came before. When the promise is settled, all is over.
   *
   * @throws ParkadeError the mistake that a cell met, in its own words; other cells are let go. So with what `ended`
   *   throws.
   */
  run(work: WorkList<Some>, listener: Listener): Promise<void>;
}
