/** What was done to tokens, as a list in the order of time. Pure. */

/** What was done to a token at a time; tokens count from 0. */
export interface Edit {
  readonly t: number;
  readonly kind: 'move' | 'add' | 'freeze' | 'release' | 'remove';
  readonly token?: number;
  readonly x?: readonly number[];
}

const opposite: Readonly<Partial<Record<Edit['kind'], Edit['kind']>>> = { freeze: 'release', release: 'freeze' };

/**
 * The list with one more edit, after all others of its time. A token that is dragged again at the same time was only
 * moved once, to where it is now; freezing and releasing at one time cancel out.
 */
export function withEdit(edits: readonly Edit[], edit: Edit): readonly Edit[] {
  const before = edits.filter(({ t }) => t <= edit.t);
  const after = edits.filter(({ t }) => t > edit.t);
  const last = before.at(-1);
  if (last && last.t === edit.t && last.token === edit.token && last.token !== undefined) {
    if (last.kind === 'move' && edit.kind === 'move') return [...before.slice(0, -1), edit, ...after];
    if (opposite[last.kind] === edit.kind) return [...before.slice(0, -1), ...after];
  }
  return [...before, edit, ...after];
}
