/** Where nothing is known, and why: of other equations, of noise, of tokens recorded elsewhere. */
import { allHold, type PredictionDefinition } from '../prediction.ts';
import { predictionRegistry } from '../predictions/index.ts';
import type { SentenceDefinition } from '../sentence.ts';
import type { Setting } from '../setting.ts';

/** These speak of the initial tokens only, not of where they go. */
const OF_THE_BEGINNING = ['renyi-centers', 'strong-centers', 'hemisphere'];

function speaks(definition: PredictionDefinition, setting: Setting): boolean {
  const statement = definition.predict(setting);
  return statement !== null && statement.claim !== null && allHold(statement.hypotheses) !== false;
}

const knownSetting = new WeakMap<Setting, boolean>();

/** Whether any prediction about the motion applies, but for the first token's own path. */
function isKnown(setting: Setting): boolean {
  const found =
    knownSetting.get(setting) ??
    predictionRegistry.some(
      ({ id }, i) => !OF_THE_BEGINNING.includes(id) && id !== 'first-token' && speaks(predictionRegistry[i], setting),
    );
  knownSetting.set(setting, found);
  return found;
}

function whatMoves({ kind, label }: Setting): string {
  return kind === 'attention' ? 'attention with these Q, K, V' : label;
}

export const limits: SentenceDefinition = {
  id: 'limits',
  say(_moment, setting) {
    const common = { numbers: {}, source: 'hypotheses of the papers' };
    if (setting === null) {
      return {
        ...common,
        says: 'These tokens were recorded elsewhere: which equation moves them is not known here, and nothing is predicted.',
        weight: 6,
      };
    }
    if (setting.noisy) {
      return {
        ...common,
        says: 'Noise moves the tokens too: the theorems that parkade knows are about motion without it.',
        weight: 7,
      };
    }
    if (setting.edited) {
      return {
        ...common,
        says: 'Tokens were changed by hand: the theorems are about tokens that are left alone.',
        weight: 7,
      };
    }
    if (isKnown(setting)) return null;
    return {
      ...common,
      says: `Of where these tokens go (${whatMoves(setting)}, ${setting.mask} mask) none of the papers that parkade knows says anything: this is measured only.`,
      weight: 8,
    };
  },
};
