/** How large an atlas is, and which: light to load, since the flags of the command come from here. */
import * as z from 'zod/mini';
import { parameter } from '../core/parameter.ts';

/** 1000 runs a row. */
export const USUAL_RUNS = 11_000;

export const atlasParameters = {
  runs: parameter(z._default(z.int().check(z.minimum(11), z.maximum(10_000_000)), USUAL_RUNS), {
    description: `number of runs, shared evenly among the rows (${USUAL_RUNS})`,
    expects: 'a whole number from 11, a run for every row, to 10000000',
    placeholder: 'count',
  }),
  seed: parameter(z._default(z.int().check(z.minimum(0), z.maximum(9e15)), 1), {
    description: 'seed of the first run; further ones have seed + 1, … (1)',
    expects: 'a whole number from 0 to 9000000000000000',
    placeholder: 'integer',
  }),
} as const;

export interface AtlasParameters {
  readonly runs: number;
  readonly seed: number;
}
