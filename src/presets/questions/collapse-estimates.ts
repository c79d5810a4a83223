/** Estimates of the law of the collapse, from its runs. */
import { bootstrapInterval } from '../../numerics/bootstrap.ts';
import { correlationOf } from '../../numerics/correlation.ts';
import type { Interval } from '../../numerics/interval.ts';
import { meanInterval } from '../../numerics/interval.ts';
import { sampleOf } from '../../numerics/sample.ts';
import type { Collapse, CollapseValue } from './collapse-runs.ts';
import type { Statistic } from './initial-statistics.ts';
import { type Line, lineThrough } from './line.ts';

export const BETAS = [8, 16, 32];
export const BEFORE = BETAS[1];
export const LAST = BETAS[2];
const rivals = ['farthest', 'link', 'second'] as const satisfies Statistic[];

/** Runs of a setting that are decided. */
export interface Setting {
  readonly dimension: number;
  readonly tokens: number;
  readonly beta: number;
  readonly runs: readonly Start[];
  readonly open: number;
}

interface Start extends Collapse {
  readonly c: number;
}

export function settingsOf(values: readonly CollapseValue[]): Setting[] {
  const of = (key: 'dimension' | 'tokens' | 'beta') =>
    [...new Set(values.map((value) => value[key]))].sort((a, b) => a - b);
  return of('dimension').flatMap((dimension) =>
    of('tokens').flatMap((tokens) =>
      of('beta').flatMap((beta) => {
        const all = values
          .filter((value) => value.dimension === dimension && value.tokens === tokens && value.beta === beta)
          .flatMap(({ runs }) => runs);
        const runs = all
          .filter(({ certified }) => certified)
          .map((one) => ({ ...one, c: Math.max(0, one.logTime ?? 0) / beta }));
        return all.length === 0 ? [] : [{ dimension, tokens, beta, runs, open: all.length - runs.length }];
      }),
    ),
  );
}

export const exponents = ({ runs }: Setting) => runs.map(({ c }) => c);

/** The mean change of c of the starts that both have. */
function changeBetween(before: Setting, after: Setting): Interval {
  const known = new Map(before.runs.map(({ seed, c }) => [seed, c]));
  return meanInterval(after.runs.flatMap(({ seed, c }) => (known.has(seed) ? [c - (known.get(seed) as number)] : [])));
}

export function correlation({ runs }: Setting, statistic: Statistic): Interval {
  return bootstrapInterval(runs, (draws) =>
    correlationOf(
      draws.map(({ c }) => c),
      draws.map((one) => one[statistic]),
    ),
  );
}

/** How much more the coarsening's correlation is than the best rival's. */
export function advantage({ runs }: Setting): Interval & { readonly rival: Statistic } {
  const of = (draws: readonly Start[], statistic: Statistic) =>
    correlationOf(
      draws.map(({ c }) => c),
      draws.map((one) => one[statistic]),
    );
  const rival = rivals.reduce((a, b) => (of(runs, b) > of(runs, a) ? b : a));
  return { ...bootstrapInterval(runs, (draws) => of(draws, 'coarsening') - of(draws, rival)), rival };
}

/** c over the coarsening's exponent. */
export function slopeOf({ runs }: Setting): Line | null {
  return lineThrough(runs.map(({ c, coarsening }) => ({ x: coarsening, y: c })));
}

/** The mean of c over log n at the largest β. */
export function overTokens(settings: readonly Setting[], dimension: number): Line | null {
  const points = settings
    .filter((one) => one.dimension === dimension && one.beta === LAST)
    .map((one) => {
      const { mean, standardError } = sampleOf(exponents(one));
      return { x: Math.log(one.tokens), y: mean, error: standardError };
    });
  return lineThrough(points);
}

export function find(
  settings: readonly Setting[],
  dimension: number,
  tokens: number,
  beta: number,
): Setting | undefined {
  return settings.find((one) => one.dimension === dimension && one.tokens === tokens && one.beta === beta);
}

export function changes(
  settings: readonly Setting[],
): { readonly tokens: number; readonly dimension: number; readonly change: Interval }[] {
  return settings.flatMap((after) => {
    const before = after.beta === LAST && find(settings, after.dimension, after.tokens, BEFORE);
    return before ? [{ ...after, change: changeBetween(before, after) }] : [];
  });
}
