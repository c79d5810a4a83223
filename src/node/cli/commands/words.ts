/** parkade words: the glossary, or what of it was asked for. */
import { invalid } from '../../../core/errors.ts';
import { nearest } from '../../../core/nearest.ts';
import { presetWords } from '../../../presets/kit/words.ts';
import { type WordGroup, wordGroups } from '../../../report/words.ts';
import { sweepWords } from '../../../sweeps/words.ts';
import colors from '../colors.ts';
import { type ExitCode, print, printJson, printText } from '../context.ts';

/** Everything that is explained: words of the field, of commands, of presets. */
export const glossary: readonly WordGroup[] = [
  ...wordGroups,
  { name: 'sweep', title: 'Tables of parkade sweep; a quantity at a time is NAME@TIME', words: sweepWords },
  ...Object.entries(presetWords).map(([name, words]) => ({ name, title: `The table of the preset ${name}`, words })),
];

export function wordsCommand(asked: string, json: boolean): ExitCode {
  const found = asked === '' ? glossary : matching(asked);
  if (json) printJson(found);
  else found.forEach(printGroup);
  return 0;
}

/** A table by its name; else every entry that has the word in its head. */
function matching(asked: string): readonly WordGroup[] {
  const group = glossary.find(({ name }) => name === asked);
  if (group) return [group];
  const wanted = plain(asked);
  for (const where of [(word: string) => word, (word: string, meaning: string) => `${word} ${meaning}`]) {
    const found = glossary
      .map(({ words, ...rest }) => ({
        ...rest,
        words: Object.fromEntries(
          Object.entries(words).filter(([word, meaning]) => plain(where(word, meaning)).includes(wanted)),
        ),
      }))
      .filter(({ words }) => Object.keys(words).length > 0);
    if (found.length > 0) return found;
  }
  const known = glossary.flatMap(({ name, words }) => [name, ...Object.keys(words)]);
  const guess = nearest(asked, known);
  const advice = guess ? `did you mean "${guess}"?` : '"parkade words" shows them all';
  throw invalid(asked, 'be a word of a table, or the name of one', 'is none', advice);
}

const GREEK: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  σ: 'sigma',
  τ: 'tau',
  θ: 'theta',
  ξ: 'xi',
  ω: 'omega',
  Φ: 'phi',
};

/** Without accents, capitals and the numbers that a head stands for; Greek letters by their names. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[α-ωΦ]/g, (letter) => GREEK[letter] ?? letter)
    .replace(/= [\d.e+-]+$/, '= …')
    .toLowerCase();
}

function printGroup({ title, words }: WordGroup, index: number): void {
  print(...(index > 0 ? [''] : []), colors.bold(title));
  for (const [word, meaning] of Object.entries(words)) printText(`  ${word}: ${meaning}`);
}
