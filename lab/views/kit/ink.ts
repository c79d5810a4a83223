/** Colours of the page, for what is drawn on canvases. */

const NAMES = [
  'ink',
  'muted',
  'rule',
  'surface',
  'background',
  'token',
  'strong',
  'ordinary',
  'frozen',
  'accent',
] as const;

export type Ink = Readonly<Record<(typeof NAMES)[number], string>>;

/** As they are now: to be asked when something is painted, since the theme may have changed. */
export function inkNow(): Ink {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Ink;
}

/** For numbers at axes. */
export const FONT = '11px Inter, system-ui, sans-serif';
