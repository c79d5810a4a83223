/** Settings that were, and a way back to them. Pure. */

/** More than that are forgotten, the oldest first. */
const MOST = 200;

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

export function changed<T>({ past, present }: History<T>, next: T): History<T> {
  return { past: [...past.slice(1 - MOST), present], present: next, future: [] };
}

/** The same place in history with another value: while something is being dragged. */
export function replaced<T>(history: History<T>, present: T): History<T> {
  return { ...history, present };
}

export function undone<T>({ past, present, future }: History<T>): History<T> | null {
  return past.length === 0
    ? null
    : { past: past.slice(0, -1), present: past[past.length - 1], future: [present, ...future] };
}

export function redone<T>({ past, present, future }: History<T>): History<T> | null {
  return future.length === 0 ? null : { past: [...past, present], present: future[0], future: future.slice(1) };
}
