/** Measures the unit costs on which the choice among the ways to compute a field rests. */
import { slotsOf } from '../backends/backend.ts';
import { wasm } from '../backends/wasm/backend.ts';
import { largestArgument, modesOf } from '../backends/wasm/circle-harmonics.ts';
import type { Costs } from '../backends/wasm/costs.ts';
import { localModel } from '../backends/wasm/local.ts';
import { modesFor } from '../backends/wasm/sphere-tables.ts';
import { ParkadeError } from '../core/errors.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import { attentionOf } from '../dynamics/index.ts';
import { prepareRun } from '../run.ts';
import type { RunSpec } from '../spec.ts';

/** A field is computed until this long has passed; the fastest of its times is taken. */
const LONG_ENOUGH_MS = 150;

/** Nanoseconds that one field takes. */
async function timeField(spec: Omit<RunSpec, 'until'>): Promise<number> {
  const { problem } = prepareRun({ ...spec, until: 1 });
  const { dynamics, shape, initial } = problem;
  if (!wasm.supports(dynamics, shape)) {
    throw new ParkadeError(
      'InvalidParameter',
      'There is nothing to tune: this engine has no WebAssembly with vectors.',
    );
  }
  const [x, out] = slotsOf(2);
  const engine = await wasm.prepare(dynamics, shape, 2, { field: spec.field ?? 'direct' });
  engine.write(x, initial);
  let fastest = Infinity;
  const end = performance.now() + LONG_ENOUGH_MS;
  do {
    const begun = performance.now();
    engine.field(0, x, out);
    fastest = Math.min(fastest, performance.now() - begun);
  } while (performance.now() < end);
  engine.dispose();
  return 1e6 * fastest;
}

/** Of y = fixed + slope·x through two points; costs are never less than a thousandth of a nanosecond. */
function line([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]) {
  const slope = Math.max(1e-3, (y2 - y1) / (x2 - x1));
  return { slope, fixed: Math.max(1e-3, y1 - slope * x1) };
}

const pairs = (n: number) => (n * (n + 1)) / 2;
const perPair = async (spec: Omit<RunSpec, 'until'>) => (await timeField(spec)) / pairs(spec.tokens as number);
const perRow = async (spec: Omit<RunSpec, 'until'>) => (await timeField(spec)) / (spec.tokens as number);

/** @param onProgress told how many of how many measurements are done */
export async function measureCosts(onProgress: (done: number, of: number) => void): Promise<Costs> {
  let done = 0;
  const step = async <T>(measurement: Promise<T>): Promise<T> => {
    const value = await measurement;
    onProgress(++done, 14);
    return value;
  };
  const any = { query: { gaussian: 1, scale: 1 }, key: { gaussian: 2, scale: 1 } };
  const pairCircle = await step(perPair({ beta: 9, tokens: 1000 }));
  const pairSphere = await step(perPair({ beta: 9, tokens: 1000, dimension: 3 }));
  const blocked = line(
    [4, await step(perPair({ beta: 9, tokens: 600, dimension: 4 }))],
    [10, await step(perPair({ beta: 9, tokens: 600, dimension: 10 }))],
  );
  const circle = line(
    [modesOf(4), await step(perRow({ beta: 4, tokens: 4000, field: 'harmonic' }))],
    [modesOf(256), await step(perRow({ beta: 256, tokens: 4000, field: 'harmonic' }))],
  );
  const general = { ...any, tokens: 2000, field: 'harmonic' as const, value: 1 };
  const [fewModes, manyModes] = [9, 144].map((beta) => modesOf(generalArgument(general, beta)));
  const circleGeneral = line(
    [fewModes, await step(perRow({ ...general, beta: 9 }))],
    [manyModes, await step(perRow({ ...general, beta: 144 }))],
  );
  const sphere = line(
    [modesFor(4), await step(perRow({ beta: 4, tokens: 1000, dimension: 3, field: 'harmonic' }))],
    [modesFor(64), await step(perRow({ beta: 64, tokens: 1000, dimension: 3, field: 'harmonic' }))],
  );
  const local = await measureLocal(step, pairSphere);
  return {
    ...{ pairCircle, pairSphere, pairBlocked: blocked.fixed, pairCoordinate: blocked.slope },
    ...{ circleRow: circle.fixed, circleMode: circle.slope, circleModeGeneral: circleGeneral.slope },
    ...{ sphereRow: sphere.fixed, sphereMode: sphere.slope },
    ...local,
  };
}

/** β‖B‖ as the harmonic path sees it. */
function generalArgument(spec: Omit<RunSpec, 'until' | 'beta'>, beta: number): number {
  const { problem } = prepareRun({ ...spec, beta, until: 1 });
  return largestArgument(attentionOf(problem.dynamics, problem.shape) as AttentionFieldParameters);
}

async function measureLocal(
  step: <T>(measurement: Promise<T>) => Promise<T>,
  pairSphere: number,
): Promise<Pick<Costs, 'localRow' | 'cellCoordinate' | 'cellPair' | 'cellPairCoordinate'>> {
  // At β = 10⁵ a row looks at as many cells as there are tokens and sums none.
  const far = (tokens: number) => perRow({ beta: 1e5, tokens, dimension: 3, field: 'local' });
  const cells = line([500 / 2, await step(far(500))], [3000 / 2, await step(far(3000))]);
  const cellCoordinate = cells.slope / 6; // twice over the cells, three coordinates
  const near = async (dimension: number, beta: number) => {
    const tokens = 1000;
    const { share, cells: found } = localModel(beta, dimension);
    const looked = cells.fixed + 2 * cellCoordinate * dimension * Math.min(tokens / 2, found);
    return (
      Math.max(1e-3, (await perRow({ beta, tokens, dimension, field: 'local' })) - looked) / (share * (tokens / 2))
    );
  };
  return {
    localRow: cells.fixed,
    cellCoordinate,
    cellPair: (await step(near(3, 64))) / pairSphere,
    cellPairCoordinate: (await step(near(6, 20))) / 6,
  };
}
