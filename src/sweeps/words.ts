/** The columns of a sweep's tables, explained. */
import { quantityNames, quantityRegistry } from './quantities/index.ts';
import { everyRow } from './rows.ts';

/** Head of a column, and what it means, in a sentence. */
export const sweepWords: Readonly<Record<string, string>> = {
  runs: 'How many cells of this point have ended, one a seed.',
  ...sentences(everyRow),
  seconds: 'How long the cell took, wall time; in a file of its own, since no two sweeps share it.',
  ...sentences(Object.fromEntries(quantityNames.map((name) => [name, quantityRegistry[name].what]))),
};

function sentences(phrases: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(phrases).map(([name, phrase]) => [name, `${phrase[0].toUpperCase()}${phrase.slice(1)}.`]),
  );
}
