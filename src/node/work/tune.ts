/**
 * Measures what the ways to compute a field cost here, and by how much runs get faster where that decides among them.
 */
import { slotsOf } from '../../backends/backend.ts';
import { wasm } from '../../backends/wasm/backend.ts';
import type { Costs } from '../../backends/wasm/costs.ts';
import { mistake } from '../../core/errors.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { prepareRun } from '../../run/prepare.ts';
import type { RunSpec } from '../../run/spec.ts';
import { equationOf } from '../../simulation/problem.ts';
import { type Fit, fitCosts, type Probe } from './fit-costs.ts';

type FieldSpec = Omit<RunSpec, 'until'>;

const matrices = { query: { gaussian: 1, scale: 1 }, key: { gaussian: 2, scale: 1 }, value: 1 } as const;

/** Fields along one path each: two or more for every cost, so that a fit has something to explain. */
const probeSpecs: readonly (FieldSpec & { readonly field: Probe['field'] })[] = [
  { beta: 9, tokens: 1000, field: 'direct' },
  { beta: 9, tokens: 500, field: 'direct' },
  { beta: 9, tokens: 1000, dimension: 3, field: 'direct' },
  { beta: 9, tokens: 500, dimension: 3, field: 'direct' },
  ...[4, 7, 10].map((dimension) => ({ beta: 9, tokens: 600, dimension, field: 'direct' as const })),
  ...[4, 64, 256].map((beta) => ({ beta, tokens: 4000, field: 'harmonic' as const })),
  ...[9, 36, 144].map((beta) => ({ ...matrices, beta, tokens: 2000, field: 'harmonic' as const })),
  ...[4, 16, 64].map((beta) => ({ beta, tokens: 1000, dimension: 3, field: 'harmonic' as const })),
  // At β = 10⁵ a row looks at as many cells as there are tokens and sums none.
  ...[500, 1000, 2000].map((tokens) => ({ beta: 1e5, tokens, dimension: 3, field: 'local' as const })),
  ...[64, 200].map((beta) => ({ beta, tokens: 1500, dimension: 3, field: 'local' as const })),
  ...[20, 60].map((beta) => ({ beta, tokens: 1000, dimension: 6, field: 'local' as const })),
];

/** Fields as runs have them, each row by what costs least. */
const everydaySpecs: readonly FieldSpec[] = [
  { beta: 9, tokens: 2000 },
  { beta: 64, tokens: 4000 },
  { ...matrices, beta: 9, tokens: 2000 },
  { beta: 16, tokens: 2000, dimension: 3 },
  { beta: 64, tokens: 3000, dimension: 3 },
  { beta: 400, tokens: 3000, dimension: 3 },
  { beta: 30, tokens: 2000, dimension: 6 },
];

/** Rounds, one of all fields after another: what keeps a machine busy for a moment is in one round of many. */
const ROUNDS = 8;
/** In a round a field is computed until so many microseconds have passed. */
const LONG_ENOUGH = 8000;

/** Of this process alone: on a machine that is busy otherwise, time on the clock says little. */
function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

interface Tuning extends Fit {
  /** Nanoseconds of each probe. */
  readonly times: readonly number[];
  readonly gains: readonly Gain[];
}

/** One everyday field with tuned costs against shipped ones. */
export interface Gain {
  readonly name: string;
  /** Where both choose alike there is nothing to measure. */
  readonly same: boolean;
  /** Shipped time over tuned time. */
  readonly faster: number;
}

/** A field made ready, to be computed again and again. */
interface Ready {
  readonly path: string;
  /** Nanoseconds. */
  time(): number;
  dispose(): void;
}

function problemOf(spec: FieldSpec) {
  const { problem } = prepareRun({ ...spec, until: 1 });
  if (wasm.supports(equationOf(problem))) return problem;
  throw mistake('InvalidParameter', {
    ...{ key: 'tune', subject: 'parkade tune', expected: 'run where there is WebAssembly with vectors' },
    ...{ came: 'this engine has none, so that there is nothing to tune', advice: 'use another version of Node' },
  });
}

function nameOf({ field, tokens, dimension = 2, beta, query }: FieldSpec): string {
  return `${field ?? 'auto'}, n = ${tokens}, d = ${dimension}, β = ${beta}${query ? ', any Q and K' : ''}`;
}

function probeOf(spec: FieldSpec & { readonly field: Probe['field'] }): Probe {
  const { attention, shape } = equationOf(problemOf(spec));
  return { name: nameOf(spec), attention: attention as AttentionFieldParameters, shape, field: spec.field };
}

/** The fields that are timed. */
export function probes(): Probe[] {
  return probeSpecs.map(probeOf);
}

/** What the accuracy of an everyday run leaves to choose. */
const ACCURACY = 1e-12;

async function makeReady(spec: FieldSpec, costs?: Costs): Promise<Ready> {
  const problem = problemOf(spec);
  const [x, out] = slotsOf(2);
  // Along one path alone every row shall go that way, whatever its bound.
  const choice = { field: 'auto' as const, accuracy: ACCURACY, ...(costs && { costs: { ...costs } }) };
  const options = spec.field ? { field: spec.field } : choice;
  const engine = await wasm.prepare(equationOf(problem), 2, options);
  engine.write(x, problem.initial);
  engine.field(0, x, out); // what is compiled or filled at first
  return {
    path: engine.report?.().path ?? '',
    time() {
      const begun = cpuMicroseconds();
      let passed = 0;
      for (let fields = 1; ; fields++) {
        engine.field(0, x, out);
        passed = cpuMicroseconds() - begun;
        if (passed >= LONG_ENOUGH) return (1e3 * passed) / fields;
      }
    },
    dispose: () => engine.dispose(),
  };
}

/** The least time of each in all rounds, nanoseconds. */
async function leastTimes(fields: readonly Ready[], onRound: () => void): Promise<number[]> {
  const least = fields.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    fields.forEach((field, i) => void (least[i] = Math.min(least[i], field.time())));
    onRound();
    await new Promise((later) => setTimeout(later)); // Ctrl-C is heard
  }
  return least;
}

/** @param onProgress told how many of how many rounds are done */
export async function tune(onProgress: (done: number, of: number) => void): Promise<Tuning> {
  let done = 0;
  const onRound = () => onProgress(++done, 2 * ROUNDS);
  const ready = await Promise.all(probeSpecs.map((spec) => makeReady(spec)));
  const times = await leastTimes(ready, onRound);
  for (const field of ready) field.dispose();
  const fit = fitCosts(probes(), times);
  return { ...fit, times, gains: await gainsOf(fit.costs, onRound) };
}

async function gainsOf(costs: Costs, onRound: () => void): Promise<Gain[]> {
  const pairs = await Promise.all(
    everydaySpecs.map(async (spec) => [await makeReady(spec), await makeReady(spec, costs)] as const),
  );
  const times = await leastTimes(pairs.flat(), onRound);
  return pairs.map(([shipped, tuned], i) => {
    const same = shipped.path === tuned.path;
    for (const field of [shipped, tuned]) field.dispose();
    return { name: nameOf(everydaySpecs[i]), same, faster: same ? 1 : times[2 * i] / times[2 * i + 1] };
  });
}

/** Gains below this are within what such timings err. */
const WORTHWHILE = 1.02;
/** No field may get slower by more than this. */
const TOLERATED = 0.95;

/** Why costs are not to be kept, as a sentence; null where they make runs faster. */
export function whyNotKept({ worst, gains }: Pick<Tuning, 'worst' | 'gains'>, mostOff: number): string | null {
  if (worst.factor > mostOff) {
    return `The costs do not explain their own measurements: "${worst.name}" is off by a factor of ${worst.factor.toFixed(2)}, ${mostOff} is allowed. The machine was busy, perhaps; try again when it is not.`;
  }
  const slowest = gains.reduce((a, b) => (b.faster < a.faster ? b : a));
  if (slowest.faster < TOLERATED) {
    return `A field would get slower: "${slowest.name}" would take ${(1 / slowest.faster).toFixed(2)} times as long. The machine was busy, perhaps; try again when it is not.`;
  }
  if (overall(gains) < WORTHWHILE)
    return 'Runs would not get faster: the costs that parkade comes with choose as well.';
  return null;
}

/** The geometric mean of the gains. */
export function overall(gains: readonly Gain[]): number {
  return Math.exp(gains.reduce((sum, { faster }) => sum + Math.log(faster), 0) / gains.length);
}
