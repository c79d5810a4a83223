/** How long the nearest clusters will stay apart: what is seen may look like an end, and be none. */
import { cos, exp, log } from '../../numerics/elementary.ts';
import { logTimeBetween } from '../../theory/two-tokens.ts';
import { allIdentity, isAttention, isMasked, isUndisturbed } from '../hypotheses.ts';
import { allHold } from '../prediction.ts';
import type { SentenceDefinition } from '../sentence.ts';
import { nearestClusters } from '../token-clusters.ts';
import { radians, short, shortExponential } from '../wording.ts';

/** What lasts so many times longer than all that has passed is metastable. */
const LONG = 10;

export const metastable: SentenceDefinition = {
  id: 'metastable',
  say({ clusters, x, shape, lengths, t }, setting) {
    if (setting === null || t === 0 || shape.n === 2) return null; // two tokens have a sentence of their own
    const hypotheses = [
      isAttention(setting),
      isMasked(setting, 'causal'),
      ...allIdentity(setting),
      isUndisturbed(setting),
    ];
    if (allHold(hypotheses) !== true) return null;
    const list = clusters();
    const pair = nearestClusters(list, x, shape);
    if (pair === null || pair.distance <= lengths.threshold || pair.distance > 3.1) return null;
    const { beta } = setting;
    const logTime = logTimeBetween(cos(pair.distance), cos(lengths.threshold), beta);
    // The first token of the later cluster is pulled by all of the earlier one: at most so many times faster.
    const lasts = logTime - log(pair.earlier.size) > log(LONG * Math.max(t, 1));
    const says = `Two tokens as far apart as the nearest pair of clusters, ${radians(pair.distance)}, take about ${shortExponential(logTime)} units of time to meet at β = ${short(beta)}${lasts ? ': what you see is metastable' : ''}.`;
    return {
      says,
      numbers: { distance: pair.distance, logTime, time: exp(logTime), beta },
      source: 'measured; two tokens in closed form, derived from arXiv:2411.04990',
      weight: lasts ? 10 : 6,
    };
  },
};
