/**
 * Parked caps of radius δ/2 on the sphere from two opposite sides; where they are too small to be seen, the
 * neighbourhoods of two opposite points.
 */

import { grid } from '../drawing/figure.ts';
import { panelTitle } from '../drawing/panel-title.ts';
import { coarse, type Pen } from '../drawing/pen.ts';
import { formatNumber } from '../drawing/text.ts';
import { along, viewFrom } from '../runs/sphere-view.ts';
import { type ParkedCenters, type ParkedPicture, parkedColour } from './parked-scene.ts';

const LARGEST = 280;
const TITLE = 24;
const RIM = 6;
/** A cap of smaller radius on paper, in layout units, calls for a closer look, where it has the second radius. */
const SMALLEST = 1.2;
const CLOSER = 3.5;

export function parkedSphere(delta: number, centers: ParkedCenters): ParkedPicture {
  const radius = LARGEST / 2 - RIM;
  const closer = radius * Math.sin(delta / 2) < SMALLEST;
  // How far from the middle of a panel one sees, radians.
  const reach = closer ? ((delta / 2) * radius) / CLOSER : Math.PI / 2;
  const [x, y, z] = centers.places;
  const views = [
    { title: closer ? 'around x₁' : 'seen from x₁', view: viewFrom([x, y, z]) },
    { title: closer ? 'around −x₁' : 'seen from −x₁', view: viewFrom([-x, -y, -z]) },
  ];
  return {
    says: (seed) =>
      `Below: a cap of radius δ/2 around each center of the run with seed ${seed}; caps do not overlap. ${closer ? `Shown, and counted, is what lies within ${formatNumber(reach)} rad of the first token x₁ and of the point opposite.` : 'Seen from afar, from the first token x₁ and from the opposite side; counted is what has its middle on that side.'}`,
    block: grid(2, LARGEST, (pen, i, size) => {
      const scale = (size / 2 - RIM) / Math.sin(reach);
      const caps = visibleCaps(delta / 2, centers, views[i].view, reach);
      return { node: panel(pen, views[i].title, size, caps, scale), height: TITLE + size - RIM };
    }),
  };
}

interface Cap {
  readonly strong: boolean;
  /** Whether its middle is on the side seen: a cap on the limb is drawn from both sides, but counted once. */
  readonly ahead: boolean;
  /** Outline on the unit disc seen, x to the right, y up. */
  readonly outline: readonly (readonly [number, number])[];
}

function visibleCaps(
  radius: number,
  { places, strong }: ParkedCenters,
  [right, up, front]: ReturnType<typeof viewFrom>,
  reach: number,
): Cap[] {
  const caps: Cap[] = [];
  const deepest = Math.cos(Math.min(reach - radius, Math.PI / 2));
  for (const [c, isStrong] of strong.entries()) {
    const place = places.subarray(3 * c, 3 * c + 3);
    const depth = along(front, place);
    if (reach < Math.PI / 2 && depth < deepest) continue; // not wholly within the piece shown
    const outline = capOutline(along(right, place), along(up, place), depth, radius);
    if (outline.length > 0) caps.push({ strong: isStrong, ahead: depth >= 0, outline });
  }
  return caps;
}

/**
 * The visible part of a cap of angular radius r < π/2 in orthographic projection. Its rim is cos r·c + sin r·(cos
 * t·u + sin t·v), u pointing from the middle c towards the eye; the part of it in front is |t| ≤ t₀, and the rest of
 * the outline runs along the limb.
 *
 * @param x to the right, y up, z towards the eye: the middle of the cap
 */
export function capOutline(x: number, y: number, z: number, radius: number): [number, number][] {
  const flat = Math.hypot(x, y);
  const [c, s] = [Math.cos(radius), Math.sin(radius)];
  const [ex, ey] = flat > 0 ? [x / flat, y / flat] : [1, 0];
  // u = (−z e, flat) and v = (−e_y, e_x, 0): at right angles to the middle and to each other.
  const rim = (t: number): [number, number] => {
    const outward = c * flat - s * Math.cos(t) * z;
    const across = s * Math.sin(t);
    return [outward * ex - across * ey, outward * ey + across * ex];
  };
  const crosses = flat > c;
  if (!crosses && z < 0) return [];
  const pieces = 16 + Math.ceil(120 * radius);
  const last = crosses ? Math.acos(Math.max(-1, Math.min(1, (-c * z) / (s * flat)))) : Math.PI;
  const points = Array.from({ length: pieces + 1 }, (_, i) => rim(last * ((2 * i) / pieces - 1)));
  if (!crosses) return points;
  const half = Math.acos(Math.min(1, c / flat));
  const middle = Math.atan2(ey, ex);
  for (let i = 1; i < pieces; i++) {
    const angle = middle + half * (1 - (2 * i) / pieces);
    points.push([Math.cos(angle), Math.sin(angle)]);
  }
  return points;
}

function panel(pen: Pen, title: string, size: number, caps: readonly Cap[], scale: number): Node {
  const { el, palette } = pen;
  const cx = size / 2;
  const cy = TITLE + size / 2 - RIM;
  const path = ({ outline }: Cap) =>
    `M${outline.map(([x, y]) => `${coarse(cx + scale * x)},${coarse(cy - scale * y)}`).join('L')}z`;
  const drawn = (strong: boolean) => caps.filter((cap) => cap.strong === strong);
  const rim = { stroke: palette.surface, 'stroke-width': 0.6 };
  const group = (strong: boolean) =>
    el(
      'g',
      { ...rim, fill: parkedColour(pen, strong), 'data-centers': strong ? 'strong' : 'ordinary' },
      ...drawn(strong).map((cap) => el('path', { d: path(cap) })),
    );
  const counted = (strong: boolean) => drawn(strong).filter(({ ahead }) => ahead).length;
  const note = `${counted(true)} strong, ${counted(false)} other`;
  return el(
    'g',
    { 'data-panel': title },
    panelTitle(pen, title, note, size),
    el('circle', { cx, cy, r: size / 2 - RIM, fill: palette.surface }),
    group(false),
    group(true),
    el('circle', { cx, cy, r: size / 2 - RIM, fill: 'none', stroke: palette.rule, 'stroke-width': 1.2 }),
  );
}
