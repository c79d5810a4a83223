/** Where in a plan a cell stands whose values are known. */
import type { SweepPlan } from './plan.ts';
import type { Field } from './table.ts';

/**
 * From values of keys, as a table says them, to the place of the cell that has them; of an axis of which nothing is
 * known the first one is taken, and where several cells have the same values, the first of them. −1 where the plan has
 * no such cell.
 *
 * Goes through an axis once, when its values are first asked for.
 */
export function placesIn({ axes }: SweepPlan): (known: Readonly<Record<string, Field>>) => number {
  const ranks = axes.map(({ keys, length, at }) => {
    let found: Map<string, number> | null = null;
    return (known: Readonly<Record<string, Field>>): number => {
      if (!keys.every((key) => Object.hasOwn(known, key))) return 0;
      found ??= ranksOf(length, (index) => at(index).map(({ label }) => label));
      return found.get(nameOf(keys.map((key) => known[key]))) ?? -1;
    };
  });
  return (known) => {
    let [place, stride] = [0, 1];
    for (const [i, axis] of axes.entries()) {
      const rank = ranks[i](known);
      if (rank < 0) return -1;
      place += rank * stride;
      stride *= axis.length;
    }
    return place;
  };
}

function ranksOf(length: number, labelsAt: (index: number) => readonly Field[]): Map<string, number> {
  const ranks = new Map<string, number>();
  for (let index = 0; index < length; index++) {
    const name = nameOf(labelsAt(index));
    if (!ranks.has(name)) ranks.set(name, index);
  }
  return ranks;
}

/** Columns of text hold numbers and truths as text. */
function nameOf(labels: readonly Field[]): string {
  return JSON.stringify(labels.map(String));
}
