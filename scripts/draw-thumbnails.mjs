/**
 * Draws the small pictures of the gallery (lab/public/thumbnails) from runs of its states: `npm run lab:thumbnails`. Colours are the
 * page's, by its CSS variables; a picture is the element with the id "picture", which the page takes by <use>.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gallery } from '../dist/gallery/index.js';
import { anglesOf, clusters, run, tokensAt } from '../dist/index.js';

const folder = fileURLToPath(new URL('../lab/public/thumbnails/', import.meta.url));
const SIZE = 96;
const MIDDLE = SIZE / 2;
/** More bytes are too much for a small picture. */
const MOST_BYTES = 6000;
/** Points of a path, and tokens, at most. */
const MOST_POINTS = 26;

const states = Object.fromEntries(gallery.flatMap(({ states }) => states).map((state) => [state.id, state]));

/** How each state is shown. */
const kinds = {
  'figure-2': rings,
  'figure-1': sphere,
  collapse: lines,
  'merge-tree': lines,
  'lemma-5-1': lines,
  'next-token-basins': circle,
  staircase: lines,
  'three-clusters': rings,
  atlas: sphere,
  'row-3-counterexample': rings,
  'row-3-threshold': rings,
  'row-3-map': rings,
  'value-spectra': gram,
  equiangular: gram,
  'rescaled-polytope': rings,
  normalization: cosines,
  'u-shape': rings,
  'phase-diagram': cosines,
  'capture-table': captured,
  'figure-3': captured,
  'capture-share': captured,
  'cluster-count': sphere,
  'collapse-law': lines,
  'effective-dimension': sphere,
  leaders: lines,
  'causal-phase-diagram': cosines,
};
const figures = {
  circle: ['figure-2', circles],
  'space-time': ['figure-2', lines],
  sphere: ['figure-1', spheres],
  trajectories: ['figure-1', sphere],
  curves: ['figure-2', captured],
  cosines: ['phase-diagram', histogram],
  'merge-tree': ['merge-tree', tree],
};

const runs = new Map();

/** A run at sixty telling times: early ones count as much as late ones. */
async function runOf(id) {
  if (!runs.has(id)) {
    const { spec } = states[id];
    const until = spec.until;
    const saveAt = [
      0,
      ...Array.from({ length: 59 }, (_, i) =>
        Math.min(until, (until > 2000 ? 0.05 : until / 200) ** (1 - i / 58) * until ** (i / 58)),
      ),
    ];
    runs.set(id, await run({ ...spec, saveAt }));
  }
  return runs.get(id);
}

function write(name, content) {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}"><g id="picture" fill="none" stroke-linecap="round" stroke-linejoin="round">${content}</g></svg>\n`;
  if (text.length > MOST_BYTES) throw new Error(`${name} takes ${text.length} bytes; draw fewer tokens or points`);
  writeFileSync(`${folder}${name}.svg`, text);
}

const short = (number) => String(Math.round(10 * number) / 10);
/** Each point as a step from the one before: shorter than places. */
function path(points) {
  const rounded = points.map(([x, y]) => [Math.round(10 * x), Math.round(10 * y)]);
  const steps = rounded.slice(1).map(([x, y], i) => [x - rounded[i][0], y - rounded[i][1]]);
  return `M${rounded[0][0] / 10} ${rounded[0][1] / 10}l${steps.map(([x, y]) => `${x / 10} ${y / 10}`).join(' ')}`.replaceAll(
    ' -',
    '-',
  );
}
const stroke = (d, colour, width, opacity = 1) =>
  d === ''
    ? ''
    : `<path d="${d}" stroke="var(--${colour})" stroke-width="${width}"${opacity < 1 ? ` opacity="${opacity}"` : ''}/>`;
const dots = (points) => points.map(([x, y]) => `M${short(x)} ${short(y)}h0`).join('');
const some = (count, most) =>
  Array.from({ length: Math.min(count, most) }, (_, i) => Math.floor((i * count) / Math.min(count, most)));
function unit(x, at, d) {
  const row = Array.from(x.subarray(at, at + d));
  const length = Math.hypot(...row);
  return row.map((entry) => entry / length);
}
const rowAt = ({ trajectory }, i, k) => unit(tokensAt(trajectory, i), k * trajectory.shape.d, trajectory.shape.d);
const lastOf = ({ trajectory }) => trajectory.ts.length - 1;
/** The first token of each cluster at the end. */
function leaders({ trajectory, spec }) {
  const { labels } = clusters(tokensAt(trajectory, lastOf({ trajectory })), trajectory.shape, spec.threshold);
  return [...new Set(labels)].map((label) => labels.indexOf(label));
}

/** Time runs outwards: from where tokens begin, inside, to where they end, on the circle. */
function rings(result) {
  const { ts, shape } = result.trajectory;
  const times = some(ts.length, 16);
  const radius = (i) => 15 + (27 * i) / (times.length - 1);
  const all = some(shape.n, 30).map((k) =>
    path(
      times.map((t, i) => [MIDDLE + radius(i) * rowAt(result, t, k)[0], MIDDLE - radius(i) * rowAt(result, t, k)[1]]),
    ),
  );
  const ends = some(shape.n, 120).map((k) => [
    MIDDLE + 42 * rowAt(result, lastOf(result), k)[0],
    MIDDLE - 42 * rowAt(result, lastOf(result), k)[1],
  ]);
  const led = leaders(result)
    .slice(0, 12)
    .map((k) => [MIDDLE + 42 * rowAt(result, lastOf(result), k)[0], MIDDLE - 42 * rowAt(result, lastOf(result), k)[1]]);
  return `${rim(15)}${rim(42)}${stroke(all.join(''), 'token', 0.8, 0.75)}${stroke(dots(distinct(ends)), 'token', 3.5)}${stroke(dots(led), 'strong', 6)}`;
}
const rim = (r, x = MIDDLE, y = MIDDLE) => `<circle cx="${short(x)}" cy="${short(y)}" r="${r}" stroke="var(--rule)"/>`;
function distinct(points) {
  return [...new Map(points.map(([x, y]) => [`${short(x)},${short(y)}`, [x, y]])).values()];
}

function snapshot(result, i, r, x, y, size) {
  const { n } = result.trajectory.shape;
  const places = some(n, 120).map((k) => [x + r * rowAt(result, i, k)[0], y - r * rowAt(result, i, k)[1]]);
  const first = rowAt(result, i, 0);
  return `${rim(r, x, y)}${stroke(dots(distinct(places)), 'token', size)}${stroke(dots([[x + r * first[0], y - r * first[1]]]), 'strong', 1.6 * size)}`;
}
function circle(result) {
  return snapshot(result, lastOf(result), 40, MIDDLE, MIDDLE, 6);
}
function circles(result) {
  return [0, 20, 40, lastOf(result)]
    .map((i, at) => snapshot(result, i, 18, at % 2 ? 72 : 24, at < 2 ? 24 : 72, 2.6))
    .join('');
}

/** The sphere from a little above, as in Figure 1. */
const EYE = [0.62, -0.52, 0.58];
function seen(row, r, x = MIDDLE, y = MIDDLE) {
  const length = Math.hypot(...EYE);
  const [a, b, c] = EYE.map((entry) => entry / length);
  const flat = Math.hypot(a, b);
  const [u, v, w] = row;
  return [x + (r * (-b * u + a * v)) / flat, y - r * ((-a * c * u - b * c * v) / flat + flat * w)];
}
function sphere(result) {
  const { ts, shape } = result.trajectory;
  const times = some(ts.length, 20);
  const all = some(shape.n, 18).map((k) => path(times.map((t) => seen(rowAt(result, t, k), 42))));
  const ends = some(shape.n, 60).map((k) => seen(rowAt(result, lastOf(result), k), 42));
  return `${rim(42)}${stroke(all.join(''), 'token', 0.8, 0.7)}${stroke(dots(distinct(ends)), 'strong', 5)}`;
}
function spheres(result) {
  const one = (i, x, y) =>
    `${rim(19, x, y)}${stroke(dots(distinct(some(result.trajectory.shape.n, 32).map((k) => seen(rowAt(result, i, k), 19, x, y)))), 'token', 3)}`;
  return [0, 20, 40, lastOf(result)].map((i, at) => one(i, at % 2 ? 72 : 24, at < 2 ? 24 : 72)).join('');
}

/** Angles over the logarithm of time; of few tokens their mean in the middle. */
function lines(result) {
  const { ts, shape } = result.trajectory;
  const began = anglesOf(tokensAt(result.trajectory, 0));
  const turn = shape.n > 8 ? 0 : Math.PI - began.reduce((sum, angle) => sum + angle, 0) / shape.n;
  const times = some(ts.length, MOST_POINTS);
  const all = some(shape.n, 24).map((k) => {
    const pieces = [];
    let before = null;
    for (const [i, t] of times.entries()) {
      const [angle] = anglesOf(Float64Array.from(rowAt(result, t, k)));
      const place = ((((angle + turn) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI)) / (2 * Math.PI);
      if (before === null || Math.abs(place - before) > 0.5) pieces.push([]);
      pieces.at(-1).push([6 + (84 * i) / (times.length - 1), 90 - 84 * place]);
      before = place;
    }
    return pieces
      .filter((piece) => piece.length > 1)
      .map(path)
      .join('');
  });
  return `${stroke(all.slice(1).join(''), 'token', 1, 0.85)}${stroke(all[0], 'strong', 2)}`;
}

/** Cosines of all pairs, half way through. */
function gram(result) {
  const { trajectory } = result;
  const size = Math.min(trajectory.shape.n, 12);
  const tokens = some(trajectory.shape.n, size);
  const cell = 84 / size;
  const rows = tokens.map((k) => rowAt(result, 30, k));
  const shades = new Map();
  rows.forEach((a, i) => {
    rows.forEach((b, j) => {
      const cosine = a.reduce((sum, entry, c) => sum + entry * b[c], 0);
      const shade = Math.round(6 * Math.abs(cosine)) / 6;
      const key = `${cosine < 0 ? 'strong' : 'token'} ${shade.toFixed(2)}`;
      if (shade > 0)
        shades.set(
          key,
          `${shades.get(key) ?? ''}M${short(6 + j * cell)} ${short(6 + i * cell)}h${short(cell)}v${short(cell)}h-${short(cell)}z`,
        );
    });
  });
  const filled = [...shades].map(
    ([key, d]) => `<path d="${d}" fill="var(--${key.split(' ')[0]})" opacity="${key.split(' ')[1]}"/>`,
  );
  return `${filled.join('')}<rect x="6" y="6" width="84" height="84" stroke="var(--rule)"/>`;
}

const axes = stroke('M6 6V90H90', 'rule', 1);
/** A curve of values from 0 to 1 at the saved times. */
const curve = (values) =>
  path(some(values.length, 40).map((i) => [6 + (84 * i) / (values.length - 1), 88 - 78 * values[i]]));

function captured({ measurements }) {
  const { renyiMoving, strongMoving } = measurements.capture.radii[0];
  return `${axes}${stroke(curve([...strongMoving]), 'strong', 2)}${stroke(curve([...renyiMoving]), 'token', 2)}`;
}

/** Cosines of pairs over time: all of some tokens. */
function cosines(result) {
  const { ts } = result.trajectory;
  const pairs = [
    [0, 1],
    [2, 5],
    [3, 9],
    [4, 11],
    [6, 13],
    [7, 15],
    [8, 10],
    [12, 14],
  ];
  const cosine = (t, [i, j]) => rowAt(result, t, i).reduce((sum, entry, c) => sum + entry * rowAt(result, t, j)[c], 0);
  const all = pairs.map((pair) => curve(Array.from(ts, (_, t) => Math.max(0, cosine(t, pair)))));
  return `${axes}${stroke(all.join(''), 'token', 1.2, 0.85)}`;
}

function histogram(result) {
  const { n } = result.trajectory.shape;
  const counts = new Array(14).fill(0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const cosine = rowAt(result, 20, i).reduce((sum, entry, c) => sum + entry * rowAt(result, 20, j)[c], 0);
      counts[Math.min(13, Math.floor(((cosine + 1) / 2) * 14))]++;
    }
  }
  const most = Math.max(...counts);
  return `${axes}${counts.map((count, i) => (count === 0 ? '' : `<rect x="${short(8 + 5.8 * i)}" y="${short(90 - (80 * count) / most)}" width="5" height="${short((80 * count) / most)}" fill="var(--token)"/>`)).join('')}`;
}

/** Clusters as lines over the logarithm of time, which end where they join another. */
function tree({ events, trajectory }) {
  const until = trajectory.ts[lastOf({ trajectory })];
  const x = (t) => 6 + (84 * Math.log1p(Math.max(0, t))) / Math.log1p(until);
  const lives = [...events.tree].sort((a, b) => a.first - b.first).slice(0, 14);
  const y = (first) =>
    10 +
    (76 * [...new Set(lives.map((life) => life.first))].indexOf(first)) /
      Math.max(1, new Set(lives.map((life) => life.first)).size - 1);
  const all = lives.map(
    ({ born, ended, first }) =>
      `M${short(x(born))} ${short(y(first))}H${short(x(ended ?? until))}${ended === null ? '' : `V${short(10)}`}`,
  );
  return `${stroke(all.slice(1).join(''), 'token', 1.5)}${stroke(all[0], 'strong', 2.5)}`;
}

mkdirSync(folder, { recursive: true });
for (const [id, draw] of Object.entries(kinds)) write(id, draw(await runOf(id)));
for (const [name, [id, draw]] of Object.entries(figures)) write(`figures-${name}`, draw(await runOf(id)));
