/**
 * The parameters of statements: one name has one meaning everywhere, each statement its own usual value. Light to load:
 * the flags of parkade check come from here.
 */
import { z } from 'zod';
import { parameter } from '../../core/parameter.ts';
import { SHORTEST_RUN } from '../../core/step.ts';
import { PI } from '../../numerics/elementary.ts';

export const beta = (usual: number) =>
  parameter(z.number().min(0).max(1e6).default(usual), {
    description: 'inverse temperature β',
    expects: 'a number from 0 to 1000000',
    placeholder: 'number',
  });

export const tokens = (usual: number) =>
  parameter(z.int().min(1).max(1_000_000).default(usual), {
    description: 'number of tokens n',
    expects: 'a whole number from 1 to 1000000',
    placeholder: 'n',
  });

export const dimension = (usual: number) =>
  parameter(z.int().min(2).max(1000).default(usual), {
    description: 'dimension d of the space around the sphere S^{d−1}',
    expects: 'a whole number from 2 to 1000',
    placeholder: 'd',
  });

export const delta = (usual: number) =>
  parameter(
    z
      .number()
      .positive()
      .refine((value) => value < PI)
      .default(usual),
    {
      description: 'separation δ of Rényi centers, radians',
      expects: 'a separation strictly between 0 and π radians',
      placeholder: 'radians',
    },
  );

export const epsilon = (usual: number) =>
  parameter(z.number().positive().max(1000).default(usual), {
    description: 'ε of the statement',
    expects: 'a number > 0, at most 1000',
    placeholder: 'number',
  });

export const until = (usual: number) =>
  parameter(z.number().min(SHORTEST_RUN).max(1e300).default(usual), {
    description: 'end time of the runs',
    expects: 'a time from 1e-270 to 1e300',
    placeholder: 'time',
  });

export const runs = (usual: number) =>
  parameter(z.int().min(2).max(10_000_000).default(usual), {
    description: 'number of random runs or draws, with one seed after the other from --seed on',
    expects: 'a whole number from 2 to 10000000',
    placeholder: 'count',
  });

/** The largest leaves room below 2⁵³ for the seeds of further runs. */
export const seed = (usual = 1) =>
  parameter(z.int().min(0).max(9e15).default(usual), {
    description: 'seed of the first run; further ones have seed + 1, …',
    expects: 'a whole number from 0 to 9000000000000000',
    placeholder: 'integer',
  });

export const ratio = (usual: number) =>
  parameter(z.number().min(-1000).max(1000).default(usual), {
    description: 'μ/λ: the second eigenvalue of V over the largest one',
    expects: 'a number from −1000 to 1000',
    placeholder: 'number',
  });

/** By name: a statement has no parameter that is not here. */
export const checkParameters: Readonly<Record<string, (usual: number) => z.ZodType>> = {
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
