/** What several statements suppose. */
import { log } from '../../numerics/elementary.ts';
import type { Hypothesis } from './statement.ts';

/** Below it e^β is far from overflow (709), and so are sums of such terms. */
const LARGEST_EXPONENT = 700;

/** USA: velocities are of size e^β, and beyond this they are no numbers. */
export function withVelocities(beta: number): Hypothesis {
  return {
    says: 'β ≤ 700, so that e^β, the size of velocities of USA, is a number',
    met: beta <= LARGEST_EXPONENT,
    essential: true,
  };
}

/** Where a statement is about pairs. */
export function withPairs(tokens: number): Hypothesis {
  return { says: 'n ≥ 2', met: tokens >= 2, essential: true };
}

/**
 * Whether tokens must have come to where they go by then, for Gaussian Q and K. Metastable states last up to
 * e^{2β‖QᵀK‖}, and ‖QᵀK‖ ≤ ‖Q‖‖K‖ is about 4d; then the way to 1e-6 takes some tens of units.
 */
export function outlastsMetastability(until: number, beta: number, dimension: number): boolean {
  return log(until) >= 8 * beta * dimension && until >= 100;
}
