/** Lines of tokens through time: where they were, and where they would go. */
import { BEHIND, type Brush, disk, outwards } from './brush.ts';
import { noSpots, type Optics, type Spots, spotsOf } from './painter.ts';
import type { Scene } from './scene.ts';

/** On the circle time lies inwards, as on the rings of a tree: this much of the radius. */
const DEEP = 0.55;
/** On a line that is as short as this, in pixels, nothing is seen. */
const SHORT = 0.4;

const [first, second] = [noSpots(), noSpots()];

function ringAt(optics: Optics, share: number): Optics {
  return optics.shown === 2 ? { ...optics, radius: optics.radius * (1 - DEEP * share) } : optics;
}

/** Behind each token where it was, fading. */
export function paintTrail(brush: Brush, scene: Scene): void {
  const { trail } = scene;
  if (trail.length === 0) return;
  const { c, optics, dot } = brush;
  c.lineWidth = Math.max(0.75, dot * 0.45);
  c.lineCap = 'butt'; // Round ends would overlap, and show as dots.
  let from = brush.spots;
  trail.forEach(({ age, places }, i) => {
    const to = spotsOf(ringAt(optics, age), places, scene.n, i % 2 === 0 ? first : second);
    segments(brush, scene.byHue, scene.hues, scene.palette, from, to, 0.5 * (1 - age));
    from = to;
  });
  c.globalAlpha = 1;
}

/** From each token where it would go, if the one that is held were let go; rings where it ends. */
export function paintOutlook(brush: Brush, scene: Scene): void {
  const { outlook } = scene.options;
  if (outlook === null || scene.outlookHues === null) return;
  const { c, optics, dot, ink } = brush;
  const n = outlook.labels.length;
  const order = Uint16Array.from({ length: n }, (_, k) => k).sort(
    (a, b) => (scene.outlookHues as Uint8Array)[a] - (scene.outlookHues as Uint8Array)[b],
  );
  c.lineWidth = Math.max(0.9, dot * 0.4);
  c.lineCap = 'butt';
  let from = brush.spots;
  // One that is there later only has no line from now.
  for (let i = 0; i < outlook.count; i++) {
    const share = (i + 1) / outlook.count;
    const places = outlook.places.subarray(i * n * scene.shown, (i + 1) * n * scene.shown);
    const to = spotsOf(ringAt(optics, share), places, n, i % 2 === 0 ? first : second);
    const there = i === 0 ? order.filter((k) => k < scene.n) : order;
    segments(brush, there, scene.outlookHues, scene.palette, from, to, 0.16 + 0.5 * share);
    from = to;
  }
  paintEnds(brush, scene, from, n);
  if (optics.shown === 2) {
    c.globalAlpha = 0.9;
    c.setLineDash([2, 5]);
    c.strokeStyle = ink.muted;
    c.lineWidth = 1;
    c.beginPath();
    c.arc(optics.cx, optics.cy, optics.radius * (1 - DEEP), 0, 2 * Math.PI);
    c.stroke();
    c.setLineDash([]);
  }
  c.globalAlpha = 1;
}

/** Where clusters would be in the end, with how many are in each. */
function paintEnds(
  { c, optics, dot, ink }: Brush,
  { outlookHues, palette, options }: Scene,
  ends: Spots,
  n: number,
): void {
  const sizes = new Map<number, { token: number; size: number }>();
  const labels = options.outlook?.labels ?? new Uint16Array(0);
  for (let k = 0; k < n; k++) {
    const known = sizes.get(labels[k]);
    if (known) known.size++;
    else sizes.set(labels[k], { token: k, size: 1 });
  }
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.font = `600 12px ${ink.font}`;
  for (const { token, size } of sizes.values()) {
    const [x, y] = [ends.x[token], ends.y[token]];
    if (!Number.isFinite(x)) continue;
    const r = dot * (0.8 + 0.45 * Math.sqrt(size));
    c.globalAlpha = optics.shown === 3 && ends.depth[token] < 0 ? BEHIND : 1;
    c.fillStyle = ink.background;
    disk(c, x, y, r);
    c.strokeStyle = palette[(outlookHues as Uint8Array)[token]];
    c.lineWidth = 2;
    c.stroke();
    if (size < 3) continue;
    const [dx, dy] = outwards(x, y, optics);
    c.fillStyle = ink.muted;
    c.fillText(String(size), x - (r + 10) * dx, y - (r + 10) * dy);
  }
}

/** Which lines were painted for a colour at a step: a table by where they end. */
const SLOTS = 8192;
const stamps = new Uint32Array(SLOTS);
const begun = new Int32Array(SLOTS);
let stamp = 0;

/**
 * A line for each token, all of a colour in one stroke; lines between the same pixels are painted once, and lines on the
 * far side of a sphere fainter.
 */
function segments(
  { c, optics }: Brush,
  order: Uint16Array,
  hues: Uint8Array,
  palette: readonly string[],
  from: Spots,
  to: Spots,
  opacity: number,
): void {
  const sides = optics.shown === 3 ? 2 : 1;
  for (let side = 0; side < sides; side++) {
    c.globalAlpha = opacity * (side === 0 ? 1 : BEHIND);
    let at = 0;
    while (at < order.length) {
      const hue = hues[order[at]];
      stamp++;
      let any = false;
      for (; at < order.length && hues[order[at]] === hue; at++) {
        const k = order[at];
        if (sides === 2 && to.depth[k] >= 0 !== (side === 0)) continue;
        const [ax, ay, bx, by] = [from.x[k], from.y[k], to.x[k], to.y[k]];
        // NaN where the token was not there.
        if (!(Math.abs(bx - ax) + Math.abs(by - ay) > SHORT)) continue;
        const slot = ((Math.round(bx) * 73 + Math.round(by) * 1031) & 0x7fffffff) % SLOTS;
        const start = Math.round(ax) * 16384 + Math.round(ay);
        if (stamps[slot] === stamp && begun[slot] === start) continue;
        stamps[slot] = stamp;
        begun[slot] = start;
        if (!any) c.beginPath();
        any = true;
        c.moveTo(ax, ay);
        c.lineTo(bx, by);
      }
      if (!any) continue;
      c.strokeStyle = palette[hue];
      c.stroke();
    }
  }
}
