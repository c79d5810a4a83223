/** A whole run as a cell: its specification goes one way, what comes of it the other. */
import { prepareRun, type ResolvedSpec } from '../../run/prepare.ts';
import { execute, type RunResult } from '../../run/run.ts';
import '../threads/blas.ts';

export interface RunCell {
  readonly spec: ResolvedSpec;
  /** Keep the tokens too; the measurements always are. */
  readonly store: boolean;
}

/** The result without its problem, which is made again from the specification on the other side. */
export type RunParts = Omit<RunResult, 'trajectory'> & {
  readonly trajectory: Omit<RunResult['trajectory'], 'problem' | 'initial'>;
};

export async function computeRun({ spec, store }: RunCell): Promise<RunParts> {
  return partsOfRun(await execute(prepareRun(spec), { store }));
}

export function partsOfRun({ trajectory, ...rest }: RunResult): RunParts {
  const { problem: _, initial: __, ...parts } = trajectory;
  return { ...rest, trajectory: parts };
}
