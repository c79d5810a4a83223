/**
 * The Jacobian of very many rows together, of which only products with vectors are made, and solved with by GMRES:
 * preconditioned by what rows near each other do to each other, group by group. Tokens of a cluster return to it at
 * rates of order one, and clusters feel each other little, so what the groups leave over is small once tokens have
 * clustered, which is when implicit steps are taken.
 */

import type { Shape, State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import type { JointAttention } from '../dynamics/joint-attention.ts';
import { type FactoredSystem, factorSystem } from '../numerics/factored-system.ts';
import { solveByProducts } from '../numerics/gmres.ts';
import { frobeniusNorm } from '../numerics/matrix.ts';
import { dot, squaredChord } from '../numerics/sphere.ts';
import { tangentFrames } from '../numerics/tangent-frames.ts';
import { jointBlocks } from './joint-blocks.ts';
import { type JointJacobian, sumOfSizes } from './joint-jacobian.ts';

/** Coordinates of a group at most: its matrix is dense. */
const LARGEST_GROUP = 600;
/** Products for one solution, at most, and what share of the right-hand side it may leave. */
const MOST_PRODUCTS = 120;
const ACCURACY = 1e-9;

interface Group {
  readonly rows: readonly number[];
  readonly jacobian: Float64Array;
}

/** @param isFrozen whether a row stands still: then its force and its derivatives are 0 */
export function krylovJacobian(
  parameters: AttentionFieldParameters,
  attention: JointAttention,
  { n, d }: Shape,
  isFrozen: (k: number) => boolean,
): JointJacobian {
  const { beta, queryKey, value } = parameters;
  const e = d - 1;
  const softmax = parameters.normalization === 'softmax';
  const sharpness = beta * frobeniusNorm(queryKey);
  const frames = tangentFrames({ n, d });
  const blocks = jointBlocks(parameters, frames, { n, d });
  const sizes = new Float64Array(n);
  const rows = new Float64Array(n * d); // u
  const shares = new Float64Array(n * n);
  const shifts = new Float64Array(n * d); // S
  const queries = new Float64Array(n * d);
  const owns = new Float64Array(n * d); // W u, where it is due
  const ownBlocks = new Float64Array(n * e * e);
  const turns = new Float64Array(n * d); // a vector of coordinates, as vectors of R^d
  const gathered = new Float64Array(d);
  const shift = new Float64Array(d);
  const query = new Float64Array(d);
  const noShares = new Float64Array(0);
  let hasOwn = false;
  let groups: Group[] = [];
  let factored: readonly FactoredSystem[] = [];
  let shiftsOfRows = new Float64Array(n);

  function times(vector: Float64Array, out: Float64Array): void {
    for (let k = 0; k < n; k++) frames.vector(k, vector, k * e, turns, k * d);
    for (let k = 0; k < n; k++) timesRow(k, vector, out);
  }

  function timesRow(k: number, vector: Float64Array, out: Float64Array): void {
    if (isFrozen(k)) {
      out.fill(0, k * e, k * e + e);
      return;
    }
    let along = 0;
    gathered.fill(0);
    for (let j = 0; j < n; j++) {
      const share = shares[k * n + j];
      if (share === 0) continue;
      const scored = share * dot(queries, k * d, turns, j * d, d);
      along += scored;
      for (let i = 0; i < d; i++) {
        const apart = rows[j * d + i] - rows[k * d + i] - (softmax ? shifts[k * d + i] : 0);
        gathered[i] += share * turns[j * d + i] + beta * scored * apart;
      }
    }
    for (let i = 0; i < d; i++) [shift[i], query[i]] = [shifts[k * d + i], queries[k * d + i]];
    const own = hasOwn ? owns.subarray(k * d, k * d + d) : null;
    blocks.from(rows, k, { shares: noShares, shift, query, own });
    blocks.gathered(gathered, along, out, k * e);
    for (let i = 0; i < e; i++) out[k * e + i] += dot(ownBlocks, (k * e + i) * e, vector, k * e, e);
  }

  /** v ← the inverse of the groups' matrices, times v. */
  function precondition(v: Float64Array): void {
    for (const [g, { rows: members }] of groups.entries()) {
      const part = new Float64Array(members.length * e);
      for (const [i, k] of members.entries()) part.set(v.subarray(k * e, k * e + e), i * e);
      factored[g].solve(part);
      for (const [i, k] of members.entries()) v.set(part.subarray(i * e, i * e + e), k * e);
    }
  }

  return {
    frames,
    sizes,
    times,
    place(u, force) {
      rows.set(u);
      frames.place(u);
      force.fill(0);
      sizes.fill(0);
      shares.fill(0);
      groups = nearEachOther(u, { n, d }, 1 / (1 + Math.sqrt(sharpness))).map((members) => ({
        rows: members,
        jacobian: new Float64Array(members.length * e * members.length * e),
      }));
      for (const { rows: members, jacobian } of groups) {
        const stride = members.length * e;
        members.forEach((k, at) => {
          if (isFrozen(k)) return;
          const row = attention.look(u, k, true);
          attention.force(force, k * d);
          shares.set(row.shares, k * n);
          shifts.set(row.shift, k * d);
          queries.set(row.query, k * d);
          hasOwn = row.own !== null;
          if (row.own) owns.set(row.own, k * d);
          blocks.from(u, k, row);
          members.forEach((j, to) => {
            if (j !== k) blocks.other(j, jacobian, (at * stride + to) * e, stride);
          });
          const { jacobian: own } = attention.slope();
          blocks.own(own, jacobian, at * e * stride + at * e, stride);
          blocks.own(own, ownBlocks, k * e * e, e);
          const others = sumOfSizes(row.shares, 0, n) * frobeniusNorm(value) * (1 + 2 * sharpness);
          sizes[k] = sumOfSizes(ownBlocks, k * e * e, e * e) + others;
        });
      }
    },
    factor(given) {
      shiftsOfRows = given.slice();
      let sign = 1;
      factored = groups.map(({ rows: members, jacobian }) => {
        const stride = members.length * e;
        const matrix = jacobian.map((entry) => -entry);
        members.forEach((k, at) => {
          for (let i = at * e; i < at * e + e; i++) matrix[i * stride + i] += given[k];
        });
        const system = factorSystem(matrix, stride);
        sign *= system.sign;
        return system;
      });
      return sign; // of the groups by themselves; what they do to each other is seen by what grows
    },
    solve(v) {
      precondition(v);
      return solveByProducts(
        (vector, out) => {
          times(vector, out);
          for (let i = 0; i < out.length; i++) out[i] = shiftsOfRows[Math.floor(i / e)] * vector[i] - out[i];
          precondition(out);
        },
        v,
        ACCURACY,
        MOST_PRODUCTS,
      );
    },
  };
}

/** All rows in groups: each with the first row of a group closer than that, while there is room in it. */
function nearEachOther(u: State, { n, d }: Shape, within: number): number[][] {
  const most = Math.floor(LARGEST_GROUP / (d - 1)) + 1;
  const groups: number[][] = [];
  for (let k = 0; k < n; k++) {
    const near = groups.find(
      (members) => members.length < most && squaredChord(u, members[0] * d, u, k * d, d) < within * within,
    );
    if (near) near.push(k);
    else groups.push([k]);
  }
  return groups;
}
