/** Parked arcs of length δ: the whole circle, or where they are too short to be seen, a piece of it unrolled. */

import { coarse, type Pen, sizes } from '../drawing/pen.ts';
import { BOLD, formatNumber } from '../drawing/text.ts';
import { type ParkedCenters, type ParkedPicture, parkedColour } from './parked-scene.ts';

const LARGEST = 300;
const BAND = 14;
/** Arcs shorter than this, in layout units on the circle, are drawn on a piece of it. */
const SHORTEST = 3;
/** Lengths δ on each side of the first token. */
const PIECE = 32;

export function parkedCircle(delta: number, centers: ParkedCenters): ParkedPicture {
  const whole = (delta * LARGEST) / 2 >= SHORTEST;
  return {
    block: whole ? (pen, width) => ring(pen, width, delta, centers) : (pen, width) => strip(pen, width, delta, centers),
    says: (seed) =>
      `Below: an arc of length δ around each center of the run with seed ${seed}; arcs do not overlap${whole ? '; x₁ is the first token.' : `. Shown is the piece of the circle within ${PIECE} δ of the first token x₁.`}`,
  };
}

function angleOf(places: Float64Array, c: number): number {
  return Math.atan2(places[2 * c + 1], places[2 * c]);
}

function ring(pen: Pen, width: number, delta: number, { places, strong }: ParkedCenters) {
  const { el, palette } = pen;
  const size = Math.min(LARGEST, width);
  const radius = size / 2 - BAND;
  const [cx, cy] = [width / 2, size / 2];
  const at = (angle: number, r: number) => `${coarse(cx + r * Math.cos(angle))},${coarse(cy - r * Math.sin(angle))}`;
  const arcs = strong.map((isStrong, c) => {
    const angle = angleOf(places, c);
    // A hair short of δ, so that arcs that touch stay two.
    const half = delta / 2 - Math.min(0.02 * delta, 0.5 / radius);
    const far = half > Math.PI / 2 ? 1 : 0;
    return el('path', {
      d: `M${at(angle - half, radius)}A${coarse(radius)},${coarse(radius)} 0 ${far} 0 ${at(angle + half, radius)}`,
      fill: 'none',
      'stroke-width': BAND,
      stroke: parkedColour(pen, isStrong),
      'data-center': isStrong ? 'strong' : 'ordinary',
    });
  });
  const first = angleOf(places, 0);
  const inner = radius - BAND - 4;
  const label = pen.text('x₁', cx + inner * Math.cos(first), cy - inner * Math.sin(first) + 4, {
    'text-anchor': 'middle',
    ...BOLD,
  });
  const circle = el('circle', { cx, cy, r: radius, fill: 'none', stroke: palette.rule, 'stroke-width': 1.2 });
  return { node: el('g', { 'data-panel': 'circle' }, circle, ...arcs, label), height: size };
}

function strip(pen: Pen, width: number, delta: number, { places, strong }: ParkedCenters) {
  const { el, palette } = pen;
  const unit = width / (2 * PIECE);
  const top = 18;
  const first = angleOf(places, 0);
  const arcs: Node[] = [];
  for (const [c, isStrong] of strong.entries()) {
    const turn = angleOf(places, c) - first;
    const offset = (turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))) / delta;
    if (Math.abs(offset) > PIECE - 0.5) continue;
    arcs.push(
      el('rect', {
        x: width / 2 + (offset - 0.5) * unit + 0.3,
        y: top,
        width: unit - 0.6,
        height: BAND,
        fill: parkedColour(pen, isStrong),
        'data-center': isStrong ? 'strong' : 'ordinary',
      }),
    );
  }
  const y = top + BAND / 2;
  const line = el('line', { x1: 0, x2: width, y1: y, y2: y, stroke: palette.rule, 'stroke-width': 1.2 });
  const below = top + BAND + 15;
  const end = (lengths: number) => `${formatNumber(lengths)} δ = ${formatNumber(lengths * delta)} rad`;
  const quiet = { fill: palette.muted, 'font-size': sizes.label };
  return {
    node: el(
      'g',
      { 'data-panel': 'circle' },
      line,
      ...arcs,
      pen.text('x₁', width / 2, 12, { 'text-anchor': 'middle', ...BOLD }),
      pen.text(end(-PIECE), 0, below, quiet),
      pen.text(end(PIECE), width, below, { 'text-anchor': 'end', ...quiet }),
    ),
    height: below + 4,
  };
}
