/** How WebGL paints dots, lines and the sphere: by the optics of the 2-D canvas. */
import { DoubleSide, GLSL3, RawShaderMaterial } from 'three';
import { BEHIND } from './brush.ts';
import type { Optics } from './painter.ts';

/** What all shaders know of the eye: the same objects in each, so that they are set once a picture. */
const eye = {
  /** Width and height of the stage, in CSS pixels. */
  size: { value: [1, 1] },
  middle: { value: [0, 0] },
  radius: { value: 1 },
  right: { value: [1, 0, 0] },
  up: { value: [0, 1, 0] },
  towards: { value: [0, 0, 1] },
};

export const view = {
  set({ cx, cy, radius, frame }: Optics, width: number, height: number): void {
    eye.size.value = [width, height];
    eye.middle.value = [cx, cy];
    eye.radius.value = radius;
    eye.right.value = frame.slice(0, 3);
    eye.up.value = frame.slice(3, 6);
    eye.towards.value = frame.slice(6, 9);
  },
};

const SEEN = /* glsl */ `
precision highp float;
uniform vec2 size, middle;
uniform float radius;
uniform vec3 right, up, towards;
in vec2 corner;
/** In pixels, and how far towards the eye. */
vec3 seen(vec3 place) {
  return vec3(middle.x + radius * dot(right, place), middle.y - radius * dot(up, place), dot(towards, place));
}
vec4 onStage(vec2 pixel, float depth) {
  return vec4(2.0 * pixel.x / size.x - 1.0, 1.0 - 2.0 * pixel.y / size.y, -0.5 * depth, 1.0);
}
`;

const options = {
  glslVersion: GLSL3,
  side: DoubleSide,
  transparent: true,
  depthTest: false,
  depthWrite: false,
} as const;

/** The ball: a little lighter where it is lit, darker towards its rim. */
export function surfaceMaterial(): RawShaderMaterial {
  return new RawShaderMaterial({
    ...options,
    uniforms: { ...eye, colour: { value: [1, 1, 1] }, light: { value: 0 } },
    vertexShader: `${SEEN}
out vec2 at;
void main() {
  at = vec2(2.0 * corner.x - 1.0, corner.y);
  gl_Position = onStage(middle + (radius + 1.0) * at * vec2(1.0, -1.0), 0.0);
}`,
    fragmentShader: /* glsl */ `
precision highp float;
uniform vec3 colour;
uniform float light, radius;
in vec2 at;
out vec4 painted;
void main() {
  float r = length(at) * (radius + 1.0) / radius;
  float inside = clamp((1.0 - r) * radius + 0.5, 0.0, 1.0);
  vec3 normal = vec3(at, sqrt(max(0.0, 1.0 - r * r)));
  float lit = dot(normal, normalize(vec3(-0.45, 0.55, 0.75)));
  float rim = pow(1.0 - normal.z, 2.5);
  vec3 shade = light > 0.5 ? colour + 0.05 * lit - 0.02 * rim : colour + 0.02 * lit - 0.055 * rim - 0.02 * (1.0 - lit);
  painted = vec4(shade, inside);
}`,
  });
}

/** Lines between places; what is behind is fainter. */
export function lineMaterial(): RawShaderMaterial {
  return new RawShaderMaterial({
    ...options,
    // One colour for all where its last entry is 1, else each its own.
    uniforms: { ...eye, width: { value: 1 }, ink: { value: [0, 0, 0, 0] } },
    vertexShader: `${SEEN}
in vec3 start, end, colour;
in float opacity;
uniform float width;
uniform vec4 ink;
out vec4 shade;
void main() {
  vec3 a = seen(start), b = seen(end);
  vec2 along = b.xy - a.xy;
  float length_ = length(along);
  vec2 across = length_ > 0.0 ? vec2(-along.y, along.x) / length_ : vec2(0.0);
  vec3 here = mix(a, b, corner.x);
  // A place that is none, where a token was not there yet: a triangle without a size.
  bool there = length_ > 0.0 && length_ < 1e6;
  shade = vec4(mix(colour, ink.rgb, ink.a), opacity * (b.z >= 0.0 ? 1.0 : ${BEHIND.toFixed(2)}));
  gl_Position = there ? onStage(here.xy + 0.5 * width * corner.y * across, here.z) : vec4(2.0, 2.0, 2.0, 1.0);
}`,
    fragmentShader: /* glsl */ `
precision highp float;
in vec4 shade;
out vec4 painted;
void main() { painted = shade; }`,
  });
}

/** Tokens as little balls: those behind first, smaller and fainter. */
export function dotMaterial(front: boolean): RawShaderMaterial {
  return new RawShaderMaterial({
    ...options,
    depthTest: front,
    depthWrite: front,
    uniforms: { ...eye, reach: { value: 3 } },
    vertexShader: `${SEEN}
in vec3 place, colour;
uniform float reach;
out vec2 at;
out float grain;
out vec4 shade;
void main() {
  vec3 spot = seen(place);
  bool shown = (spot.z >= 0.0) == ${front};
  float r = ${front ? '1.0' : '0.75'} * reach + 0.7;
  at = vec2(2.0 * corner.x - 1.0, corner.y) * r;
  grain = r - 0.7;
  shade = vec4(colour, ${front ? '1.0' : BEHIND.toFixed(2)});
  gl_Position = shown ? onStage(spot.xy + at * vec2(1.0, -1.0), spot.z) : vec4(2.0, 2.0, 2.0, 1.0);
}`,
    fragmentShader: /* glsl */ `
precision highp float;
in vec2 at;
in float grain;
in vec4 shade;
out vec4 painted;
void main() {
  float r = length(at);
  float inside = clamp(grain - r + 0.5, 0.0, 1.0);
  if (inside <= 0.0) discard;
  vec3 normal = vec3(at / grain, sqrt(max(0.0, 1.0 - r * r / (grain * grain))));
  float lit = dot(normal, normalize(vec3(-0.45, 0.55, 0.75)));
  painted = vec4(shade.rgb * (0.9 + 0.16 * lit), shade.a * inside);
}`,
  });
}
