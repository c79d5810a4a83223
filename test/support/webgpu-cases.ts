/** Work for the WebGPU backend that runs where the device is, a page or Node, and answers with plain arrays. */

import type { Backend } from '../../src/backends/backend.ts';
import { slotsOf } from '../../src/backends/backend.ts';
import { reference } from '../../src/backends/reference.ts';
import { webgpu } from '../../src/backends/webgpu/backend.ts';
import { acquireDevice } from '../../src/backends/webgpu/device.ts';
import { prepareWebGpu } from '../../src/backends/webgpu/engine.ts';
import { splitAttention } from '../../src/backends/webgpu/split-attention.ts';
import { unavailable } from '../../src/backends/webgpu/unavailable.ts';
import type { Engine, FieldReport } from '../../src/core/engine.ts';
import type { AttentionFieldParameters } from '../../src/dynamics/attention-field.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import type { Dynamics } from '../../src/dynamics/index.ts';
import { execute, prepareRun, type RunSpec } from '../../src/index.ts';

const backends = { webgpu, reference } satisfies Record<string, Backend>;
export type Where = keyof typeof backends;

export interface FieldCase {
  readonly dynamics: Dynamics;
  readonly d: number;
  /** Row-major; single-precision numbers, so that both backends start from the same. */
  readonly x: readonly number[];
}

export interface FieldAnswer {
  readonly velocities: readonly number[];
  readonly report: FieldReport | null;
}

/** The velocities of each case; with little room for partial sums, they are made in many rounds. */
export async function fieldsOn(
  where: Where,
  cases: readonly FieldCase[],
  partialNumbers?: number,
): Promise<FieldAnswer[]> {
  const answers: FieldAnswer[] = [];
  for (const { dynamics, d, x } of cases) {
    const [input, output] = slotsOf(2);
    const shape = { n: x.length / d, d };
    const equation = resolveEquation(dynamics, shape);
    const engine = await (partialNumbers === undefined
      ? backends[where].prepare(equation, 2)
      : prepareWebGpu(
          splitAttention(equation.attention as AttentionFieldParameters, shape),
          shape,
          2,
          unavailable,
          partialNumbers,
        ));
    const velocities = new Float64Array(x.length);
    await engine.write(input, Float64Array.from(x));
    await engine.field(0, input, output);
    await engine.read(output, velocities);
    const report = 'report' in engine ? (engine as Engine & { report(): FieldReport }).report() : null;
    engine.dispose();
    answers.push({ velocities: [...velocities], report });
  }
  return answers;
}

export interface SlotAnswer {
  readonly slots: readonly (readonly number[])[];
  readonly norm: number;
  readonly finite: readonly boolean[];
}

/** Every operation on slots once: 0 = x, 1 = v, 2 = a combination, 3 = its normalisation, 4 = exp_x(v), 5 = from nothing. */
export async function slotOperations(
  where: Where,
  { dynamics, d, x }: FieldCase,
  v: readonly number[],
): Promise<SlotAnswer> {
  const slots = slotsOf(7);
  const engine = await backends[where].prepare(resolveEquation(dynamics, { n: x.length / d, d }), 7);
  await engine.write(slots[0], Float64Array.from(x));
  await engine.write(slots[1], Float64Array.from(v));
  await engine.combine(slots[2], slots[0], [0.5, 0, -2], [slots[1], slots[2], slots[0]]);
  await engine.combine(slots[2], slots[2], new Array(20).fill(0.125), new Array(20).fill(slots[1]));
  await engine.combine(slots[3], slots[2], [], []);
  await engine.normalize(slots[3], slots[0]);
  await engine.exponential(slots[4], slots[0], slots[1]);
  await engine.combine(slots[5], null, [3], [slots[1]]);
  const norm = await engine.errorNorm(slots[1], { rtol: 0.25, atol: 0.25 }, slots[0]);
  const finite = [await engine.finite(slots[1])];
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    await engine.write(
      slots[6],
      Float64Array.from(v, (entry, i) => (i === v.length - 1 ? bad : entry)),
    );
    finite.push(await engine.finite(slots[6]));
  }
  const read: number[][] = [];
  for (const slot of slots.slice(0, 6)) {
    const into = new Float64Array(x.length);
    await engine.read(slot, into);
    read.push([...into]);
  }
  engine.dispose();
  return { slots: read, norm, finite };
}

export interface RunAnswer {
  readonly xs: readonly number[];
  readonly status: string;
  readonly backend: string;
}

export async function runOn(where: Where, spec: RunSpec): Promise<RunAnswer> {
  const { trajectory } = await execute(prepareRun({ ...spec, backend: where, observe: 'none' }));
  return { xs: [...trajectory.xs], status: trajectory.status, backend: trajectory.backend };
}

/** The sentence with which a problem of that size is refused, or null. */
export async function refusal(dynamics: Dynamics, n: number, d: number): Promise<string | null> {
  try {
    const engine = await webgpu.prepare(resolveEquation(dynamics, { n, d }), 2);
    engine.dispose();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Keeps the device open between calls, so that shaders stay compiled; software takes a second for each. */
export async function holdDevice(): Promise<string> {
  return (await acquireDevice(unavailable)).title;
}

/** Milliseconds of one field, the least of `repeats`, after one to warm up. */
export async function timeField(where: Where, { dynamics, d, x }: FieldCase, repeats: number): Promise<number> {
  const [input, output] = slotsOf(2);
  const engine = await backends[where].prepare(resolveEquation(dynamics, { n: x.length / d, d }), 2);
  await engine.write(input, Float64Array.from(x));
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= repeats; i++) {
    const begun = performance.now();
    await engine.field(0, input, output);
    await engine.finite(output);
    if (i > 0) least = Math.min(least, performance.now() - begun);
  }
  engine.dispose();
  return least;
}
