/**
 * Weak orders without chance: one step of an integrator on an engine whose noise is a cubature, so that a mean over paths is a sum. A local
 * error of order dt^{p+1} in every smooth mean makes the weak order p.
 */
import { describe, expect, test } from 'vitest';
import type { Engine, Slot } from '../../src/core/engine.ts';
import { eulerMaruyama } from '../../src/integrators/euler-maruyama.ts';
import { heun } from '../../src/integrators/heun.ts';
import type { Integrator } from '../../src/integrators/integrator.ts';
import { splitting } from '../../src/integrators/splitting.ts';
import { radialMaps } from '../../src/numerics/radial-map.ts';
import { exponential, normalizeRow, projectTangent } from '../../src/numerics/sphere.ts';
import { flatEngine } from '../support/flat-engine.ts';
import { slope } from '../support/numeric.ts';
import { gegenbauers } from './sphere-laws.ts';

/** The force a P_x e₁, noise √(2/κ). */
const [A, KAPPA] = [1.3, 2];
/** ⟨x(0), e₁⟩. */
const START = 0.3;

interface Node {
  readonly weight: number;
  readonly at: readonly number[];
}

/** Of the standard normal law by the trapezoidal rule, right to 10⁻¹¹. */
const LINE: readonly Node[] = Array.from({ length: 16 }, (_, i) => {
  const z = 0.86 * (i - 7.5);
  return { weight: (0.86 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI), at: [z] };
});

/** Gauss–Laguerre: nodes and weights for e^{−u} on u > 0, of three and of four nodes. */
const LAGUERRE = {
  3: [
    [0.4157745567834791, 0.711093009929173],
    [2.294280360279042, 0.2785177335692408],
    [6.289945082937479, 0.0103892565015861],
  ],
  4: [
    [0.3225476896193923, 0.6031541043416336],
    [1.7457611011583467, 0.3574186924377997],
    [4.536620296921128, 0.0388879085150054],
    [9.395070912301133, 0.0005392947055613],
  ],
} as const;

/** Of a standard Gaussian vector in the plane: r²/2 has the density e^{−u}. */
function planeNodes(rings: 3 | 4, around: number): Node[] {
  return LAGUERRE[rings].flatMap(([u, weight]) =>
    Array.from({ length: around }, (_, i) => {
      const [r, angle] = [Math.sqrt(2 * u), (2 * Math.PI * (i + 0.25)) / around];
      return { weight: weight / around, at: [r * Math.cos(angle), r * Math.sin(angle)] };
    }),
  );
}

function product(lists: readonly (readonly Node[])[]): Node[] {
  return lists.reduce<Node[]>(
    (sofar, list) =>
      sofar.flatMap(({ weight, at }) =>
        list.map((node) => ({ weight: weight * node.weight, at: [...at, ...node.at] })),
      ),
    [{ weight: 1, at: [] }],
  );
}

/** An engine of as many tokens as there are nodes, all at the same place, whose noise, asked for in turn, is that of the nodes. */
function cubatureEngine(d: number, nodes: readonly Node[], perIncrement: number, count: number): Engine {
  const size = nodes.length * d;
  const shape = { n: nodes.length, d };
  const read = (slot: Slot) => {
    const into = new Float64Array(size);
    void flat.read(slot, into);
    for (let at = 0; at < size; at += d) normalizeRow(into, into, at, d);
    return into;
  };
  const force = (_: number, y: Float64Array) => {
    const unit = y.slice();
    const out = new Float64Array(size);
    for (let at = 0; at < size; at += d) {
      normalizeRow(unit, unit, at, d);
      out[at] = A;
      projectTangent(unit, at, out, at, d);
    }
    return Array.from(out);
  };
  const flat = flatEngine(force, size, count);
  const times: number[] = [];
  /** The increment for these times over √(2 dt/κ), of every node: two components of the tangent plane, or one. */
  const increment = (t: number) => {
    if (!times.includes(t)) times.push(t);
    const from = times.indexOf(t) * perIncrement;
    return (k: number) => nodes[k].at.slice(from, from + perIncrement);
  };
  return {
    ...flat,
    normalize: (x) => flat.write(x, read(x)),
    exponential(out, x, v) {
      const moved = new Float64Array(size);
      const tangent = new Float64Array(size);
      void flat.read(v, tangent);
      exponential(read(x), tangent, moved, shape);
      return flat.write(out, moved);
    },
    noise(t0, t1, x, out) {
      const rows = read(x);
      const of = increment(t0);
      const strength = Math.sqrt((2 * (t1 - t0)) / KAPPA);
      const tangents = new Float64Array(size);
      for (let k = 0; k < nodes.length; k++) {
        const given = of(k);
        const frame = perIncrement === d ? given : inFrame(rows.subarray(k * d, k * d + d), given);
        for (let i = 0; i < d; i++) tangents[k * d + i] = strength * frame[i];
        if (perIncrement === d) projectTangent(rows, k * d, tangents, k * d, d);
      }
      return flat.write(out, tangents);
    },
    diffuse(t, dt, x, out) {
      const rows = read(x);
      const of = increment(t);
      const map =
        d === 2 ? (y: number) => y * Math.sqrt((2 * dt) / KAPPA) : (radialMaps(d)(dt / KAPPA) as (y: number) => number);
      const tangents = new Float64Array(size);
      for (let k = 0; k < nodes.length; k++) {
        const frame = inFrame(rows.subarray(k * d, k * d + d), of(k));
        const length = Math.hypot(...frame);
        for (let i = 0; i < d; i++) tangents[k * d + i] = length === 0 ? 0 : (map(length) / length) * frame[i];
      }
      const moved = new Float64Array(size);
      exponential(rows, tangents, moved, shape);
      return flat.write(out, moved);
    },
  };
}

/** The tangent at x with these components: along the meridian through e₁, and across it. */
function inFrame(x: Float64Array, given: readonly number[]): number[] {
  if (x.length === 2) return [-given[0] * x[1], given[0] * x[0]];
  const around = Math.hypot(x[1], x[2]);
  const [u, v] = around === 0 ? [1, 0] : [x[1] / around, x[2] / around];
  return [-given[0] * around, given[0] * x[0] * u - given[1] * v, given[0] * x[0] * v + given[1] * u];
}

/** E G_1 … G_4 (⟨x(dt), e₁⟩) as the integrator has it. */
async function stepped(integrator: Integrator, d: number, nodes: readonly Node[], perIncrement: number, dt: number) {
  const count = 3 + Math.max(2, integrator.stages);
  const [x, y, error, ...slopes] = Array.from({ length: count }, (_, i) => i as Slot);
  const engine = cubatureEngine(d, nodes, perIncrement, count);
  const row = [START, Math.sqrt(1 - START * START), ...Array.from({ length: d - 2 }, () => 0)];
  await engine.write(
    x,
    Float64Array.from({ length: nodes.length * d }, (_, i) => row[i % d]),
  );
  await engine.field(0, x, slopes[0]);
  await integrator.step(engine, 0, dt, { x, y, error, slopes, unit: 1 });
  const end = new Float64Array(nodes.length * d);
  await engine.read(y, end);
  const sums = [0, 0, 0, 0];
  for (const [k, { weight }] of nodes.entries()) {
    for (const [i, value] of gegenbauers(d, end[k * d]).entries()) sums[i] += weight * value;
  }
  return sums;
}

/** The same exactly: u_t = (1/κ)((1 − c²)u″ − (d − 1)cu′) + a(1 − c²)u′ for polynomials in c, by Taylor's series in t. */
function exactly(d: number, dt: number): number[] {
  const degrees = 60;
  return [1, 2, 3, 4].map((l) => {
    let term = gegenbauerCoefficients(d, l, degrees);
    let value = 0;
    for (let j = 0; j < 40; j++) {
      value += term.reduce((sum, coefficient, k) => sum + coefficient * START ** k, 0);
      const next = new Array<number>(degrees).fill(0);
      term.forEach((coefficient, k) => {
        if (k >= 2) next[k - 2] += (coefficient * k * (k - 1)) / KAPPA;
        next[k] -= (coefficient * k * (k + d - 2)) / KAPPA;
        if (k >= 1) next[k - 1] += coefficient * A * k;
        if (k + 1 < degrees) next[k + 1] -= coefficient * A * k;
      });
      term = next.map((coefficient) => (coefficient * dt) / (j + 1));
    }
    return value;
  });
}

function gegenbauerCoefficients(d: number, l: number, count: number): number[] {
  let [before, value] = [[1], [0, 1]];
  const at = (list: readonly number[], k: number) => list[k] ?? 0;
  for (let m = 1; m < l; m++) {
    const next = Array.from(
      { length: m + 2 },
      (_, k) => ((2 * m + d - 2) * at(value, k - 1) - m * at(before, k)) / (m + d - 2),
    );
    [before, value] = [value, next];
  }
  return Array.from({ length: count }, (_, k) => at(value, k));
}

const STEPS = [0.02, 0.01, 0.005];

interface Case {
  readonly integrator: Integrator;
  readonly d: number;
  readonly nodes: Node[];
  /** Components of an increment. */
  readonly components: number;
}

const outer = planeNodes(3, 8);
const cases: Case[] = [
  { integrator: splitting, d: 2, nodes: product([LINE, LINE, LINE]), components: 1 },
  { integrator: splitting, d: 3, nodes: product([outer, planeNodes(4, 10), outer]), components: 2 },
  { integrator: heun, d: 2, nodes: [...LINE], components: 1 },
  { integrator: heun, d: 3, nodes: product([LINE, LINE, LINE]), components: 3 },
  { integrator: eulerMaruyama, d: 2, nodes: [...LINE], components: 1 },
  { integrator: eulerMaruyama, d: 3, nodes: planeNodes(4, 10), components: 2 },
];

describe.each(cases)('$integrator.name with a force and noise, d = $d', ({ integrator, d, nodes, components }) => {
  test(`errs by dt^${(integrator.noise?.order ?? 0) + 1} in a step`, async () => {
    const errors: number[] = [];
    for (const dt of STEPS) {
      const [means, exact] = [await stepped(integrator, d, nodes, components, dt), exactly(d, dt)];
      errors.push(Math.hypot(...means.map((mean, i) => mean - exact[i])));
    }
    const observed = slope(STEPS.map(Math.log), errors.map(Math.log)) - 1;
    expect(Math.abs(observed - (integrator.noise?.order ?? 0)), `order ${observed}, errors ${errors}`).toBeLessThan(
      0.25,
    );
  });
});
