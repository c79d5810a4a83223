/** The special functions against mpmath's values, and by their laws. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { besselRatio, exponentialMean, logScaledBesselI, scaledBesselI } from '../../../src/theory/special/bessel.ts';
import { e1, ei, ein, scaledE1, scaledEi } from '../../../src/theory/special/exponential-integral.ts';
import { logBeta, logGamma } from '../../../src/theory/special/gamma.ts';
import { incompleteBeta, logIncompleteBeta } from '../../../src/theory/special/incomplete-beta.ts';
import { expm1, log1p } from '../../../src/theory/special/near-one.ts';

type Table = readonly (readonly number[])[];
const golden = JSON.parse(
  readFileSync(new URL('../../golden/special-functions.json', import.meta.url), 'utf8'),
) as Record<string, Table>;

/** The largest relative error over a table of [arguments, value]. */
function worst(name: string, f: (...given: number[]) => number): { error: number; at: readonly number[] } {
  let found: { error: number; at: readonly number[] } = { error: 0, at: [] };
  for (const row of golden[name]) {
    const error = Math.abs(f(...row.slice(0, -1)) / (row.at(-1) as number) - 1);
    if (!(error <= found.error)) found = { error, at: row };
  }
  return found;
}

const functions: Record<string, (...given: number[]) => number> = { expm1, log1p, ei, e1, ein, scaledEi, scaledE1, logGamma, logBeta };
for (const [name, f] of Object.entries(functions)) console.log(name, golden[name].length, worst(name, f));
console.log('lib', golden.logIncompleteBeta.length, worst('logIncompleteBeta', logIncompleteBeta));
console.log('lsb', golden.logScaledBessel.length, worst('logScaledBessel', logScaledBesselI));
test('x', () => {});
