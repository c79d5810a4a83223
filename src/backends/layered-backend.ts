/** A backend for equations that jump in time: another one, which is given the equation of one piece after another. */

import { DIRECT_FIELD, type Engine, type FieldReport } from '../core/engine.ts';
import type { Pieces } from '../dynamics/dynamics.ts';
import type { Equation } from '../dynamics/equation.ts';
import type { Backend } from './backend.ts';
import { delegatingEngine } from './delegating-engine.ts';
import { joinedReports } from './field-report.ts';

export function layeredBackend(backend: Backend, { indexAt, endOf, equation }: Pieces<Equation>): Backend {
  return {
    ...backend,
    async prepare({ shape }, slots, options) {
      const rows = new Float64Array(shape.n * shape.d);
      let piece = 0;
      let engine = await backend.prepare(equation(piece), slots, options);
      let before: FieldReport | null = null;
      const report = () => withReport(before, engine);
      return {
        ...delegatingEngine(() => engine),
        report,
        async enter(t, x) {
          const next = indexAt(t);
          if (next !== piece) {
            before = report();
            await engine.read(x, rows);
            engine.dispose();
            engine = await backend.prepare(equation(next), slots, options);
            await engine.write(x, rows);
            piece = next;
          }
          return endOf(piece);
        },
      };
    },
  };
}

/** What was reported of earlier pieces, and of this one. */
function withReport(before: FieldReport | null, engine: Engine): FieldReport {
  const now = engine.report?.() ?? DIRECT_FIELD;
  return before ? joinedReports(before, now, 'different by layer') : now;
}
