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
type Recipe = readonly unknown[];

/** What an engine is made from, or null for one that is not kept: large, or shared, or with rows of other kinds. */
export function recipeOf(
  { n, d }: Shape,
  { beta, queryKey, value, mask, normalization, centers, weights }: AttentionFieldParameters,
  slotCount: number,
  { costs, ...others }: FieldOptions,
): Recipe | null {
  const words = [others, costs ?? {}].flatMap((options) => Object.entries(options).flat());
  const isUsual = words.every((word) => typeof word !== 'object' && word !== 'probes');
  if (!isUsual || n * d > LARGEST_STATE || d > LARGEST_DIMENSION) return null;
  return [
    n,
    d,
    slotCount,
    beta,
    weights.length,
    mask,
    normalization,
    ...queryKey,
    ...value,
    ...centers,
    ...weights,
    ...words,
  ];
}

interface Kept {
  readonly recipe: Recipe;
  readonly engine: Engine;
  renew(): void;
}

let spare: Kept | null = null;

/** The engine that is kept, as it was when it was new, if it was made from the same; nobody else gets it then. */
export function takeSpare(recipe: Recipe): Engine | null {
  const kept = spare;
  if (!kept || kept.recipe.length !== recipe.length || !recipe.every((part, i) => Object.is(part, kept.recipe[i])))
    return null;
  spare = null;
  kept.renew();
  return lent(kept);
}

/**
 * An engine just made, to be kept in place of the one before when it is disposed of.
 * @param restart what starts anew beside the memory
 */
export function sparing(recipe: Recipe, engine: Engine, memory: WebAssemblyMemory, end: number, restart: () => void) {
  const bytes = new Uint8Array(memory.buffer, 0, end);
  const asNew = bytes.slice();
  const renew = () => {
    bytes.set(asNew);
    restart();
  };
  return lent({ recipe, engine, renew });
}

/** The engine, until it is disposed of; a second time does nothing. */
function lent(own: Kept): Engine {
  let isDone = false;
  return {
    ...own.engine,
    dispose() {
      if (!isDone) spare = own;
      isDone = true;
    },
  };
}
