/** The points of a picture made something to press: with a finger too, so whoever presses near one means it. */

/** As far as that, in pixels. */
const REACH = 22;
/** Points that are nearer to each other than this are pressed one after another. */
const SAME = 3;

interface Target {
  readonly point: number;
  readonly element: Element;
  readonly distance: number;
}

/**
 * @param chosen the point that is chosen now: of several at one place, the next one is meant
 * @returns the point that is meant at a place of the window; null where none is near
 */
function meantAt(svg: SVGElement, x: number, y: number, chosen: number | null): number | null {
  const near = targetsNear(svg, x, y);
  if (near.length === 0) return null;
  const same = near.filter(({ distance }) => distance <= near[0].distance + SAME);
  const at = same.findIndex(({ point }) => point === chosen);
  return same[(at + 1) % same.length].point;
}

function targetsNear(svg: SVGElement, x: number, y: number): Target[] {
  const all = [...svg.querySelectorAll('[data-point]')].map((element): Target => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    // Into a tile; to the middle of a dot.
    const isTile = element.tagName === 'rect';
    const [dx, dy] = isTile
      ? [Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)]
      : [x - (left + right) / 2, y - (top + bottom) / 2];
    return { element, point: Number(element.getAttribute('data-point')), distance: Math.hypot(dx, dy) };
  });
  return all.filter(({ distance }) => distance <= REACH).sort((a, b) => a.distance - b.distance);
}

/** Listens on a picture; it goes away with its listeners. */
export function pressing(svg: SVGElement, chosen: () => number | null, choose: (point: number) => void): void {
  svg.addEventListener('click', ({ clientX, clientY }) => {
    const point = meantAt(svg, clientX, clientY, chosen());
    if (point !== null) choose(point);
  });
  svg.addEventListener('pointermove', ({ clientX, clientY, pointerType }) => {
    if (pointerType === 'touch') return;
    const [first] = targetsNear(svg, clientX, clientY);
    svg.style.cursor = first ? 'pointer' : '';
    mark(svg, 'near', first?.point ?? null);
  });
  svg.addEventListener('pointerleave', () => mark(svg, 'near', null));
}

/** Gives the marks of a point a class, and takes it from the others. */
export function mark(svg: SVGElement, name: 'near' | 'chosen', point: number | null): void {
  for (const element of svg.querySelectorAll('[data-point]'))
    element.classList.toggle(name, point !== null && element.getAttribute('data-point') === String(point));
}
