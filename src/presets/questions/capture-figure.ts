/** The figure of the question of the least successful center. */
import { type CurvePanel, curves, type Figure } from '../../figures/index.ts';
import { largestOf } from '../../numerics/extremes.ts';
import type { Interval } from '../../numerics/interval.ts';
import { exponentOf, FITTED_FROM, leastShare, lostShare, type Size, successes } from './capture-estimates.ts';
import { BETA, DELTA, type Kind, RADIUS, TIMES } from './capture-runs.ts';
import { banded, grouped } from './said.ts';

export const names: Readonly<Record<Kind, string>> = { renyi: 'Rényi', strong: 'strong' };

/** @param asked times at which the question is asked, whose fits are drawn */
export function captureFigure(sizes: readonly Size[], asked: readonly number[]): Figure {
  const count = sizes.reduce((sum, { runs }) => sum + runs.length, 0);
  const setting = `circle, β\u00a0=\u00a0${BETA}, δ\u00a0=\u00a0${DELTA}, r\u00a0=\u00a0${RADIUS}`;
  return curves({
    title: 'The least successful center, as the tokens become more',
    subtitle: `${setting}; ${grouped(count)} runs`,
    caption: `A center has captured the tokens that it holds (nearer than r, and no other center nearer) and that were not nearer than r to it at t = 0; a center that an earlier one holds is lost and has captured none. Of each run the center that has captured least; bands are 95 % intervals. Dashed: fits from n = ${FITTED_FROM} on at t = ${asked.join(', ')}; a share that stays has slope 1, as the grey line has.`,
    ts: sizes.map(({ tokens }) => tokens),
    logTime: true,
    panels: [
      numbers(sizes, asked),
      ...(['renyi', 'strong'] as const).map((kind) =>
        overTimes(`Least share captured, ${names[kind]}`, '', (i) =>
          sizes.map((size) => leastShare(size, kind, 'captured', i)),
        ),
      ),
      overTimes('Runs where all captured 1 %', 'Rényi', (i) => sizes.map((size) => successes(size, 'renyi', i))),
      overTimes('Lost to an earlier center', 'Rényi', (i) => sizes.map((size) => lostShare(size, 'renyi', i))),
    ],
  });
}

function overTimes(title: string, unit: string, intervals: (time: number) => readonly Interval[]): CurvePanel {
  const all = TIMES.map((_, i) => intervals(i));
  return {
    ...{ title, unit, across: 'tokens n' },
    domain: [0, largestOf(all.flat().map(({ high }) => high))],
    series: TIMES.map((t, i) => banded(`t = ${t}`, all[i])),
  };
}

/** On logarithms, with the fits. */
function numbers(sizes: readonly Size[], asked: readonly number[]): CurvePanel {
  const means = TIMES.map((_, i) =>
    sizes.map((size) => size.tokens * leastShare(size, 'renyi', 'captured', i).estimate),
  );
  const fits = asked.flatMap((t) => exponentOf(sizes, 'renyi', 'captured', TIMES.indexOf(t)) ?? []);
  const from = (value: (n: number) => number) =>
    sizes.map(({ tokens }) => (tokens >= FITTED_FROM ? value(tokens) : Number.NaN));
  const start = fits.at(-1)?.at(Math.log(FITTED_FROM)) ?? Number.NaN;
  return {
    title: 'Least number captured, Rényi centers',
    unit: 'mean of runs',
    across: 'tokens n',
    log: true,
    wide: true,
    series: [
      ...TIMES.map((t, i) => ({ name: `t = ${t}`, values: means[i], points: true })),
      ...fits.map((fit) => ({
        name: '',
        values: from((n) => Math.exp(fit.at(Math.log(n)))),
        color: 'ordinary' as const,
        dashed: true,
      })),
      { name: 'slope 1', values: from((n) => (Math.exp(start) * n) / FITTED_FROM), color: 'muted' as const },
    ],
  };
}
