/** Estimates of how well predictors tell clusters, compared on the same runs. */
import { type Interval, meanInterval } from '../../numerics/interval.ts';
import { type Kind, kinds } from './leader-kinds.ts';
import type { LeaderCell, LeaderValue, Led } from './leader-runs.ts';

/** The runs of a setting. */
export interface Setting extends Omit<LeaderCell, 'seeds'> {
  readonly runs: readonly Led[];
}

export function settingsOf(values: readonly LeaderValue[]): Setting[] {
  const found = new Map<string, Setting>();
  for (const { dimension, beta, tokens, skew, runs } of values) {
    const key = `${dimension} ${beta} ${skew}`;
    found.set(key, { dimension, beta, tokens, skew, runs: [...(found.get(key)?.runs ?? []), ...runs] });
  }
  return [...found.values()].sort((a, b) => a.skew - b.skew || a.dimension - b.dimension || a.beta - b.beta);
}

/** Mean score at time number i. */
export function meanScore({ runs }: Setting, kind: Kind, i: number): Interval {
  return meanInterval(runs.map((one) => one.kinds[kind][i].score));
}

/** Mean of p/C, predicted tokens over clusters. */
export function countRatio({ runs }: Setting, kind: Kind, i: number): Interval {
  return meanInterval(runs.map((one) => one.kinds[kind][i].predicted / one.clusters[i]));
}

/** The mean share of clusters with exactly one predicted token. */
export function matchedShare({ runs }: Setting, kind: Kind, i: number): Interval {
  const { estimate, low, high } = meanInterval(runs.map((one) => one.kinds[kind][i].matched / one.clusters[i]));
  return { estimate, low: Math.max(0, low), high: Math.min(1, high) };
}

/** Mean of the score of one less that of another, of the same runs. */
export function difference({ runs }: Setting, one: Kind, other: Kind, i: number): Interval {
  return meanInterval(runs.map(({ kinds: of }) => of[one][i].score - of[other][i].score));
}

export function meanClusters({ runs }: Setting, i: number): Interval {
  return meanInterval(runs.map(({ clusters }) => clusters[i]));
}

/** The kinds that no other is better than; one, where it is better than all. */
export function bestOf(setting: Setting, i: number): Kind[] {
  return kinds.filter((kind) =>
    kinds.every((other) => other === kind || !(difference(setting, other, kind, i).low > 0)),
  );
}
