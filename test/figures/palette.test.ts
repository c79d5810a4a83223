import { describe, expect, it } from 'vitest';
import { palettes } from '../../src/figures/drawing/palette.ts';

type Triple = [number, number, number];

function linear(hex: string): Triple {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

const luminance = ([r, g, b]: Triple) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(linear(a)), luminance(linear(b))].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB. */
const vision: Record<string, number[][]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(hex: string, matrix: number[][]): Triple {
  const rgb = linear(hex);
  return matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, m, i) => sum + m * rgb[i], 0),
      ),
    ),
  ) as Triple;
}

function lab([r, g, b]: Triple): Triple {
  const xyz = [
    (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883,
  ].map((t) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 4 / 29));
  return [116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])];
}

/** CIE 1976 ΔE; about 2 is just noticeable. */
function distance(a: string, b: string, matrix: number[][]): number {
  const [p, q] = [lab(seen(a, matrix)), lab(seen(b, matrix))];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

describe.each(Object.entries(palettes))('%s', (_, palette) => {
  it('has contrast of 3:1 against the background, text of 4.5:1', () => {
    for (const color of [palette.token, palette.strong, palette.ordinary, palette.frozen, ...palette.series]) {
      expect(contrast(color, palette.background), color).toBeGreaterThanOrEqual(3);
    }
    for (const color of [palette.ink, palette.muted, ...palette.series]) {
      expect(contrast(color, palette.background), color).toBeGreaterThanOrEqual(4.4);
    }
  });

  it.each(Object.entries(vision))('keeps what must be told apart apart: %s', (_, matrix) => {
    const marks = [palette.token, palette.strong, palette.ordinary];
    const close: string[] = [];
    for (const [i, a] of marks.entries()) {
      for (const b of marks.slice(0, i)) if (distance(a, b, matrix) < 25) close.push(`${a} ${b}`);
    }
    for (const [i, a] of palette.series.entries()) {
      for (const b of palette.series.slice(0, i)) {
        const d = distance(a, b, matrix);
        if (d < 20) close.push(`${a} ${b} ${d.toFixed(1)}`);
      }
    }
    expect(close).toEqual([]);
  });
});
