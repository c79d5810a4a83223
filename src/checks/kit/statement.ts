/**
 * The plug-in contract of a check: a statement of a paper, what it supposes, what is measured, and how that is judged.
 */
import * as z from 'zod/mini';
import type { Experiment } from '../../core/experiment.ts';
import type { Figure } from '../../figures/index.ts';
import type { Comparison } from './comparison.ts';
import type { Verdict } from './verdict.ts';

/**
 * Something that the statement supposes, and whether it is so at these parameters: the check runs either way, and says
 * so.
 */
export interface Hypothesis {
  readonly says: string;
  readonly met: boolean;
  /** Without it there is nothing to measure (no pair of tokens, no formula): the check says so and is undecided. */
  readonly essential?: true;
}

export interface Statement<Shape extends z.core.$ZodShape, Cell, Value>
  extends Experiment<Cell, Value, z.infer<z.ZodMiniObject<Shape>>> {
  /** The statement in a sentence or two, with its formula. */
  readonly says: string;
  readonly source: string;
  /** Where the printed form is wrong: what is wrong and what is right. */
  readonly erratum?: string;
  /** Numbers that a user may change; parameters.ts declares those that several statements share. */
  readonly parameters: Shape;
  /**
   * The verdict at the default parameters, as this version of parkade found it: another one is told, and is an error.
   */
  readonly expected: Verdict;
  hypotheses(parameters: z.infer<z.ZodMiniObject<Shape>>): readonly Hypothesis[];
  /** The test, in words: what is compared, over how much, with what allowance. */
  readonly test: string;
  judge(values: readonly Value[], parameters: z.infer<z.ZodMiniObject<Shape>>): readonly Comparison[];
  /** A picture, where one says more than the numbers. */
  draw?(values: readonly Value[], parameters: z.infer<z.ZodMiniObject<Shape>>): Figure;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds statements of all kinds; each is consistent in itself.
export type AnyStatement = Statement<any, any, any>;

/** A statement, checked for consistency by its types. */
export function statement<Shape extends z.core.$ZodShape, Cell, Value>(
  definition: Statement<Shape, Cell, Value>,
): Statement<Shape, Cell, Value> {
  return definition;
}

/**
 * Whether there is anything to measure at these parameters: else there are no cells to compute, and nothing to judge.
 */
export function isMeasurable(statement: AnyStatement, parameters: Readonly<Record<string, number>>): boolean {
  return statement.hypotheses(parameters).every(({ met, essential }: Hypothesis) => met || !essential);
}

/** The values of a statement's parameters, defaults filled in. */
export function defaultsOf({ parameters }: AnyStatement): Record<string, number> {
  return z.object(parameters).parse({}) as Record<string, number>;
}
