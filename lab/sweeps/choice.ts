/** What is shown of a sweep: a quantity over its axes, and which values of axes that no part of the picture is for. Pure. */
import type { SweepFigureOptions } from 'parkade/figures';
import type { Field, Group, Means } from 'parkade/sweeps';

export type Scale = 'usual' | 'even' | 'log';

export interface Choice {
  readonly quantity: string;
  readonly form: 'curves' | 'heat map';
  readonly across: string | null;
  readonly colour: string | null;
  readonly panels: string | null;
  /** Values of axes that have several, and are in none of these places. */
  readonly held: Readonly<Record<string, Field>>;
  readonly scaleAcross: Scale;
  readonly scaleUp: Scale;
  readonly fit: boolean;
}

export type Place = 'across' | 'colour' | 'panels';
export const places: readonly Place[] = ['across', 'colour', 'panels'];

/** An axis that has several values. */
export interface FreeAxis {
  readonly name: string;
  /** Numbers ascending, texts as they come. */
  readonly values: readonly Field[];
  readonly numbers: boolean;
}

export function freeAxes({ axes, groups }: Means): FreeAxis[] {
  return axes.flatMap(({ name }, place) => {
    const values = [...new Set(groups.map(({ at }) => at[place]))];
    const numbers = values.every((value) => typeof value === 'number');
    if (numbers) values.sort((a, b) => (a as number) - (b as number));
    return values.length > 1 ? [{ name, values, numbers }] : [];
  });
}

/** Quantities and conditions, as they are named. */
export function quantitiesOf({ quantities, conditions }: Means): string[] {
  return [...quantities.map(({ name }) => name), ...conditions.map(({ text }) => text)];
}

/** The column that has the number of a single run. */
export function columnOf({ conditions }: Means, quantity: string): string {
  return conditions.find(({ text }) => text === quantity)?.column ?? quantity;
}

/** As the command line draws it where nobody says more; of the axes beyond three the first values. */
export function firstChoice(means: Means): Choice {
  const [quantity = ''] = quantitiesOf(means);
  const axes = freeAxes(means);
  const across = axes.find(({ numbers }) => numbers) ?? null;
  const [colour = null, panels = null] = axes.filter((axis) => axis !== across);
  return held(axes, {
    ...{ quantity, form: 'curves', fit: false, scaleAcross: 'usual', scaleUp: 'usual' },
    ...{ across: across?.name ?? null, colour: colour?.name ?? null, panels: panels?.name ?? null, held: {} },
  });
}

/** Another axis in a place: where it was somewhere else, what was here goes there. */
export function withAxis(means: Means, choice: Choice, place: Place, name: string | null): Choice {
  const before = choice[place];
  const other = places.find((one) => one !== place && name !== null && choice[one] === name);
  return held(freeAxes(means), { ...choice, [place]: name, ...(other && { [other]: before }) });
}

function held(axes: readonly FreeAxis[], choice: Choice): Choice {
  const free = axes.filter(({ name }) => places.every((place) => choice[place] !== name));
  return {
    ...choice,
    held: Object.fromEntries(free.map(({ name, values }) => [name, choice.held[name] ?? values[0]])),
  };
}

/** Whether a picture has such a place for an axis: curves run over numbers. */
export function fits({ numbers }: FreeAxis, place: Place, { form }: Choice): boolean {
  return place !== 'across' || numbers || form === 'heat map';
}

export function optionsOf({ quantity, form, held: only, fit, ...choice }: Choice): SweepFigureOptions {
  const { across, colour, panels, scaleAcross, scaleUp } = choice;
  return {
    ...{ quantity, form, only },
    ...(across !== null && { across }),
    ...(colour !== null && { colour }),
    ...(panels !== null && { panels }),
    ...(scaleAcross !== 'usual' && { logAcross: scaleAcross === 'log' }),
    ...(scaleUp !== 'usual' && { logUp: scaleUp === 'log' }),
    ...(form === 'curves' && { fit }),
  };
}

/** The groups that a choice shows, by their numbers among all. */
export function shownPoints({ axes, groups }: Means, { held: only }: Choice): number[] {
  const pinned = axes.flatMap(({ name }, place) => (Object.hasOwn(only, name) ? [{ place, value: only[name] }] : []));
  const isShown = ({ at }: Group) => pinned.every(({ place, value }) => Object.is(at[place], value));
  return groups.flatMap((group, i) => (isShown(group) ? [i] : []));
}

/** What is known of a quantity at a point. */
export interface PointNumbers {
  readonly value: number;
  readonly error: number;
  readonly share: boolean;
  readonly runs: number;
}

export function numbersAt(
  { quantities, conditions }: Means,
  { summaries, proportions, runs }: Group,
  quantity: string,
): PointNumbers {
  const place = quantities.findIndex(({ name }) => name === quantity);
  if (place >= 0) {
    const { mean, standardError } = summaries[place];
    return { value: mean, error: standardError, share: false, runs };
  }
  const share = proportions[conditions.findIndex(({ text }) => text === quantity)]?.share ?? Number.NaN;
  return { value: share, error: Number.NaN, share: true, runs };
}
