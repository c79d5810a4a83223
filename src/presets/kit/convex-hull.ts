/** Points of the plane and the polygon around them. */

export type Point = readonly [x: number, y: number];

export function minus([ax, ay]: Point, [bx, by]: Point): Point {
  return [ax - bx, ay - by];
}

export function lengthOf([x, y]: Point): number {
  return Math.sqrt(x * x + y * y);
}

function cross([ax, ay]: Point, [bx, by]: Point): number {
  return ax * by - ay * bx;
}

/** Corners counterclockwise, by Andrew's monotone chain. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const half = (list: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of list) {
      while (chain.length >= 2) {
        const [a, b] = chain.slice(-2);
        if (cross(minus(b, a), minus(point, a)) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half([...sorted].reverse())];
}

export function areaOf(corners: readonly Point[]): number {
  return corners.reduce((sum, corner, i) => sum + cross(corner, corners[(i + 1) % corners.length]), 0) / 2;
}

/** Of a point within. */
export function distanceToBoundary(point: Point, corners: readonly Point[]): number {
  return corners.reduce((least, corner, i) => {
    const side = minus(corners[(i + 1) % corners.length], corner);
    const length = lengthOf(side);
    const distance = length > 0 ? Math.abs(cross(side, minus(point, corner))) / length : lengthOf(minus(point, corner));
    return distance < least ? distance : least;
  }, Number.POSITIVE_INFINITY);
}
