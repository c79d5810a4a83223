/** "Explain this picture": a few sentences made from measured values and their sources. */
import { momentOf } from './moment.ts';
import type { Sentence } from './sentence.ts';
import { sentenceRegistry } from './sentences/index.ts';
import { settingOf } from './setting.ts';
import type { View } from './view.ts';

/** So many sentences are shown at most. */
const MOST = 6;
/** Below this weight a sentence is only shown where there are not enough others, */
const TELLING = 4;
/** which are these. */
const FEWEST = 3;

/**
 * Three to six sentences about the tokens at the time of a view, the most telling ones that can be said of them.
 *
 * @example explain({ recording, index: 5, lengths: prepared.measurement, prepared }).map(({ says }) => says)
 * @throws ParkadeError InvalidParameter where the recording has no such time
 */
export function explain(view: View): readonly Sentence[] {
  const moment = momentOf(view);
  const setting = view.prepared ? settingOf(view.prepared) : null;
  const all = sentenceRegistry.flatMap(({ id, say }, order) => {
    const said = say(moment, setting);
    return said === null ? [] : [{ id, order, ...said }];
  });
  const best = [...all].sort((a, b) => b.weight - a.weight || a.order - b.order);
  const chosen = best.filter(({ weight }, i) => i < MOST && (weight >= TELLING || i < FEWEST));
  return chosen
    .sort((a, b) => a.order - b.order)
    .map(({ id, says, numbers, source }) => ({ id, says, numbers, source }));
}
