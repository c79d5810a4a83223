/** What a coordinator is asked to have computed, and who hears of it. */
import type { WorkList } from '../../core/executor.ts';
import type { Answer } from '../threads/answer.ts';
import type { KnownWork } from '../work/kinds.ts';
import type { Tell } from './connection.ts';

export interface Task {
  readonly work: WorkList<KnownWork>;
  readonly name: string;
  /** This run of the coordinator. */
  readonly run: string;
  readonly code: string;
  readonly maxStalls: number;
  readonly results: string | undefined;
  readonly told: Tell;
  ended(index: number, answer: Answer<unknown>): void;
  lost(index: number, why: string): void;
  /** Ends everything with an error, and the signal comes. */
  fail(error: unknown): void;
  readonly signal: AbortSignal;
}
