/** What several statements suppose. */
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
