/** From where a sphere is looked at: turned by dragging, with inertia, by keys, and back. Pure. */

export interface Camera {
  /** Radians around the pole, and above the equator. */
  readonly longitude: number;
  readonly latitude: number;
  /** 1 shows the whole. */
  readonly zoom: number;
}

/** How a sphere is seen at first. */
export const home: Camera = { longitude: -0.4, latitude: 0.3, zoom: 1 };

export const STEEPEST = Math.PI / 2 - 0.02;
const CLOSEST = 12;

export function turned({ longitude, latitude, zoom }: Camera, across: number, up: number): Camera {
  return {
    longitude: longitude + across,
    latitude: Math.min(STEEPEST, Math.max(-STEEPEST, latitude + up)),
    zoom,
  };
}

export function zoomed(camera: Camera, factor: number): Camera {
  return { ...camera, zoom: Math.min(CLOSEST, Math.max(1, camera.zoom * factor)) };
}

/** A little beside a place, so that what is there is in front and the sphere looks round. */
export function facing(place: ArrayLike<number>): Camera {
  const latitude = Math.asin(Math.min(1, Math.max(-1, place[2] ?? 0)));
  const tilt = Math.max(-0.7, Math.min(0.7, 0.6 * latitude));
  return { longitude: Math.atan2(place[1], place[0]) - 0.4, latitude: Math.abs(tilt) < 0.26 ? 0.26 : tilt, zoom: 1 };
}

/** Right, up and towards the eye, row by row. */
export function frameOf({ longitude, latitude }: Camera): readonly number[] {
  const [sa, ca] = [Math.sin(longitude), Math.cos(longitude)];
  const [sb, cb] = [Math.sin(latitude), Math.cos(latitude)];
  return [-sa, ca, 0, -ca * sb, -sa * sb, cb, ca * cb, sa * cb, sb];
}
