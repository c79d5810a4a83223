/** The stage as a picture of any size, at any time: for PNG, for a clip, for a poster. */
import type { Film } from '../engine/film.ts';
import type { Camera } from '../stage/camera.ts';
import { canvasPainter, type Ink } from '../stage/canvas.ts';
import { type Instants, type SceneOptions, sceneAt } from '../stage/scene.ts';

export interface Sitting {
  readonly film: Film;
  readonly clock: Instants;
  readonly options: SceneOptions;
  readonly camera: Camera;
  readonly ink: Ink;
}

export interface Portrayer {
  readonly canvas: HTMLCanvasElement;
  paint(t: number): void;
}

/** @param size in CSS pixels, square; painted twice as fine */
export function portrayer({ film, clock, options, camera, ink }: Sitting, size: number, fineness = 2): Portrayer {
  const canvas = document.createElement('canvas');
  const painter = canvasPainter(canvas, () => ink);
  painter.resize(size, size, fineness);
  const c = canvas.getContext('2d') as CanvasRenderingContext2D;
  return {
    canvas,
    paint(t) {
      painter.paint(sceneAt(film, t, clock, options), camera);
      // Behind what was painted: a picture by itself has no page below it.
      c.globalCompositeOperation = 'destination-over';
      c.fillStyle = ink.background;
      c.fillRect(0, 0, size, size);
      c.globalCompositeOperation = 'source-over';
    },
  };
}

export function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('This browser made no picture.'))), 'image/png');
  });
}
