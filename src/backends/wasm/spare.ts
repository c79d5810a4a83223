/**
 * One engine of a small problem that is done, kept for the next problem of the same kind: of thousands of runs that
 * differ in their tokens alone, each finds memory, tables and kernels in their places, and code that is already fast.
 */
import type { Engine } from '../../core/engine.ts';
import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import type { FieldOptions } from '../backend.ts';
import type { WebAssemblyMemory } from './memory.ts';

/** Numbers in a state, and its dimension, up to which an engine is kept: it has less than a few megabytes. */
const LARGEST_STATE = 20_000;
const LARGEST_DIMENSION = 16;

/** All that an engine is made from, in order. */
type Recipe = readonly (number | string)[];

/** What an engine is made from, or null for one that is not kept: large, or shared, or with rows of other kinds. */
export function recipeOf(
  { n, d }: Shape,
  { beta, queryKey, value, mask, normalization, centers, weights }: AttentionFieldParameters,
  slotCount: number,
  { field = 'auto', precision = 'double', accuracy = Infinity, costs = {}, ...others }: FieldOptions,
): Recipe | null {
  const { team, particles, probes = 0, frozen = [], ...unknown } = others;
  const usual = !team && !particles && probes === 0 && frozen.length === 0 && Object.keys(unknown).length === 0;
  if (!usual || n * d > LARGEST_STATE || d > LARGEST_DIMENSION) return null;
  const words = [mask, normalization, field, precision, ...Object.entries(costs).flat()];
  return [n, d, slotCount, accuracy, beta, weights.length, ...queryKey, ...value, ...centers, ...weights, ...words];
}

let spare: { readonly recipe: Recipe; readonly engine: Engine; readonly renew: () => void } | null = null;

/** The engine that is kept, as it was when it was new, if it was made from the same; nobody else gets it then. */
export function takeSpare(recipe: Recipe): Engine | null {
  if (!spare || !isSame(spare.recipe, recipe)) return null;
  const { engine, renew } = spare;
  spare = null;
  renew();
  return lent(recipe, engine, renew);
}

/**
 * An engine just made, to be kept in place of the one before when it is disposed of.
 * @param restart what starts anew beside the memory
 */
export function sparing(recipe: Recipe, engine: Engine, memory: WebAssemblyMemory, end: number, restart: () => void) {
  const bytes = new Uint8Array(memory.buffer, 0, end);
  const asNew = bytes.slice();
  return lent(recipe, engine, () => {
    bytes.set(asNew);
    restart();
  });
}

/** The engine, until it is disposed of; a second time does nothing. */
function lent(recipe: Recipe, engine: Engine, renew: () => void): Engine {
  let isDone = false;
  return {
    ...engine,
    dispose() {
      if (!isDone) spare = { recipe, engine, renew };
      isDone = true;
    },
  };
}

function isSame(a: Recipe, b: Recipe): boolean {
  return a.length === b.length && a.every((part, i) => Object.is(part, b[i]));
}
