/** Laws of every composition of the covering design to which they apply. */
import { describe, expect, test } from 'vitest';
import { maskOf } from '../../src/dynamics/block/mask.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { equationOf } from '../../src/simulation/problem.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { type Composition, compositions } from '../support/block-compositions.ts';
import { orthogonalMatrix } from '../support/draw.ts';
import { multiply, type Rows, transpose } from '../support/linear.ts';
import { largestDifference, largestEntry } from '../support/numeric.ts';

interface Mlp {
  readonly in: Rows;
  readonly out: Rows;
  readonly gate?: Rows;
  readonly outBias?: number | number[];
}
interface Part {
  readonly query?: Rows[];
  readonly key?: Rows[];
  readonly value?: Rows[];
  readonly mlp?: Mlp;
}
interface Layer extends Part {
  readonly output?: Rows;
}
/** What of a specification is looked at here. */
interface Spec extends Part {
  readonly heads?: { readonly width?: number; readonly output?: Rows };
  readonly layers?: Layer[];
  readonly positions?: { readonly bias?: Rows };
  readonly mask?: unknown;
}

const all = compositions();
const named = (fits: (composition: Composition) => boolean) =>
  all.flatMap((composition, i) =>
    fits(composition) ? [[i + 1, { ...composition, spec: composition.spec as Spec }] as const] : [],
  );

const preparedOf = (spec: Spec, tokens: Rows, until = 1) =>
  prepareRun({ ...spec, initial: tokens, saveAt: [until], until } as unknown as RunSpec);

function velocities(spec: Spec, tokens: Rows): Float64Array {
  const { problem } = preparedOf(spec, tokens);
  const out = new Float64Array(problem.initial.length);
  equationOf(problem).field()(0, problem.initial, out);
  return out;
}

describe('the first tokens keep their bits, whatever follows', () => {
  const causal = named(({ spec, levels, tokens }) => {
    const counts = levels.weights === 'count' || levels.weights === 'softplus count';
    return (
      maskOf(((spec as Spec).mask ?? 'causal') as never, tokens.length).causal &&
      !counts &&
      levels.positions !== 'decay'
    );
  });

  test('in several compositions of the design', () => expect(causal.length).toBeGreaterThan(4));

  test.each(causal)('row %i', (_, { spec, tokens }) => {
    const whole = velocities(spec, tokens);
    for (const n of [1, 3, tokens.length - 1]) {
      const { bias, ...others } = spec.positions ?? {};
      const positions = bias ? { positions: { ...others, bias: bias.slice(0, n).map((row) => row.slice(0, n)) } } : {};
      const first = velocities({ ...spec, ...positions }, tokens.slice(0, n));
      expect(first).toEqual(whole.subarray(0, first.length));
    }
  });
});

/** Everything that a composition is made of, in coordinates that are turned by R. */
function turned(spec: Spec, r: Rows): Spec {
  const back = transpose(r);
  const list = (matrices: Rows[]) => matrices.map((matrix) => multiply(matrix, back));
  const d = r.length;
  const heads = spec.heads ?? {};
  const wide = heads.width !== undefined || heads.output !== undefined;
  const identity = r.map((_, i) => r.map((__, j) => (i === j ? 1 : 0)));
  const values = (matrices: Rows[]) => (wide ? list(matrices) : list(matrices).map((matrix) => multiply(r, matrix)));
  const bias = (given: number | number[]) => {
    const column = Array.from({ length: d }, (_, i) => [typeof given === 'number' ? given : given[i]]);
    return multiply(r, column).map(([entry]) => entry);
  };
  const mlp = (given: Mlp) => ({
    ...given,
    in: multiply(given.in, back),
    out: multiply(r, given.out),
    ...(given.gate && { gate: multiply(given.gate, back) }),
    ...(given.outBias !== undefined && { outBias: bias(given.outBias) }),
  });
  const part = (given: Part): Part => ({
    ...given,
    ...(given.query && { query: list(given.query) }),
    ...(given.key && { key: list(given.key) }),
    ...(given.value && { value: values(given.value) }),
    ...(given.mlp && { mlp: mlp(given.mlp) }),
  });
  const output = (given: Rows | undefined) => multiply(r, given ?? identity);
  return {
    ...part(spec),
    ...(wide && { heads: { ...heads, output: output(heads.output) } }),
    ...(spec.layers && {
      layers: spec.layers.map((layer) => ({
        ...part(layer),
        ...(layer.output && { output: output(layer.output) }),
      })),
    }),
  };
}

describe('turned coordinates turn velocities', () => {
  const isotropic = named(({ levels }) => levels.by !== 'layer' && levels.affine === 'no');

  test('in many compositions of the design', () => expect(isotropic.length).toBeGreaterThan(10));

  test.each(isotropic)('row %i', (i, { spec, tokens }) => {
    const r = orthogonalMatrix(i, tokens[0].length);
    const rows = (matrix: Rows) => multiply(matrix, transpose(r));
    const came = velocities(turned(spec, r), rows(tokens));
    const own = velocities(spec, tokens);
    const d = tokens[0].length;
    const wanted = rows(Array.from({ length: tokens.length }, (_, k) => [...own.subarray(k * d, (k + 1) * d)])).flat();
    expect(largestDifference(came, Float64Array.from(wanted))).toBeLessThan(1e-12 * (1 + largestEntry(own)));
  });
});

describe('rk4 has its order', () => {
  const smooth = named(({ levels }) => levels.weights !== 'hardmax' && levels.mlp !== 'relu');
  /** Within the first layer, and its first half where sublayers take turns. */
  const UNTIL = 0.24;

  test.each(smooth)('row %i', async (_, { spec, tokens }) => {
    const end = async (method: object) => {
      const { problem, method: made } = prepareRun({
        ...{ ...spec, initial: tokens, saveAt: [UNTIL], until: UNTIL },
        ...method,
      } as unknown as RunSpec);
      return (await simulate(problem, made, { saveAt: [UNTIL] })).xs;
    };
    const exact = await end({ integrator: 'dop853', rtol: 1e-13, atol: 1e-14 });
    const errors = await Promise.all(
      [UNTIL / 16, UNTIL / 32].map(async (dt) => largestDifference(await end({ integrator: 'rk4', dt }), exact)),
    );
    // Below 1e-12 the error of the reference counts.
    if (errors[1] > 1e-12) expect(Math.abs(Math.log2(errors[0] / errors[1]) - 4)).toBeLessThan(0.4);
  });
});
