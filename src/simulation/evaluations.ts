/** How often an engine computed the field, in whole fields: stages are counted by rows. */
import type { Engine, StageOutcome } from '../core/engine.ts';
import type { Awaitable } from '../core/state.ts';

export interface EvaluationCounter {
  readonly engine: Engine;
  count(): number;
}

export function countEvaluations(engine: Engine): EvaluationCounter {
  let evaluations = 0;
  const { stages } = engine;
  const counted = async (outcome: Awaitable<StageOutcome>) => {
    const known = await outcome;
    evaluations += known.evaluations;
    return known;
  };
  const counting: Engine = {
    ...engine,
    field(t, x, out) {
      evaluations++;
      return engine.field(t, x, out);
    },
    ...(stages && {
      stages: {
        ...stages,
        solve: (...stage) => counted(stages.solve(...stage)),
        assess: (...rows) => counted(stages.assess(...rows)),
      },
    }),
  };
  return { engine: counting, count: () => Math.floor(evaluations + 0.5) };
}
