/** The registry of statements. To add one: a file beside this, and a line here. */
import { hemisphere, terminalRates, tokensCross, twiceAsFast } from './causal-facts.ts';
import { conservedAngles, energyIncreases, energyMayFall } from './full-attention.ts';
import { lemma53 } from './lemma-5-3.ts';
import type { AnyStatement } from './statement.ts';
import { theorem41 } from './theorem-4-1.ts';

export { type Comparison, type Verdict, verdictOf } from './comparison.ts';
export { type AnyStatement, defaultsOf, type Hypothesis, type Statement } from './statement.ts';

/** In the order of the papers' sections. */
const statements: readonly AnyStatement[] = [
  theorem41,
  hemisphere,
  energyMayFall,
  lemma53,
  terminalRates,
  tokensCross,
  twiceAsFast,
  energyIncreases,
  conservedAngles,
];

export const statementRegistry: Readonly<Record<string, AnyStatement>> = Object.fromEntries(
  statements.map((statement) => [statement.id, statement]),
);
