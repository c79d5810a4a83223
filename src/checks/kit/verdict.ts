/** The verdict on a statement, made of its comparisons, and in words. */
import type { Comparison } from './comparison.ts';

/** A misprint is a number that is printed wrong, wrongly rounded, beside formulas that hold. */
export type Verdict = 'holds' | 'misprint' | 'fails as printed, holds corrected' | 'fails' | 'undecided';

type Form = Comparison['form'];

/** The forms that a reading of the statement is made of. */
const READINGS = {
  printed: ['both', 'printed', 'printed digits'],
  exceptDigits: ['both', 'printed'],
  corrected: ['both', 'corrected'],
} as const satisfies Record<string, readonly Form[]>;

/** On the printed form, and where that fails, on the corrected one. */
export function verdictOf(comparisons: readonly Comparison[]): Verdict {
  const outcomeOf = (reading: keyof typeof READINGS) => {
    const forms: readonly Form[] = READINGS[reading];
    const outcomes = comparisons.filter(({ form }) => forms.includes(form)).map(({ outcome }) => outcome);
    if (outcomes.includes('fails')) return 'fails';
    return outcomes.length === 0 || outcomes.includes('undecided') ? 'undecided' : 'holds';
  };
  const printed = outcomeOf('printed');
  if (printed !== 'fails' || !comparisons.some(({ form }) => form === 'corrected')) return printed;
  const corrected = outcomeOf('corrected');
  if (corrected !== 'holds') return corrected;
  return outcomeOf('exceptDigits') === 'fails' ? 'fails as printed, holds corrected' : 'misprint';
}

/** A verdict with what it is of. */
export type WordedVerdict = Verdict | `${Exclude<Verdict, 'undecided'>} outside its hypotheses`;

/** Where a hypothesis is not met, what holds or fails is not the statement, and the words say so. */
export function worded(verdict: Verdict, hypothesesMet: boolean): WordedVerdict {
  return hypothesesMet || verdict === 'undecided' ? verdict : `${verdict} outside its hypotheses`;
}
