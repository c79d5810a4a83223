/** Names of curves: in the margin where they reach it, else beside their ends. */
import { type Box, halo, overlaps, type Pen, sizes } from './pen.ts';
import { textWidth } from './text.ts';

interface NamedCurve {
  readonly name: string;
  readonly color: string;
  /** Points in layout units; not finite where there is a gap. */
  readonly path: readonly (readonly [x: number, y: number])[];
}

/** Labels are at least this far apart. */
const LABEL_STEP = 13;
/** Curves that end no farther from the right edge reach it. */
const NEAR = 16;
const ASCENT = 0.74 * sizes.label;
/** From the end of a curve to its name. */
const GAP = 6;
/** A name beside an end may stand so much higher or lower. */
const SHIFT = ASCENT / 2;
/** Curves are seen as points this far apart. */
const GRAIN = 3;

/**
 * Names of curves within a panel whose right edge is that of `within`; those that end early stand beside their ends
 * where neither a curve nor another name is, and in the margin only where there is no such place.
 */
export function endLabels(pen: Pen, curves: readonly NamedCurve[], within: Box): Node[] {
  const ends = curves.flatMap(({ name, color, path }) => {
    const end = path.findLast(([, y]) => Number.isFinite(y));
    if (name === '' || end === undefined) return [];
    return [{ name, color, x: end[0], y: clamp(end[1], within.top, within.bottom) }];
  });
  const nodes: Node[] = [];
  const inMargin: (typeof ends)[number][] = [];
  const drawn = curves.flatMap(({ path }) => dense(path));
  const taken: Box[] = [];
  for (const end of ends) {
    const box = end.x > within.right - NEAR ? undefined : placeBeside(end, within, drawn, taken);
    if (box === undefined) {
      inMargin.push(end);
      continue;
    }
    taken.push(box);
    nodes.push(pen.text(end.name, box.left, box.bottom, { fill: end.color, ...halo(pen.palette) }));
  }
  for (const { name, color, y } of apart(inMargin, within.top, within.bottom - 1)) {
    nodes.push(pen.text(name, within.right + 7, y + 4, { fill: color }));
  }
  return nodes;
}

type Point = readonly [x: number, y: number];

/** Right of the end, left of it, above, below, then the same farther away. */
function placeBeside(
  { name, x, y }: { readonly name: string; readonly x: number; readonly y: number },
  within: Box,
  drawn: readonly Point[],
  taken: readonly Box[],
): Box | undefined {
  const size = textWidth(name, sizes.label);
  const at = (left: number, base: number): Box => ({ left, right: left + size, top: base - ASCENT, bottom: base });
  const beside = Math.min(y + ASCENT / 2, within.bottom - 1);
  const around = (gap: number) => [
    ...[0, -SHIFT, SHIFT].map((shift) => at(x + gap, beside + shift)),
    ...[0, -SHIFT, SHIFT].map((shift) => at(x - gap - size, beside + shift)),
    at(x - size / 2, y - gap),
    at(x - size / 2, y + gap + ASCENT),
    at(x - size, y - gap),
    at(x - size, y + gap + ASCENT),
  ];
  return [...around(GAP), ...around(2 * GAP)].find((box) => {
    const inside =
      box.left >= within.left && box.right <= within.right && box.top >= within.top && box.bottom <= within.bottom;
    const room = { left: box.left - 2, right: box.right + 2, top: box.top - 2, bottom: box.bottom + 2 };
    const hit = ([px, py]: Point) => px > room.left && px < room.right && py > room.top && py < room.bottom;
    return inside && !taken.some((other) => overlaps(room, other)) && !drawn.some(hit);
  });
}

/** The points of a path and others between them. */
function dense(path: readonly Point[]): Point[] {
  return path.flatMap(([x, y], i): Point[] => {
    if (!Number.isFinite(y)) return [];
    const [x0, y0] = i > 0 && Number.isFinite(path[i - 1][1]) ? path[i - 1] : [x, y];
    const pieces = Math.max(1, Math.min(500, Math.ceil(Math.hypot(x - x0, y - y0) / GRAIN)));
    return Array.from({ length: pieces }, (_, k): Point => {
      const share = (k + 1) / pieces;
      return [x0 + share * (x - x0), y0 + share * (y - y0)];
    });
  });
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** Labels moved up or down as little as it takes to keep them apart and within the panel. */
export function apart<L extends { readonly y: number }>(labels: readonly L[], top: number, bottom: number): L[] {
  const sorted = labels.map((label) => ({ ...label })).sort((a, b) => a.y - b.y);
  const places = sorted.map(({ y }) => y);
  for (let i = 1; i < places.length; i++) places[i] = Math.max(places[i], places[i - 1] + LABEL_STEP);
  const excess = (places.at(-1) ?? 0) - bottom;
  if (excess > 0) {
    places[places.length - 1] -= excess;
    for (let i = places.length - 2; i >= 0; i--) places[i] = Math.min(places[i], places[i + 1] - LABEL_STEP);
  }
  // More labels than fit: from the top on, at full step.
  if (places[0] < top && labels.length * LABEL_STEP > bottom - top) {
    for (let i = 0; i < places.length; i++) places[i] = top + i * LABEL_STEP;
  }
  return sorted.map((label, i) => ({ ...label, y: places[i] }));
}
