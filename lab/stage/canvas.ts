/** Scenes on a 2-D canvas: circle and sphere, in any browser. */
import { paintArrows } from './arrows.ts';
import { type Brush, dotOf, type Ink } from './brush.ts';
import { type Camera, frameOf } from './camera.ts';
import { disksOf } from './gatherings.ts';
import { paintGround } from './ground.ts';
import { paintOutlook, paintTrail } from './lines.ts';
import { paintAttention, paintCenters, paintFrozen, paintNoted, paintOrigin } from './marks.ts';
import { noSpots, opticsOf, type Painter, spotsOf } from './painter.ts';
import { paintDisks, paintDots, paintNumbers } from './tokens.ts';

/** A canvas of a size in CSS pixels, whatever the screen has. */
export function surfaceOf(canvas: HTMLCanvasElement) {
  const c = canvas.getContext('2d') as CanvasRenderingContext2D;
  const surface = {
    ...{ c, width: 1, height: 1 },
    resize(width: number, height: number, pixelRatio: number): void {
      [surface.width, surface.height] = [width, height];
      canvas.width = Math.round(width * pixelRatio);
      canvas.height = Math.round(height * pixelRatio);
      c.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    },
    clear: () => c.clearRect(0, 0, surface.width, surface.height),
  };
  return surface;
}

export function canvasPainter(canvas: HTMLCanvasElement, inkOf: () => Ink): Painter {
  const surface = surfaceOf(canvas);
  const { c } = surface;
  const spots = noSpots();
  return {
    name: '2-D canvas',
    resize: surface.resize,
    paint(scene, camera: Camera, disks = disksOf(scene.gatherings)) {
      const optics = opticsOf(surface.width, surface.height, camera, frameOf(camera), scene.shown);
      const dot = dotOf(scene.n, optics.radius);
      const brush: Brush = {
        c,
        optics,
        ink: inkOf(),
        dot,
        disks,
        spots: spotsOf(optics, scene.places, scene.n, spots),
      };
      surface.clear();
      paintGround(brush, scene);
      paintTrail(brush, scene);
      paintOutlook(brush, scene);
      paintDisks(brush, scene);
      paintAttention(brush, scene);
      paintDots(brush, scene);
      paintMarks(brush, scene);
    },
    dispose: () => surface.clear(),
  };
}

/** Everything that stands above the dots. */
export function paintMarks(brush: Brush, scene: Parameters<typeof paintCenters>[1]): void {
  paintOrigin(brush, scene);
  paintArrows(brush, scene);
  paintNumbers(brush, scene);
  paintCenters(brush, scene);
  paintFrozen(brush, scene);
  paintNoted(brush, scene);
}
