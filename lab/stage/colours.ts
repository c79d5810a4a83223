/** Colours of tokens: by where they stand in the order, or by the token that leads their cluster. */

/** What colours of tokens tell: their place in the order, their cluster, or the cluster that they end in. */
export type Colouring = 'index' | 'cluster' | 'fate';

/**
 * Hues for clusters, told apart under common deficiencies of colour vision (after Okabe and Ito, and Wong), one set a
 * theme.
 */
const LIGHT = [
  '#2250d4',
  '#d04a00',
  '#0a8853',
  '#b53883',
  '#8a6d00',
  '#0d7f9c',
  '#7a3fd0',
  '#9c2b2b',
  '#4f6b1d',
  '#5b5f97',
];
const DARK = [
  '#7892ff',
  '#ff8a4f',
  '#2fd48a',
  '#e07fc0',
  '#e6c229',
  '#43c6e6',
  '#b28dff',
  '#ff7f7f',
  '#a8cc5b',
  '#a3a8e0',
];

/** Mixes a token's number so that neighbours in order get unlike colours. */
const STRIDE = 7;

/** A few colours, for all tokens. */
export type Palette = readonly string[];

/**
 * [n]: which colour of the palette the cluster of each token has. Rényi centers, which lead most clusters, take the
 * colours in turn, so that clusters that stay have unlike ones; others take one by their number.
 */
export function hueTable(n: number, centers: readonly number[]): Uint8Array {
  const others = LIGHT.length - 1;
  const table = Uint8Array.from({ length: n }, (_, k) => (k === 0 ? 0 : 1 + ((k * STRIDE) % others)));
  centers.forEach((token, i) => {
    if (token > 0) table[token] = 1 + ((i + others - 1) % others);
  });
  return table;
}

/** Shades from the first token to the last: more could not be told apart. */
const SHADES = 64;

export function hueOfIndex(k: number, n: number): number {
  return n <= SHADES ? Math.round((k * (SHADES - 1)) / Math.max(1, n - 1)) : Math.floor((k * SHADES) / n);
}

const shades = new Map<boolean, Palette>();

export function huesOf(colouring: Colouring, dark: boolean): Palette {
  if (colouring !== 'index') return dark ? DARK : LIGHT;
  const known = shades.get(dark) ?? Array.from({ length: SHADES }, (_, i) => colourOfIndex(i, SHADES, dark));
  shades.set(dark, known);
  return known;
}

/** Cividis, in ten stops: light and dark in order, whatever colours one sees. */
const CIVIDIS = [
  [0, 34, 78],
  [18, 53, 112],
  [59, 73, 108],
  [87, 93, 109],
  [112, 113, 115],
  [138, 134, 120],
  [165, 156, 116],
  [195, 179, 105],
  [225, 204, 85],
  [254, 232, 56],
] as const;

/** From the first token, dark, to the last, bright; brightened on dark ground, darkened on light. */
export function colourOfIndex(k: number, n: number, dark: boolean): string {
  const share = n > 1 ? k / (n - 1) : 0;
  const at = (dark ? 0.28 + 0.72 * share : 0.86 * share) * (CIVIDIS.length - 1);
  const i = Math.min(CIVIDIS.length - 2, Math.floor(at));
  const mix = CIVIDIS[i].map((low, c) => Math.round(low + (at - i) * (CIVIDIS[i + 1][c] - low)));
  return `rgb(${mix.join(' ')})`;
}

/** Cosines from −1 over 0 to 1: blue, the ground, orange, which all kinds of colour vision tell apart. */
const COSINES = {
  light: [
    [22, 56, 168],
    [126, 152, 232],
    [247, 249, 251],
    [240, 165, 110],
    [176, 58, 0],
  ],
  dark: [
    [150, 175, 255],
    [62, 84, 158],
    [22, 29, 37],
    [150, 78, 38],
    [255, 170, 110],
  ],
} as const;

/** [size, 3]: red, green, blue of cosines from −1 to 1, at equal distances. */
export function coloursOfCosines(size: number, dark: boolean): Uint8ClampedArray {
  const stops = COSINES[dark ? 'dark' : 'light'];
  const colours = new Uint8ClampedArray(3 * size);
  for (let i = 0; i < size; i++) {
    const at = (i / (size - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(at));
    for (let c = 0; c < 3; c++)
      colours[3 * i + c] = Math.round(stops[below][c] + (at - below) * (stops[below + 1][c] - stops[below][c]));
  }
  return colours;
}
