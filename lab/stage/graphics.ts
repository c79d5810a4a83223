/** Who draws WebGL here: a graphics card, a program that acts as one, or nobody. */

export interface Graphics {
  readonly renderer: string;
  /** Where the processor does it, a 2-D canvas is the quicker one. */
  readonly isSoftware: boolean;
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

let known: Graphics | null | undefined;

/** Asked once, of a canvas that nobody sees; null where there is no WebGL. */
export function graphicsHere(): Graphics | null {
  if (known !== undefined) return known;
  const gl = document.createElement('canvas').getContext('webgl2');
  const renderer = gl && rendererOf(gl);
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  known = renderer === null ? null : { renderer, isSoftware: SOFTWARE.test(renderer) };
  return known;
}

/** Its name, as far as the browser says it. */
export function rendererOf(gl: WebGL2RenderingContext | WebGLRenderingContext): string {
  const more = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(more ? more.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

/**
 * Who draws, in a sentence, and for spheres why it is not WebGL.
 *
 * @param graphics undefined on the circle, which a canvas always draws
 * @param wanted whether somebody asked for WebGL, or against it
 */
export function drawnBy(painter: string, graphics: Graphics | null | undefined, wanted: boolean | null): string {
  if (painter.startsWith('WebGL')) return `Drawn by ${painter}.`;
  const why =
    graphics === null
      ? ', since this browser has no WebGL'
      : graphics?.isSoftware && wanted === null
        ? ', since WebGL has no graphics card here'
        : '';
  return `Drawn on a canvas${why}.`;
}
