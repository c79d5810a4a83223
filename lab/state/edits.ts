/** What was done to tokens, as a list in the order of time. Pure. */

import type { Edit } from 'parkade';
import { tokensAt } from '../engine/presence.ts';

const opposite: Readonly<Partial<Record<Edit['kind'], Edit['kind']>>> = { freeze: 'release', release: 'freeze' };

/** Of one that adds a token, none: which it is follows. */
function tokenOf(edit: Edit): number | undefined {
  return 'token' in edit ? edit.token : undefined;
}

/**
 * The list with one more edit, after all others of its time. A token that is dragged again at the same time was only
 * moved once, to where it is now; freezing and releasing at one time cancel out. A token that is added takes the number
 * after the last one that is there then, and those that were added later count on from it.
 *
 * @param n how many tokens there are before any edit
 */
export function withEdit(edits: readonly Edit[], edit: Edit, n: number): readonly Edit[] {
  const before = edits.filter(({ t }) => t <= edit.t);
  const added = edit.kind === 'add' ? tokensAt(before, Infinity, n) : Infinity;
  const after = edits
    .filter(({ t }) => t > edit.t)
    .map((later): Edit => {
      const token = tokenOf(later);
      return token === undefined || token < added ? later : ({ ...later, token: token + 1 } as Edit);
    });
  const last = before.at(-1);
  if (last && last.t === edit.t && tokenOf(last) === tokenOf(edit) && tokenOf(last) !== undefined) {
    if (last.kind === 'move' && edit.kind === 'move') return [...before.slice(0, -1), edit, ...after];
    if (opposite[last.kind] === edit.kind) return [...before.slice(0, -1), ...after];
  }
  return [...before, edit, ...after];
}

/** How many tokens there are before any edit, when so many are there once those of time 0 are done. */
export function tokensBefore(begin: number, edits: readonly Edit[]): number {
  return 2 * begin - tokensAt(edits, 0, begin);
}
