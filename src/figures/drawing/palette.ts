/**
 * Colours, one set a theme: told apart under common colour-vision deficiencies, and at least 3:1 against the
 * background.
 */

export type Theme = 'light' | 'dark';

export interface Palette {
  readonly background: string;
  /** Text and axes. */
  readonly ink: string;
  /** Text of second rank. */
  readonly muted: string;
  /** Grid lines, the circle, the graticule: quieter than anything that carries data. */
  readonly rule: string;
  /** Fill of a sphere, barely off the background. */
  readonly surface: string;
  readonly token: string;
  readonly strong: string;
  readonly ordinary: string;
  readonly frozen: string;
  /** For series without a colour of their own, in this order. */
  readonly series: readonly string[];
}

/**
 * Hues after Okabe and Ito, moved apart as far as deficient colour vision needs (ΔE > 20), dark enough for white
 * paper.
 */
const light: Palette = {
  background: '#ffffff',
  ink: '#1b1f24',
  muted: '#57606a',
  rule: '#d3d9df',
  surface: '#f7f9fb',
  token: '#5f8cb8',
  strong: '#d04a00',
  ordinary: '#14181d',
  frozen: '#0a8853',
  series: ['#2250d4', '#d04a00', '#0a8853', '#b53883', '#5b380d', '#1b1f24'],
};

/** The same for a dark slide. */
const dark: Palette = {
  background: '#11161c',
  ink: '#e8edf2',
  muted: '#a3afbb',
  rule: '#37414b',
  surface: '#161d25',
  token: '#5b92c4',
  strong: '#ff7a3c',
  ordinary: '#f4f6f8',
  frozen: '#2fe291',
  series: ['#7892ff', '#ff7a3c', '#2fe291', '#b67cb6', '#ffe04e', '#e8edf2'],
};

export const palettes: Readonly<Record<Theme, Palette>> = { light, dark };
