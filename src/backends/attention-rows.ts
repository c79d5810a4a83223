/** The rows of causal attention, from sums over those before each. */
import type { Shape, State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import { attentionJacobian, type FirstSums, type RowSums } from '../dynamics/attention-jacobian.ts';
import type { RowSlope, RowSystem } from '../dynamics/row-system.ts';
import { slopeBound } from '../dynamics/slope-bound.ts';
import { frobeniusNorm } from '../numerics/matrix.ts';

/** Where rows see each other: unit rows by index, and sums over them. */
export interface Rows {
  /** Row k ← u, for the rows after it to see. */
  place(k: number, u: Float64Array): void;
  /** All rows ← x/|x|, where x is a state of the engine's own; where that is quicker than one by one. */
  placeAll?(x: State): void;
  /** Over rows 0 … seen − 1 and the centers, for a token at u. The result is overwritten by the next call. */
  sums(u: Float64Array, seen: number): RowSums;
  /** The same without the spread. */
  firstSums(u: Float64Array, seen: number): FirstSums;
}

/** Up to this dimension sums come with their spread, asked for or not (wasm/assembly/row-sums.ts). */
const SPREAD_COMES_ANYWAY = 3;

/**
 * @param tokens that `count` divides by
 * @param seen how many rows row k sees before itself; by default k: probes see a prefix and not each other
 */
export function attentionRows(
  parameters: AttentionFieldParameters,
  { n: tokens, d }: Shape,
  rows: Rows,
  seen: (k: number) => number = (k) => k,
): RowSystem {
  const linearize = attentionJacobian(parameters, { n: tokens, d });
  const bend = 2 + (parameters.beta * frobeniusNorm(parameters.queryKey)) / Math.sqrt(d);
  const widest = 0.1 / bend;
  const bounded = slopeBound(parameters, { n: tokens, d }, widest);
  const { placeAll } = rows;
  return {
    ...{ bend, widest, steepness: bend * bend * frobeniusNorm(parameters.value) },
    place: (k, u) => rows.place(k, u),
    ...(placeAll && { placeAll: (x: State) => placeAll(x) }),
    linearize: (k, u) => linearize(u, rows.sums(u, seen(k))),
    around(k, place) {
      let slope: RowSlope | undefined;
      const slopeFrom = (sums: RowSums): RowSlope => {
        const { force, jacobian } = linearize(place, sums);
        slope = { force: force.slice(), jacobian: jacobian.slice() };
        return slope;
      };
      /** Most rows ask for their slope after the bound: where all sums come at once it is made from the same ones. */
      const sumsOfBound = (): FirstSums => {
        if (d > SPREAD_COMES_ANYWAY) return rows.firstSums(place, seen(k));
        const sums = rows.sums(place, seen(k));
        slopeFrom(sums);
        return sums;
      };
      return {
        here: () => slope ?? slopeFrom(rows.sums(place, seen(k))),
        linearize: (v) => linearize(v, rows.sums(v, seen(k))),
        bounded: bounded && (() => bounded(place, sumsOfBound())),
      };
    },
  };
}
