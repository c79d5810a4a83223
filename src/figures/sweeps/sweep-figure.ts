/** The picture of a sweep whose runs were taken together. */
import type { Means } from '../../sweeps/reductions.ts';
import type { Figure } from '../drawing/figure.ts';
import type { SweepFigureOptions } from './chosen.ts';
import { sweepCurves } from './sweep-curves.ts';
import { sweepHeatMap } from './sweep-heat-map.ts';

/**
 * One quantity over the axes of a sweep: curves over one axis with bands, a curve for every value of a second and a
 * panel for every value of a third; or a heat map over two, one map for every value of a third.
 *
 * @example sweepFigure(reduced(table, { axes: ['beta', 'tokens'], quantities: ['clusters@100'] }), { fit: true })
 * @throws ParkadeError InvalidParameter for names that the sweep has not, and for more axes than a picture has
 */
export function sweepFigure(reduced: Means, options: SweepFigureOptions = {}): Figure {
  return options.form === 'heat map' ? sweepHeatMap(reduced, options) : sweepCurves(reduced, options);
}
