/**
 * Scenes on the sphere by WebGL: its surface, the graticule, trails and tokens by three; above them, on a 2-D canvas,
 * what is made of words and marks. Both see by the same optics, so a token is at the same pixel in either.
 */
import { Mesh, OrthographicCamera, WebGLRenderer, Scene as World } from 'three';
import { type Brush, dotOf, type Ink } from './brush.ts';
import { frameOf } from './camera.ts';
import { paintMarks, surfaceOf } from './canvas.ts';
import { disksOf } from './gatherings.ts';
import { dotGeometry, fillTrail, graticuleGeometry, lineGeometry, squareGeometry } from './geometries.ts';
import { rendererOf } from './graphics.ts';
import { paintRim } from './ground.ts';
import { paintOutlook } from './lines.ts';
import { paintAttention } from './marks.ts';
import { noSpots, opticsOf, type Painter, spotsOf } from './painter.ts';
import { rgbOf } from './rgb.ts';
import { dotMaterial, lineMaterial, surfaceMaterial, view } from './shaders.ts';
import { paintDisks } from './tokens.ts';

/** @param onLost when the browser takes the graphics card away */
export function webglPainter(
  deep: HTMLCanvasElement,
  flat: HTMLCanvasElement,
  inkOf: () => Ink,
  onLost: () => void,
): Painter {
  const renderer = new WebGLRenderer({ canvas: deep, alpha: true, antialias: true });
  renderer.setClearAlpha(0);
  deep.addEventListener('webglcontextlost', onLost, { once: true });
  const surface = surfaceOf(flat);
  const spots = noSpots();
  const eye = new OrthographicCamera();
  const world = new World();
  const ball = new Mesh(squareGeometry(), surfaceMaterial());
  const net = new Mesh(graticuleGeometry(), lineMaterial());
  const lines = { geometry: lineGeometry(1, 1), material: lineMaterial() };
  const trail = new Mesh(lines.geometry, lines.material);
  const far = new Mesh(dotGeometry(lines.geometry), dotMaterial(false));
  const near = new Mesh(far.geometry, dotMaterial(true));
  for (const [order, mesh] of [ball, net, trail, far, near].entries()) {
    mesh.renderOrder = order;
    mesh.frustumCulled = false;
    world.add(mesh);
  }

  return {
    name: `WebGL (${rendererOf(renderer.getContext())})`,
    resize(width, height, pixelRatio) {
      surface.resize(width, height, pixelRatio);
      renderer.setPixelRatio(pixelRatio);
      renderer.setSize(width, height, false);
    },
    paint(scene, camera, disks = disksOf(scene.gatherings)) {
      const { width, height, c } = surface;
      const optics = opticsOf(width, height, camera, frameOf(camera), scene.shown);
      const ink = inkOf();
      const dot = dotOf(scene.n, optics.radius);
      if (fillTrail(trail, scene)) {
        far.geometry.dispose();
        far.geometry = near.geometry = dotGeometry(trail.geometry);
      }
      view.set(optics, width, height);
      const isOutlook = scene.options.outlook !== null;
      net.visible = scene.d === 3;
      ball.material.uniforms.colour.value = rgbOf(ink.surface);
      ball.material.uniforms.light.value = scene.options.dark ? 1 : 0;
      net.material.uniforms.width.value = 1;
      net.material.uniforms.ink.value = [...rgbOf(ink.rule), 1];
      trail.material.uniforms.width.value = Math.max(0.75, dot * 0.45);
      trail.visible = scene.trail.length > 0 && !isOutlook;
      for (const mesh of [far, near]) mesh.material.uniforms.reach.value = dot;
      renderer.render(world, eye);

      const brush: Brush = { c, optics, ink, dot, disks, spots: spotsOf(optics, scene.places, scene.n, spots) };
      surface.clear();
      paintRim(brush, scene);
      paintDisks(brush, scene);
      paintOutlook(brush, scene);
      paintAttention(brush, scene);
      paintMarks(brush, scene);
    },
    dispose() {
      deep.removeEventListener('webglcontextlost', onLost);
      for (const mesh of [ball, net, trail, far, near]) {
        mesh.geometry.dispose();
        mesh.material.dispose();
      }
      renderer.clear();
      renderer.dispose();
    },
  };
}
