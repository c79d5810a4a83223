/**
 * Answers that came before their cells were asked for: an earlier coordinator, which is dead, had asked for them. They
 * are taken for the cells that say the same, and forgotten where there are too many.
 */
import type { Answer } from '../threads/answer.ts';

const MOST_BYTES = 64 * 2 ** 20;

interface EarlyAnswers {
  keep(hash: string, answer: Answer<unknown>, bytes: number): void;
  /** The answer for a cell, which is given once. */
  take(hash: string): Answer<unknown> | undefined;
}

export function earlyAnswers(): EarlyAnswers {
  const kept = new Map<string, { readonly answer: Answer<unknown>; readonly bytes: number }>();
  let total = 0;
  return {
    keep(hash, answer, bytes) {
      if (kept.has(hash) || total + bytes > MOST_BYTES) return;
      kept.set(hash, { answer, bytes });
      total += bytes;
    },
    take(hash) {
      const found = kept.get(hash);
      if (found === undefined) return undefined;
      kept.delete(hash);
      total -= found.bytes;
      return found.answer;
    },
  };
}
