/**
 * What a worker thread does with a batch of cells: one after another, until it has worked long enough to be heard of.
 */
import { type Answer, answerOf } from '../threads/answer.ts';
import { computeWork, type KnownWork } from './kinds.ts';

/** Milliseconds of work beside which a message, some tenths of one, does not count. */
const LONG_ENOUGH = 100;

export interface Batch {
  /** Of the first cells, up to a mistake if there was one. */
  readonly answers: readonly Answer<unknown>[];
  /** Whether all were computed with time to spare: more at once would save messages. */
  readonly spare: boolean;
}

/** The batch before, which the next waits for: two at once would share memory, and their times would mean nothing. */
let before: Promise<unknown> = Promise.resolve();

export default function computeInTurn(batch: readonly KnownWork[]): Promise<Batch> {
  const computed = before.then(() => computeBatch(batch));
  before = computed.catch(() => {});
  return computed;
}

async function computeBatch(batch: readonly KnownWork[]): Promise<Batch> {
  const begun = performance.now();
  const answers: Answer<unknown>[] = [];
  for (const work of batch) {
    const answer = await answerOf(() => computeWork(work));
    answers.push(answer);
    if ('mistake' in answer || performance.now() - begun > LONG_ENOUGH) return { answers, spare: false };
  }
  return { answers, spare: true };
}
