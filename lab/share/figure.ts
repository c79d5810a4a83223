/** The figure that the command line draws of a run, as SVG. */
import { type Drawable, figureOf } from 'parkade/figures';

export function svgOf(drawable: Drawable, dark: boolean): string {
  const drawn = figureOf(drawable).draw({ document, theme: dark ? 'dark' : 'light', width: 900 });
  return new XMLSerializer().serializeToString(drawn);
}
