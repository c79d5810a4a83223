import type { Slot } from '../core/engine.ts';
import type { Shape, State, VectorField } from '../core/state.ts';
import { type AttentionFieldParameters, attentionField } from '../dynamics/attention-field.ts';

/** The operation `output` of engines of attention whose slots are arrays; made when first asked for. */
export function outputOf(attention: AttentionFieldParameters, shape: Shape, states: readonly State[]) {
  let field: VectorField | undefined;
  return {
    output(_t: number, x: Slot, out: Slot): void {
      field ??= attentionField(attention, shape, 'ambient');
      field(0, states[x], states[out]);
    },
  };
}
