import { isCalm } from '../state/calm.ts';
import type { Lab } from '../state/lab.svelte.ts';

/** What was opened plays, or stands at its end for those who want nothing to move. */
export function begins(lab: Lab): void {
  if (isCalm()) lab.showEnd();
  else lab.playing = true;
}
