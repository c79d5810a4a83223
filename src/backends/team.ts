/**
 * The contract of threads that compute one field together: the pure part asks for them, src/node/threads/team.ts has
 * them.
 */

/** One kernel call of one thread: its number among the row kernels, then parameters, block, from, to, out. */
export type RowCall = readonly [
  kernel: number,
  parameters: number,
  block: number,
  from: number,
  to: number,
  out: number,
];

export interface Crew {
  /** Runs calls[i] on helper i and `own` here, and returns when all are done. */
  run(calls: readonly RowCall[], own: () => void): void;
  /** Lets the helpers go. */
  leave(): void;
}

export interface Team {
  /** Helpers and the caller. */
  readonly threads: number;
  /** Whether no crew is at work: a team serves one engine at a time. */
  readonly free: boolean;
  /**
   * Readies every helper with the kernels over one shared memory. `kernels` names the row kernels in the order of their
   * numbers.
   */
  join(bytes: Uint8Array, memory: object, kernels: readonly string[]): Promise<Crew>;
}
