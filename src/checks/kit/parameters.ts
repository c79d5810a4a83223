/**
 * The parameters of statements: one name has one meaning everywhere, each statement its own usual value. Light to load:
 * the flags of parkade check come from here.
 */
import * as z from 'zod/mini';
import { parameter } from '../../core/parameter.ts';
import { SHORTEST_RUN } from '../../core/step.ts';
import { PI } from '../../numerics/elementary.ts';

export const beta = (usual: number) =>
  parameter(z._default(z.number().check(z.minimum(0), z.maximum(1e6)), usual), {
    description: 'inverse temperature β',
    expects: 'a number from 0 to 1000000',
    placeholder: 'number',
  });

export const tokens = (usual: number) =>
  parameter(z._default(z.int().check(z.minimum(1), z.maximum(1_000_000)), usual), {
    description: 'number of tokens n',
    expects: 'a whole number from 1 to 1000000',
    placeholder: 'n',
  });

export const dimension = (usual: number) =>
  parameter(z._default(z.int().check(z.minimum(2), z.maximum(1000)), usual), {
    description: 'dimension d of the space around the sphere S^{d−1}',
    expects: 'a whole number from 2 to 1000',
    placeholder: 'd',
  });

export const delta = (usual: number) =>
  parameter(z._default(z.number().check(z.positive(), z.lt(PI)), usual), {
    description: 'separation δ of Rényi centers, radians',
    expects: 'a separation strictly between 0 and π radians',
    placeholder: 'radians',
  });

export const epsilon = (usual: number) =>
  parameter(z._default(z.number().check(z.positive(), z.maximum(1000)), usual), {
    description: 'ε of the statement',
    expects: 'a number > 0, at most 1000',
    placeholder: 'number',
  });

export const until = (usual: number) =>
  parameter(z._default(z.number().check(z.minimum(SHORTEST_RUN), z.maximum(1e300)), usual), {
    description: 'end time of the runs',
    expects: 'a time from 1e-270 to 1e300',
    placeholder: 'time',
  });

export const runs = (usual: number) =>
  parameter(z._default(z.int().check(z.minimum(2), z.maximum(10_000_000)), usual), {
    description: 'number of random runs or draws, with one seed after the other from --seed on',
    expects: 'a whole number from 2 to 10000000',
    placeholder: 'count',
  });

/** The largest leaves room below 2⁵³ for the seeds of further runs. */
export const seed = (usual = 1) =>
  parameter(z._default(z.int().check(z.minimum(0), z.maximum(9e15)), usual), {
    description: 'seed of the first run; further ones have seed + 1, …',
    expects: 'a whole number from 0 to 9000000000000000',
    placeholder: 'integer',
  });

export const ratio = (usual: number) =>
  parameter(z._default(z.number().check(z.minimum(-1000), z.maximum(1000)), usual), {
    description: 'μ/λ: the second eigenvalue of V over the largest one',
    expects: 'a number from −1000 to 1000',
    placeholder: 'number',
  });

/** By name: a statement has no parameter that is not here. */
export const checkParameters: Readonly<Record<string, (usual: number) => z.ZodMiniType>> = {
  beta,
  tokens,
  dimension,
  delta,
  epsilon,
  until,
  runs,
  seed,
  ratio,
};
