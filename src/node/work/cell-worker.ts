/** What a worker thread does with a cell: finds the experiment by its name and computes. */
import type { Experiment } from '../../core/experiment.ts';
import { type Answer, answerOf } from '../threads/answer.ts';

/** Where experiments are registered; loaded when the first cell of a kind comes. */
const registries = {
  statement: async () => (await import('../../checks/index.ts')).statementRegistry,
  preset: async () => (await import('../../presets/index.ts')).experimentRegistry,
} as const;

export type ExperimentKind = keyof typeof registries;

/** A piece of work: which experiment's, and the cell. */
export interface CellTask {
  readonly kind: ExperimentKind;
  readonly id: string;
  readonly cell: unknown;
}

export default async function computeCell({ kind, id, cell }: CellTask): Promise<Answer<unknown>> {
  const registry: Readonly<Record<string, Pick<Experiment<unknown, unknown>, 'compute'>>> = await registries[kind]();
  return answerOf(() => registry[id].compute(cell));
}
