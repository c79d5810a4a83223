/** What is said where there is nothing to draw, or one number only. */
import { type Figure, figure } from '../drawing/figure.ts';
import { type Pen, sizes } from '../drawing/pen.ts';
import { wrapText } from '../drawing/text.ts';
import type { Chosen, SweepFigureOptions } from './chosen.ts';
import { missingInWords, subtitleOf, titleOf, valueInWords } from './words.ts';

const LINE = 20;

/** A sentence in place of a picture. */
export function numberFigure(chosen: Chosen, options: SweepFigureOptions): Figure {
  const numbers = chosen.groups.map(chosen.numbersOf);
  const known = numbers.filter(({ value }) => Number.isFinite(value));
  const one = known.length === 1 ? known[0] : null;
  const said =
    one === null
      ? numbers.some(({ count }) => count > 0)
        ? 'No mean is finite, so there is nothing to draw.'
        : 'No run has such a number yet.'
      : `One number only: ${valueInWords(one)}, the ${chosen.condition ? 'share' : 'mean'} of ${one.count} ${one.count === 1 ? 'run' : 'runs'}.`;
  return figure({
    title: options.title ?? titleOf(chosen.what, []),
    subtitle: subtitleOf(chosen, numbers, 'a place', options.title),
    caption: missingInWords(numbers).join(' '),
    blocks: [
      ({ el, text, palette }: Pen, width: number) => {
        const lines = wrapText(said, sizes.title, width);
        const nodes = lines.map((line, i) =>
          text(line, 0, (i + 1) * LINE, { 'font-size': sizes.title, fill: palette.muted }),
        );
        return { node: el('g', {}, ...nodes), height: lines.length * LINE + 6 };
      },
    ],
  });
}
