/** Predictions that are worth a sentence where their subject occurs: two tokens, equal angles, frozen centers … */
import { allHold, type PredictionDefinition } from '../prediction.ts';
import { equalAngles } from '../predictions/equal-angles.ts';
import { firstClusters } from '../predictions/first-clusters.ts';
import { frozenWindow } from '../predictions/frozen-window.ts';
import { schemeTail } from '../predictions/scheme-tail.ts';
import { twoTokens } from '../predictions/two-tokens.ts';
import type { SentenceDefinition } from '../sentence.ts';

function comparedSentence(definition: PredictionDefinition, weight: number): SentenceDefinition {
  return {
    id: definition.id,
    say(moment, setting) {
      if (setting === null || moment.t === 0) return null;
      const statement = definition.predict(setting);
      if (statement === null || statement.claim === null || allHold(statement.hypotheses) === false) return null;
      const { value, says, expected } = definition.measure(moment, setting);
      if (value === null) return null;
      return {
        says: `${statement.says} ${says}`,
        numbers: { measured: value, ...(expected !== undefined && { expected }) },
        source: `measured; ${statement.source}`,
        weight,
      };
    },
  };
}

export const comparedSentences: readonly SentenceDefinition[] = [
  comparedSentence(twoTokens, 10),
  comparedSentence(equalAngles, 9),
  comparedSentence(frozenWindow, 9),
  comparedSentence(firstClusters, 7),
  comparedSentence(schemeTail, 7),
];
