/**
 * An engine whose field is products by a BLAS over WebAssembly memory, with kernels between them (assembly/). States,
 * steps and the rows of implicit steps are those of the WebAssembly backend, in the same memory.
 */
import { counted } from '../../core/counted.ts';
import type { Engine, FieldReport } from '../../core/engine.ts';
import { mistake } from '../../core/errors.ts';
import type { Shape, VectorField } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import type { Equation } from '../../dynamics/equation.ts';
import { type FieldOptions, UNIT_ROUNDOFF } from '../backend.ts';
import { outputOf } from '../output.ts';
import { prefixCounts } from '../particles.ts';
import { fieldWithProbes, withProbes } from '../probes.ts';
import { hasStages, stagesOf } from '../stages.ts';
import { ownModule } from '../wasm/backend.ts';
import { placeCommon } from '../wasm/common.ts';
import { absoluteBound } from '../wasm/direct-bound.ts';
import type { Kernels } from '../wasm/kernels.ts';
import { LARGEST_MEMORY, PAGE, planMemory, type WebAssemblyInterface, type WebAssemblyModule } from '../wasm/memory.ts';
import { placeRowSums } from '../wasm/row-sums.ts';
import { placeSlots, slotsEngine, states } from '../wasm/slots.ts';
import { type BlasKernels, CONSTANTS, placeField } from './field.ts';
import { kernelBytes } from './kernels.generated.ts';
import type { Blas } from './matrices.ts';

declare const WebAssembly: WebAssemblyInterface;

let compiled: Promise<WebAssemblyModule> | undefined;

/** @throws ParkadeError InvalidParameter for more tokens than 32-bit addresses reach */
export async function prepareBlas(
  blas: Blas,
  { attention: given, shape }: Equation,
  slotCount: number,
  options: FieldOptions,
): Promise<Engine> {
  const attention = given as AttentionFieldParameters;
  const { probes = 0, particles, frozen } = options;
  const whole = withProbes(shape, probes);
  const plan = planMemory();
  plan.place(CONSTANTS); // of the kernels of this backend, which lie behind those of the others
  const [common] = placeCommon(plan, shape, attention, 1);
  const placedField = placeField(plan, shape, attention);
  const slots = placeSlots(plan, whole, slotCount);
  const counts = particles && prefixCounts(particles);
  const placedRows = hasStages(attention, shape, options) ? placeRowSums(plan, shape, common, counts) : null;
  if (plan.end > LARGEST_MEMORY) throw tooLarge(shape, plan.end);

  const memory = new WebAssembly.Memory({ initial: Math.floor(plan.end / PAGE) + 1 });
  compiled ??= WebAssembly.compile(kernelBytes);
  const [kernels, own] = (await Promise.all(
    [ownModule(), compiled].map(async (module) => {
      return (await WebAssembly.instantiate(await module, { env: { memory } })).exports;
    }),
  )) as [Kernels, BlasKernels];
  common.fill(memory);
  const field = placedField.open(memory, own, blas.dgemm);
  const rows = placedRows?.open(memory, kernels);
  let count = 0;
  const tokens: VectorField = (_t, x, out) => {
    count += shape.n;
    field(x.byteOffset, out.byteOffset);
  };
  const all = rows && probes > 0 ? fieldWithProbes(attention, shape, probes, tokens, rows) : tokens;
  const errorBound = absoluteBound({ attention, shape, to: shape.n }, UNIT_ROUNDOFF);
  return {
    ...slotsEngine(memory, kernels, all, whole, slots),
    ...outputOf(attention, shape, states(memory, slots, whole)),
    ...(rows && {
      stages: stagesOf(attention, shape, rows, states(memory, slots, whole), { particles, probes, frozen }),
    }),
    report: () => ({ ...saidOf(blas), errorBound, directRows: 0, rows: count }),
  };
}

/** As records say it: the library, since the bits are its own, and its threads, since they may depend on them. */
function saidOf({ title, threads }: Blas): Pick<FieldReport, 'path' | 'threads'> {
  const count = threads();
  const path = `direct by products, ${title}`;
  if (count === null) return { path };
  return { path: `${path}, ${counted(count, 'thread')}`, threads: count };
}

function tooLarge({ n, d }: Shape, bytes: number): Error {
  return mistake('InvalidParameter', {
    key: 'tokens',
    subject: '"tokens" times "dimension"',
    expected: `fit into ${LARGEST_MEMORY / 1e9} GB on the blas backend`,
    came: `n = ${n}, d = ${d} takes ${Math.floor(bytes / 1e8) / 10} GB`,
    advice: 'take fewer tokens, or dopri5',
  });
}
