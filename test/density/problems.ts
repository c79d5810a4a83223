/** Problems that several suites of densities share. */
import type { DensityProblem } from '../../src/density/course.ts';
import type { AttentionOfMany } from '../../src/density/equation.ts';
import type { DensityStart } from '../../src/density/start.ts';

export const still: DensityStart = { law: 'uniform', directions: [], concentration: 0, modes: [], turn: 0 };

export function attentionOf(given: Partial<AttentionOfMany> = {}): AttentionOfMany {
  return { beta: 4, value: 1, normalization: 'softmax', kappa: Infinity, ...given };
}

/** A von Mises–Fisher density around the given directions. */
export function around(concentration: number, ...rows: readonly (readonly number[])[]): DensityStart {
  const directions = rows.map((row) => {
    const length = Math.hypot(...row);
    return Float64Array.from(row, (entry) => entry / length);
  });
  return { ...still, law: 'von-mises-fisher', directions, concentration };
}

export function problemOf(given: Partial<DensityProblem>): DensityProblem {
  return { d: 2, mask: 'full', attention: attentionOf(), start: around(1, [1, 0]), times: [0, 1], ...given };
}
