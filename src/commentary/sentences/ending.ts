/** Where tokens should end, and how far they have come. */
import { allHold } from '../prediction.ts';
import { finalConfiguration } from '../predictions/final-configuration.ts';
import type { SentenceDefinition } from '../sentence.ts';
import { radians } from '../wording.ts';

export const ending: SentenceDefinition = {
  id: 'ending',
  say(moment, setting) {
    if (setting === null) return null;
    const statement = finalConfiguration.predict(setting);
    if (statement === null || statement.claim === null || allHold(statement.hypotheses) === false) return null;
    const { claim, standing, source } = statement;
    const { value } = finalConfiguration.measure(moment, setting);
    const { verdict } = finalConfiguration.judge(claim, { value, says: '' }, moment, setting);
    if (value === null || verdict === 'undecided') return null;
    const what = `${statement.says[0].toLowerCase()}${statement.says.slice(1, -1)}`.replace(/^in the end /, '');
    const where =
      verdict === 'agrees'
        ? `now the farthest is ${radians(value)} from there`
        : `the farthest is still ${radians(value)} from there`;
    const how = standing === 'theorem' ? 'By Theorem 4.1' : 'By a conjecture, Table 1,';
    return {
      says: `${how} in the end ${what}; ${where}.`,
      numbers: { farthest: value },
      source: `measured; ${source}`,
      weight: verdict === 'agrees' ? 9 : 6,
    };
  },
};
