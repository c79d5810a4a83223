/** What equations share whose tokens live in R^d. */
import * as z from 'zod/mini';
import { parameter } from '../core/parameter.ts';

/**
 * Laws of initial tokens give unit rows; this is how long they become. Rows that are given are multiplied by it too.
 */
export const initialRadius = parameter(z._default(z.number().check(z.positive()), 1), {
  description:
    'where tokens live in R^d, the initial ones are multiplied by this (normalization pre, mix, peri; unnormalized)',
  expects: 'a finite number > 0',
  placeholder: 'length',
});
