/** The colours of the page, read from its style sheet: whatever is painted is of the same ink. */
import type { Ink } from './brush.ts';

export function inkOf(): Ink {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ...{ ink: read('ink'), muted: read('muted'), rule: read('rule'), surface: read('surface') },
    ...{ strong: read('strong'), ordinary: read('ordinary'), frozen: read('frozen'), accent: read('accent') },
    ...{ background: read('background'), font: 'Inter, system-ui, sans-serif' },
  };
}
