/**
 * An equation as the device wants it, B = bI + C and V = λI + W, and what its bound of errors is made of. The library
 * makes it, and the engine, which is loaded when it is asked for, imports nothing of the library: bundlers would cut
 * what both use off as a third file, at a kilobyte of every bundle.
 */
import type { Shape } from '../../core/state.ts';
import type { AttentionFieldParameters } from '../../dynamics/attention-field.ts';
import { exp } from '../../numerics/elementary.ts';
import { frobeniusNorm, type Matrix, splitIdentity, transpose } from '../../numerics/matrix.ts';
import { SINGLE_ROUNDOFF } from '../backend.ts';

export interface SplitAttention {
  readonly attention: AttentionFieldParameters;
  readonly b: number;
  readonly lambda: number;
  /** Cᵀ; null when it is 0. */
  readonly cross: Matrix | null;
  /** W; null when it is 0. */
  readonly rest: Matrix | null;
  /** β‖B‖, in Frobenius's norm. */
  readonly exponent: number;
  /** At least |ẋ_k| and what it is summed from. */
  readonly size: number;
  /** 2^−24. */
  readonly roundoff: number;
}

export function splitAttention(attention: AttentionFieldParameters, { n, d }: Shape): SplitAttention {
  const { beta, queryKey, value, normalization, weights } = attention;
  const { scale: b, rest: cross } = splitIdentity(queryKey, d);
  const { scale: lambda, rest } = splitIdentity(value, d);
  // A multiple of the identity has that multiple for its norm: coordinates do not mix.
  const exponent = beta * (cross ? frobeniusNorm(queryKey) : Math.abs(b));
  const image = 1 + (rest ? frobeniusNorm(value) : Math.abs(lambda));
  // Dividing by n leaves weights as large as they are, at most (n + Σ a_j)/n times e^{β‖B‖}.
  const mass = weights.reduce((sum, weight) => sum + weight, n) / n;
  const size = normalization === 'count' ? image * mass * exp(exponent) : image;
  return { attention, b, lambda, cross: cross && transpose(cross, d), rest, exponent, size, roundoff: SINGLE_ROUNDOFF };
}
