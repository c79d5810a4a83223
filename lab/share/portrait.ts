/** The stage as a picture of any size, at any time: for PNG, for a clip, for a poster. */
import type { Film } from '../engine/film.ts';
import type { Ink } from '../stage/brush.ts';
import type { Camera } from '../stage/camera.ts';
import { canvasPainter } from '../stage/canvas.ts';
import { inkOf } from '../stage/ink.ts';
import { plainOptions, type SceneOptions, sceneMaker } from '../stage/scene.ts';
import type { Clock } from '../state/clock.ts';
import type { Lab } from '../state/lab.svelte.ts';

export interface Sitting {
  readonly film: Film;
  readonly clock: Clock;
  readonly options: SceneOptions;
  readonly camera: Camera;
  readonly ink: Ink;
}

/** What is on the stage now, without what is in somebody's hand. */
export function sittingOf(lab: Lab, dark: boolean): Sitting | null {
  const { film, clock, stage, colouring, chosen } = lab;
  if (film === null) return null;
  const { centers, balls, trails } = stage.overlays;
  const options: SceneOptions = {
    ...{ ...plainOptions, colouring, dark, chosen, centers },
    ...{ balls: balls ? film.run.delta : null, trails: trails ? plainOptions.trails : 0, frozen: stage.frozen },
  };
  return { film, clock, options, camera: stage.camera, ink: inkOf() };
}

export interface Portrayer {
  readonly canvas: HTMLCanvasElement;
  paint(t: number): void;
}

/** @param size in CSS pixels, square; painted `fineness` times as fine */
export function portrayer({ film, clock, options, camera, ink }: Sitting, size: number, fineness = 2): Portrayer {
  const canvas = document.createElement('canvas');
  const painter = canvasPainter(canvas, () => ink);
  painter.resize(size, size, fineness);
  const sceneAt = sceneMaker();
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
