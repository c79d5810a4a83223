/** The interaction function h or its slope g, with a bound of Appendix B. */

import type { Figure } from '../../figures/index.ts';
import { PI, smaller } from '../../numerics/elementary.ts';
import { brief } from '../../report/run.ts';
import { interaction, interactionBounds, interactionSlope, strongestAngle } from '../../theory/interaction.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';

export type BoundName = keyof typeof interactionBounds;

/** β at which a bound is drawn; where it is printed for more than is true, one at which it fails. */
const SHOWN: Readonly<Record<BoundName, readonly [number, number]>> = {
  interactionBelow: [1, 5],
  interactionAbove: [1, 5],
  slopeBelowNearZero: [1, 5],
  slopeBelow: [0.05, 5],
};

/** g is largest at 0, where it is 1. */
const SLOPES = [-1.1, 1.1] as const;

/** Beyond this over √β there is nothing to see of h and g. */
const REACH = 14;

/** h or g with its bound over x, as far as the bound is stated; marked where it is printed and false. */
export function boundDrawn(name: BoundName): Figure {
  const bound = interactionBounds[name];
  const slope = name.startsWith('slope');
  const above = name === 'interactionAbove';
  const valueAt = slope ? interactionSlope : interaction;
  const broken = (x: number, beta: number) =>
    bound.holdsAsPrinted(x, beta) && !bound.holds(x, beta) && valueAt(x, beta) > bound.value(x, beta) === above;
  const mayFail = SHOWN[name].some((beta) => broken(1.5 * PI, beta) || broken(1.66, beta));
  return comparedIn({
    title: `${slope ? 'The slope g' : 'The interaction h'} and its ${above ? 'upper' : 'lower'} bound`,
    caption: `${slope ? 'g' : 'h'} over x, and the bound dashed, where it is stated and within the panel.${mayFail ? ' Orange: where it is printed but false.' : ''}`,
    panels: SHOWN[name].map((beta) => {
      const to = name === 'slopeBelowNearZero' ? 1 / Math.sqrt(beta + 0.5) : smaller(2 * PI, REACH / Math.sqrt(beta));
      const high = 1.15 * interaction(strongestAngle(beta), beta);
      const over = (f: (x: number) => number) => (x: number) => (bound.holdsAsPrinted(x, beta) ? f(x) : Number.NaN);
      return {
        ...{ title: `β = ${brief(beta)}`, across: 'x, radians', from: to / 1000, to, wide: true },
        domain: name === 'slopeBelowNearZero' ? undefined : slope ? SLOPES : [-high, high],
        predicted: [
          { name: slope ? 'g' : 'h', at: (x) => valueAt(x, beta), color: 'token' },
          { name: 'bound', at: over((x) => bound.value(x, beta)), dashed: true },
          ...(mayFail
            ? [
                {
                  name: '',
                  at: (x: number) => (broken(x, beta) ? valueAt(x, beta) : Number.NaN),
                  color: 'strong',
                } as const,
              ]
            : []),
        ],
      };
    }),
  });
}
