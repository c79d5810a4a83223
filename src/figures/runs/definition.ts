/** The plug-in contract of a figure of a run. */
import type { Shape } from '../../core/state.ts';
import type { Figure } from '../drawing/figure.ts';
import { checkedOptions } from './misuse.ts';
import type { Drawable } from './scene.ts';

/** What all figures understand; each takes what concerns it. */
export interface FigureOptions {
  /** Times of snapshots, each replaced by the nearest saved one; telling ones by default. */
  readonly times?: readonly number[] | undefined;
  /** How many snapshots to choose (6). */
  readonly panels?: number | undefined;
  /** A logarithmic time axis. */
  readonly logTime?: boolean | undefined;
  /** From where to look at a sphere. */
  readonly from?: readonly [number, number, number] | undefined;
  readonly title?: string | undefined;
}

export interface FigureDefinition<Name extends string = string> {
  readonly name: Name;
  readonly title: string;
  /** Whether it can show tokens of this shape. */
  supports(shape: Shape): boolean;
  /** Whether it draws the events of a run, and so needs them. */
  readonly needsEvents?: true;
  /** Which options besides the title it takes. */
  readonly takes: readonly (keyof FigureOptions)[];
  /** @throws ParkadeError InvalidParameter if it cannot */
  make(result: Drawable, options?: FigureOptions): Figure;
}

/** A figure whose options are checked before it is made. */
export function defineFigure<Name extends string>({ make, ...definition }: FigureDefinition<Name>) {
  return {
    ...definition,
    make: (result: Drawable, options?: FigureOptions) => make(result, checkedOptions(options)),
  } satisfies FigureDefinition<Name>;
}
