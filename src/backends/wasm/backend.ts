/**
 * The WebAssembly backend: attention computed by kernels with 128-bit vectors (assembly/), along one of several paths.
 * Its bytes arrive in a module, so that it loads alike in Node, in workers, in a browser and through any bundler.
 */
import type { Engine } from '../../core/engine.ts';
import type { Shape, VectorField } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { type Backend, type FieldOptions, UNIT_ROUNDOFF } from '../backend.ts';
import { outputOf } from '../output.ts';
import { prefixCounts } from '../particles.ts';
import { fieldWithProbes, withProbes } from '../probes.ts';
import { hasStages, stagesOf } from '../stages.ts';
import { type Common, placeCommon } from './common.ts';
import { kernelBytes } from './kernels.generated.ts';
import { type Kernels, rowKernelNames } from './kernels.ts';
import {
  LARGEST_MEMORY,
  PAGE,
  type Plan,
  planMemory,
  type WebAssemblyInterface,
  type WebAssemblyModule,
  withSharedMemory,
} from './memory.ts';
import { type PlacedRowSums, placeRowSums } from './row-sums.ts';
import { chooseRows, costOf, type Schedule, scheduleOf } from './schedule.ts';
import { placeSlots, type Slots, slotsEngine, states } from './slots.ts';
import { recipeOf, sparing, takeSpare } from './spare.ts';

declare const WebAssembly: WebAssemblyInterface;

/** Whether this engine runs the kernels: it has WebAssembly with 128-bit vectors. Asked once. */
let runs: boolean | undefined;
function isAvailable(): boolean {
  runs ??= typeof WebAssembly === 'object' && WebAssembly.validate(kernelBytes);
  return runs;
}

/** The kernels, compiled once and optimised as they run: many short runs share them. */
let compiled: Promise<WebAssemblyModule> | undefined;
export function ownModule(): Promise<WebAssemblyModule> {
  compiled ??= WebAssembly.compile(kernelBytes);
  return compiled;
}

/** More slots than any integrator asks for, for the question whether a problem fits. */
const MANY_SLOTS = 20;

/** A field that takes less time than this, in nanoseconds, is not worth waking another thread. */
const WORTH_A_THREAD = 300_000;

interface Placement {
  readonly plan: Plan;
  readonly commons: readonly Common[];
  readonly slots: Slots;
  readonly schedule: Schedule;
  /** For implicit steps, where the problem allows them. */
  readonly rowSums: PlacedRowSums | null;
  readonly threads: number;
}

/** Everything in its place, for as many threads as are worth it and fit into memory. */
function placeAll(
  shape: Shape,
  attention: AttentionFieldParameters,
  slotCount: number,
  options: FieldOptions,
  threads: number,
): Placement {
  const plan = planMemory();
  const commons = placeCommon(plan, shape, attention, threads);
  const accuracy = options.accuracy ?? Infinity;
  const settings = commons.map((common) => ({ shape, attention, common, accuracy, to: shape.n }));
  const segments = chooseRows(settings[0], options);
  if (threads > 1 && costOf(segments, settings[0], options) < WORTH_A_THREAD) {
    return placeAll(shape, attention, slotCount, options, 1);
  }
  const slots = placeSlots(plan, withProbes(shape, options.probes), slotCount);
  const schedule = scheduleOf(plan, segments, settings);
  const counts = options.particles && prefixCounts(options.particles);
  const rowSums = hasStages(attention, shape, options) ? placeRowSums(plan, shape, commons[0], counts) : null;
  if (threads > 1 && plan.end > LARGEST_MEMORY) return placeAll(shape, attention, slotCount, options, 1);
  return { plan, commons, slots, schedule, rowSums, threads };
}

export const wasm: Backend = {
  name: 'wasm',
  unitRoundoff: UNIT_ROUNDOFF,
  supports({ attention, shape }) {
    if (!isAvailable() || attention === null) return false;
    return placeAll(shape, attention, MANY_SLOTS, {}, 1).plan.end <= LARGEST_MEMORY;
  },
  async prepare(equation, slotCount, options = {}) {
    const { shape } = equation;
    const attention = equation.attention as AttentionFieldParameters;
    const recipe = recipeOf(shape, attention, slotCount, options);
    const spare = recipe && takeSpare(recipe);
    if (spare) return spare;
    const placement = placeAll(shape, attention, slotCount, options, options.team?.free ? options.team.threads : 1);
    const { plan, commons, slots, schedule, rowSums } = placement;
    const team = placement.threads > 1 ? options.team : undefined;
    const pages = Math.floor(plan.end / PAGE) + 1;
    const memory = new WebAssembly.Memory(team ? { initial: pages, maximum: pages, shared: true } : { initial: pages });
    const shared = team ? withSharedMemory(kernelBytes, pages) : null;
    const module = await (shared ? WebAssembly.compile(shared) : ownModule());
    const kernels = (await WebAssembly.instantiate(module, { env: { memory } })).exports as Kernels;
    const crew = team && shared ? await team.join(shared, memory, rowKernelNames) : null;
    for (const common of commons) common.fill(memory);
    schedule.fill(memory);
    const { probes = 0 } = options;
    const whole = withProbes(shape, probes);
    const rows = rowSums?.open(memory, kernels);
    const tokens: VectorField = (_t, x, out) => {
      kernels.normalize(commons[0].parameters, x.byteOffset);
      schedule.rows(kernels, crew, out.byteOffset);
    };
    const field = rows && probes > 0 ? fieldWithProbes(attention, shape, probes, tokens, rows) : tokens;
    const engine: Engine = {
      ...slotsEngine(memory, kernels, field, whole, slots),
      ...outputOf(attention, shape, states(memory, slots, whole)),
      ...(rows && {
        stages: stagesOf(attention, shape, rows, states(memory, slots, whole), {
          particles: options.particles,
          probes,
          frozen: options.frozen,
        }),
      }),
      report: () => schedule.report(memory),
      dispose: () => crew?.leave(),
    };
    return recipe ? sparing(recipe, engine, memory, plan.end, schedule.restart) : engine;
  },
};
