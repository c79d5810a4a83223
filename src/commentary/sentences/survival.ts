/** Strong centers that Lemma 5.1 still holds. */
import { allHold } from '../prediction.ts';
import { centerSurvival } from '../predictions/center-survival.ts';
import type { SentenceDefinition } from '../sentence.ts';
import { percent } from '../wording.ts';

export const survival: SentenceDefinition = {
  id: 'survival',
  say(moment, setting) {
    if (setting === null || moment.t === 0) return null;
    const statement = centerSurvival.predict(setting);
    if (statement === null || statement.claim === null || allHold(statement.hypotheses) !== true) return null;
    const { value, says } = centerSurvival.measure(moment, setting);
    if (value === null || value > 1) return null;
    return {
      says: `Lemma 5.1 still holds strong centers in place: ${says[0].toLowerCase()}${says.slice(1, -1)}${value < 0.01 ? ', almost nothing' : `, ${percent(value, 1)}`}.`,
      numbers: { displacement: value },
      source: `measured; ${statement.source}`,
      weight: 5,
    };
  },
};
