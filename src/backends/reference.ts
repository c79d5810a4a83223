/**
 * The reference backend: every operation in plain TypeScript over Float64Arrays. It defines correct; others must agree.
 */

import type { Engine } from '../core/engine.ts';
import { mistake, type ParkadeError } from '../core/errors.ts';
import type { Shape, State, VectorField } from '../core/state.ts';
import { type Equation, resolveEquation } from '../dynamics/equation.ts';
import type { Dynamics } from '../dynamics/index.ts';
import { referenceRows } from '../dynamics/row-sums.ts';
import type { RowSystem } from '../dynamics/row-system.ts';
import { type Backend, UNIT_ROUNDOFF } from './backend.ts';
import { outputOf } from './output.ts';
import { prefixCounts } from './particles.ts';
import { fieldWithProbes, withProbes } from './probes.ts';
import { slotEngine } from './slot-engine.ts';
import { hasStages, stagesOf, stagesOfRows } from './stages.ts';

/**
 * The reference field of an equation with its parameters.
 * @throws ParkadeError InvalidParameter where parameters and shape do not fit together
 */
export function referenceField(dynamics: Dynamics, shape: Shape): VectorField {
  return resolveEquation(dynamics, shape).field();
}

export const reference: Backend = {
  name: 'reference',
  unitRoundoff: UNIT_ROUNDOFF,
  supports: () => true,
  prepare(equation, count, { field = 'auto', precision = 'double', particles, probes = 0, frozen } = {}) {
    const { attention, shape, dynamics } = equation;
    if ((field !== 'auto' && field !== 'direct') || precision !== 'double') {
      const [key, word] = precision === 'double' ? ['field', field] : ['precision', precision];
      throw withoutKernels(key, word, attention === null ? dynamics.kind : null);
    }
    const whole = withProbes(shape, probes);
    const slots = Array.from({ length: count }, () => new Float64Array(whole.n * whole.d));
    const tokens = equation.field();
    if (attention === null) {
      const engine = { ...slotEngine(tokens, whole, slots, equation.space), ...layersOf(equation, slots) };
      const rows = particles || probes > 0 ? null : equation.rows();
      return rows ? withRows(engine, rows, { shape, slots, frozen }) : engine;
    }
    const output = outputOf(attention, shape, slots);
    if (!hasStages(attention, shape, {})) return { ...slotEngine(tokens, whole, slots), ...output };
    const rows = referenceRows(attention, shape, particles && prefixCounts(particles));
    const all = probes > 0 ? fieldWithProbes(attention, shape, probes, tokens, rows) : tokens;
    const stages = stagesOf(attention, shape, rows, slots, { particles, probes, frozen });
    return { ...slotEngine(all, whole, slots), ...output, stages };
  },
};

interface Stepped {
  readonly shape: Shape;
  readonly slots: readonly State[];
  readonly frozen: readonly number[] | undefined;
}

/** With implicit steps, where the composition has rows to solve. */
async function withRows(
  engine: Engine,
  rows: Promise<RowSystem | null>,
  { shape, slots, frozen }: Stepped,
): Promise<Engine> {
  const system = await rows;
  return system ? { ...engine, stages: stagesOfRows(system, shape, slots, frozen) } : engine;
}

/** The operation `output` of a composition. */
function layersOf(equation: Equation, slots: readonly State[]): Pick<Engine, 'output'> {
  const output = equation.output();
  return output ? { output: (t, x, out) => output(t, slots[x], slots[out]) } : {};
}

/** @param kind of the dynamics, where no backend has kernels for it */
function withoutKernels(key: string, word: string, kind: string | null): ParkadeError {
  const subject = `"${key}" ${word}`;
  if (kind !== null) {
    return mistake('InvalidParameter', {
      key,
      subject,
      expected: 'come with dynamics attention or frozen-centers, for which there are kernels',
      came: `came with ${kind}, which is summed directly in double precision`,
      advice: 'drop it',
    });
  }
  return mistake('InvalidParameter', {
    key,
    subject,
    expected: 'be asked of the wasm backend',
    came: 'the reference backend was taken, which sums directly in double precision',
    advice: 'drop it, or use "backend" wasm where WebAssembly has vectors',
  });
}
