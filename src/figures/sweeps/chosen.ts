/** Which part of a reduced sweep a picture shows, and along which axes. */

import { invalid, quoted } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { largestOf, smallestOf } from '../../numerics/extremes.ts';
import { inOrder } from '../../sweeps/columns.ts';
import type { Group, Means } from '../../sweeps/reductions.ts';
import type { Column, Field } from '../../sweeps/table.ts';

export interface SweepFigureOptions {
  /** A quantity or a condition of the reduced sweep; by default the first. */
  readonly quantity?: string;
  /** The horizontal axis; by default the first axis of numbers that has several values. */
  readonly across?: string;
  /** The axis that curves differ in, or the vertical one of a heat map; by default the next one. */
  readonly colour?: string;
  /** The axis that panels differ in; by default the next one. */
  readonly panels?: string;
  /** Only groups with these values of these axes. */
  readonly only?: Readonly<Record<string, Field>>;
  readonly form?: 'curves' | 'heat map';
  /**
   * Around a curve: the least and the greatest quantile of the sweep, 1.96 standard errors of the mean, or nothing; by
   * default quantiles where there are two and at most three curves a panel. Conditions have Wilson's interval.
   */
  readonly band?: 'quantiles' | 'errors' | 'none';
  /** By default where the values of the axis are spaced by factors. */
  readonly logAcross?: boolean;
  /** By default where the horizontal axis is, all values are positive, and reach over two powers of ten. */
  readonly logUp?: boolean;
  /** A straight line through every curve, on the scales of the axes, dashed, with its slope. */
  readonly fit?: boolean;
  readonly title?: string;
}

/** The groups of a picture, and the axes that tell them apart. */
export interface Chosen {
  readonly across: Axis | null;
  readonly colour: Axis | null;
  readonly panels: Axis | null;
  /** Axes with one value. */
  readonly fixed: readonly { readonly name: string; readonly value: Field }[];
  readonly groups: readonly Group[];
  /** What is shown, for people, and of a group its numbers. */
  readonly what: string;
  readonly condition: boolean;
  numbersOf(group: Group): Numbers;
  /** The place of a group among all groups of the sweep: by it a picture's marks are known. */
  placeOf(group: Group): number;
}

export interface Axis {
  readonly name: string;
  readonly column: Column;
  /** Where it stands in a group's `at`. */
  readonly place: number;
  /** In order. */
  readonly values: readonly Field[];
}

/** What is drawn of a group; NaN where there is nothing. */
export interface Numbers {
  readonly value: number;
  /** Standard error of the value. */
  readonly error: number;
  readonly count: number;
  readonly missing: number;
  readonly quantiles: readonly [low: number, high: number];
}

/**
 * @throws ParkadeError InvalidParameter for names that the sweep has not, a horizontal axis of text, and axes with
 *   several values that no part of the picture is for
 */
export function chosenFor(reduced: Means, options: SweepFigureOptions, textAcross: boolean): Chosen {
  const { only = {} } = options;
  const shown = shownOf(reduced, options.quantity);
  const names = reduced.axes.map(({ name }) => name);
  for (const name of Object.keys(only)) demandName('only', name, names);
  const groups = reduced.groups.filter(({ at }) =>
    names.every((name, i) => !Object.hasOwn(only, name) || Object.is(at[i], only[name])),
  );
  const axes = reduced.axes.map((column, place) => ({
    ...{ name: column.name, column, place, values: inOrder(groups.map(({ at }) => at[place])) },
  }));
  const free = axes.filter(({ values }) => values.length > 1);
  const take = (role: 'across' | 'colour' | 'panels', fits: (axis: Axis) => boolean): Axis | null => {
    const name = options[role];
    if (name !== undefined) demandName(role, name, names);
    const asked = [options.across, options.colour, options.panels];
    const found =
      axes.find((axis) => axis.name === name) ?? free.find((axis) => fits(axis) && !asked.includes(axis.name));
    if (found && free.includes(found)) free.splice(free.indexOf(found), 1);
    return found ?? null;
  };
  const isNumbers = ({ values }: Axis) => values.every((value) => typeof value === 'number');
  const across = take('across', (axis) => textAcross || isNumbers(axis)) ?? axes.find(isNumbers) ?? null;
  if (across && !textAcross && !isNumbers(across)) {
    throw invalid(
      'across',
      'be an axis of numbers',
      `"${across.name}" holds others`,
      'draw a heat map, or swap the axes',
    );
  }
  const [colour, panels] = [take('colour', () => true), take('panels', () => true)];
  if (free.length > 0) {
    const came = `"${free[0].name}" is left with ${free[0].values.length} values`;
    throw invalid(
      'figure',
      'have a place for every axis',
      came,
      `draw only one of them, as ${free[0].name} = ${quoted(free[0].values[0])}`,
    );
  }
  const used = [across, colour, panels];
  const fixed = axes
    .filter((axis) => !used.includes(axis) && axis.values.length === 1)
    .map(({ name, values }) => ({ name, value: values[0] }));
  const place = new Map(reduced.groups.map((group, i) => [group, i]));
  const placeOf = (group: Group) => place.get(group) as number;
  return { across, colour, panels, fixed, groups, placeOf, ...shown };
}

function demandName(role: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  const guess = nearest(name, names);
  const advice = guess === undefined ? 'name one of these' : `did you mean "${guess}"?`;
  throw invalid(role, `be an axis of the sweep: ${names.join(', ')}`, `came as ${quoted(name)}`, advice);
}

function shownOf(
  { quantities, conditions, quantiles }: Means,
  name: string | undefined,
): Pick<Chosen, 'what' | 'condition' | 'numbersOf'> {
  const texts = [...quantities.map((quantity) => quantity.name), ...conditions.map(({ text }) => text)];
  const chosen = name ?? texts[0] ?? '';
  const condition = conditions.findIndex(({ text }) => text === chosen);
  const quantity = quantities.findIndex((own) => own.name === chosen);
  if (quantity >= 0) {
    const { what } = quantities[quantity];
    return {
      ...{ what: what === '' ? chosen : what.replace(/\.$/, ''), condition: false },
      numbersOf({ summaries }) {
        const { mean, standardError, count, missing, quantiles: own } = summaries[quantity];
        const low = quantiles.indexOf(smallestOf(quantiles));
        const high = quantiles.indexOf(largestOf(quantiles));
        const band = [own[low] ?? Number.NaN, own[high] ?? Number.NaN] as const;
        return { value: mean, error: standardError, count, missing, quantiles: band };
      },
    };
  }
  if (condition >= 0) {
    return {
      ...{ what: `share of runs with ${chosen}`, condition: true },
      numbersOf({ proportions, runs }) {
        const { share, low, high, trials } = proportions[condition];
        const error = Math.sqrt((share * (1 - share)) / trials);
        return { value: share, error, count: trials, missing: runs - trials, quantiles: [low, high] };
      },
    };
  }
  throw invalid('quantity', `be one of ${texts.join(', ')}`, `came as ${quoted(chosen)}`, 'name one of these');
}
