/** Whether a token sees only itself and those before it. Pure. */
import type { Prepared } from '../../engine/protocol.ts';

export function isCausal({ spec }: Pick<Prepared, 'spec'>): boolean {
  return spec !== null && (spec as { readonly mask?: string }).mask !== 'full';
}
