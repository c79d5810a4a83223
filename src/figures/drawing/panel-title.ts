/** What stands above a panel. */
import { type Pen, sizes } from './pen.ts';
import { BOLD, REGULAR, shortened, textWidth } from './text.ts';

/** "t = 20  13 clusters", centred. */
export function panelTitle({ el, palette }: Pen, title: string, note: string, width: number): Node {
  const time = shortened(title, sizes.panel, width, { bold: true });
  const total = textWidth(time, sizes.panel, true) + 8 + textWidth(note, sizes.label);
  const aside = { dx: 8, fill: palette.muted, 'font-size': sizes.label, ...REGULAR };
  return el(
    'text',
    { x: width / 2, y: 13, 'text-anchor': 'middle', fill: palette.ink, 'font-size': sizes.panel, ...BOLD },
    time,
    ...(note === '' || total > width ? [] : [el('tspan', aside, note)]),
  );
}
