/** How a problem is to be solved: when to save, whom to tell, where to compute. */
import type { FieldOptions } from '../backends/backend.ts';
import type { BackendName } from '../backends/open.ts';
import type { Edit } from '../core/edit.ts';
import type { State } from '../core/state.ts';
import type { MarchOptions } from './march.ts';

/** Edits at one time, and what they leave. */
interface EditsDone {
  readonly t: number;
  readonly edits: readonly Edit[];
  /** The tokens that are there now, [n, d]. */
  readonly x: State;
}

export interface SimulateOptions extends MarchOptions {
  /** Called at every saved time with the tokens that are there [n, d]; the array is reused. */
  readonly onSample?: (t: number, x: State) => void;
  /** Called on the way of an edited run, once tokens are edited and before the first step that follows. */
  readonly onEdits?: ((done: EditsDone) => void) | undefined;
  readonly backend?: BackendName | 'auto';
  /** How to compute the field, and how precisely; the choice and its error bound are in the result. */
  readonly field?: FieldOptions['field'];
  readonly precision?: FieldOptions['precision'];
  readonly costs?: FieldOptions['costs'];
  /** Threads to share the work of large fields; the bits do not depend on them. */
  readonly team?: FieldOptions['team'];
  /** Keep the samples in the result; by default true. */
  readonly store?: boolean;
}
