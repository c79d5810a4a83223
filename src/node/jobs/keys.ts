/** What things are called in Redis: all of ours begins with "parkade". */

/** What the keys of the queue begin with. */
export const PREFIX = 'parkade';

/** Enough of the hash of the code to tell two apart, for names and for people. */
export function shortCode(code: string): string {
  return code.slice(0, 12);
}

/** Each code has its own queue: workers of another never see its jobs. */
export function queueName(code: string): string {
  return `jobs-${shortCode(code)}`;
}

/** The list of what came of the jobs of a work of that name. */
export function repliesKey(code: string, name: string): string {
  return `${PREFIX}:replies:${shortCode(code)}:${name}`;
}

/** There where what a coordinator asked for is wanted no longer. */
export function overKey(run: string): string {
  return `${PREFIX}:over:${run}`;
}

/** There where a work was cancelled, whoever coordinates it. */
export function cancelledKey(name: string): string {
  return `${PREFIX}:cancelled:${name}`;
}

/** Seconds that whatever nobody collects stays: a week. */
export const KEPT_SECONDS = 7 * 24 * 3600;
