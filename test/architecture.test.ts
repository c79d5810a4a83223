import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SourceFile, sourceFiles, withoutComments } from './support/sources.ts';

/** The floors of the pure part, from below; `equilibria` and `events` stand beside others. */
const EQUATIONS = ['core', 'numerics', 'dynamics', 'initial', 'integrators'];
const RUNS = [...EQUATIONS, 'analysis', 'backends', 'equilibria', 'theory', 'parking', 'events', 'simulation', 'run'];
const PURE = [...RUNS, 'replay', 'report'];
const ROOMS_OF_PICTURES = ['drawing', 'runs', 'charts', 'basins', 'parking', 'sweeps', 'density'];
const PICTURES = ['figures', ...ROOMS_OF_PICTURES.map((room) => `figures/${room}`)];
const PRESETS = [
  ...['presets', 'presets/kit', 'presets/questions', 'presets/staircase', 'presets/three-clusters', 'presets/u-shape'],
];
const STATEMENTS = {
  parts: [...PURE, 'density', 'figures', 'checks/kit', 'checks/full-attention'],
  packages: ['zod'],
};

interface Rule {
  /** Folders that it may import. Its own folder goes without saying. */
  readonly parts: readonly string[];
  readonly packages?: readonly string[];
  /** Only these files of it may import a package. */
  readonly packagesIn?: readonly string[];
}

/** Who may import whom: downwards only. A new folder of src needs a line here. */
const rules: Readonly<Record<string, Rule>> = {
  core: { parts: [], packages: ['zod'], packagesIn: ['core/parameter.ts', 'core/schema.ts'] },
  numerics: { parts: ['core'] },
  formats: { parts: ['core', 'sweeps'], packages: ['fflate', 'hyparquet', 'hyparquet-writer'] },
  dynamics: { parts: ['core', 'numerics'], packages: ['zod'] },
  initial: { parts: ['core', 'numerics'], packages: ['zod'] },
  integrators: { parts: ['core', 'numerics'] },
  analysis: { parts: ['core', 'numerics'] },
  theory: { parts: ['core', 'numerics'] },
  backends: { parts: ['core', 'numerics', 'dynamics'] },
  equilibria: { parts: ['core', 'numerics', 'dynamics', 'integrators', 'analysis'] },
  density: { parts: ['core', 'numerics', 'integrators'] },
  parking: { parts: ['core', 'numerics', 'initial', 'analysis', 'theory'] },
  events: { parts: ['core', 'numerics', 'analysis', 'theory'] },
  simulation: { parts: [...EQUATIONS, 'backends', 'equilibria'] },
  run: { parts: RUNS, packages: ['zod'], packagesIn: ['run/keys.ts', 'run/run-spec.ts', 'run/spec.ts'] },
  replay: { parts: [...RUNS] },
  report: { parts: [...RUNS, 'density'] },
  link: { parts: ['core', 'run'], packages: ['fflate', 'zod'] },
  form: { parts: [...RUNS], packages: ['zod'] },
  observation: { parts: ['core', 'numerics', 'analysis'] },
  atlas: { parts: PURE, packages: ['zod'], packagesIn: ['atlas/parameters.ts'] },
  commentary: { parts: [...PURE, 'atlas'] },
  gallery: { parts: ['run'] },
  'index.ts': { parts: [...PURE, 'observation'] },
  'figures/drawing': { parts: ['core', 'numerics'], packages: ['@observablehq/plot'] },
  'figures/charts': { parts: [...PURE, 'figures/drawing'], packages: ['@observablehq/plot'] },
  'figures/runs': { parts: [...PURE, 'figures/drawing', 'figures/charts'], packages: ['@observablehq/plot'] },
  'figures/sweeps': { parts: [...PURE, 'sweeps', 'figures/drawing', 'figures/charts'] },
  'figures/basins': { parts: [...PURE, 'figures/drawing', 'figures/runs'], packages: ['@observablehq/plot'] },
  'figures/parking': { parts: [...PURE, 'figures/drawing', 'figures/runs'], packages: ['@observablehq/plot'] },
  'figures/density': {
    parts: ['core', 'numerics', 'density', 'figures/drawing', 'figures/charts'],
    packages: ['@observablehq/plot'],
  },
  figures: { parts: [...PURE, ...PICTURES] },
  'presets/kit': { parts: [...PURE, 'figures'] },
  'presets/questions': { parts: [...PURE, 'sweeps', 'figures', 'presets/kit'] },
  'presets/staircase': { parts: [...PURE, 'figures', 'presets/kit'] },
  'presets/three-clusters': { parts: [...PURE, 'figures', 'presets/kit'] },
  'presets/u-shape': { parts: [...PURE, 'figures', 'presets/kit'] },
  presets: { parts: [...PURE, 'atlas', 'figures', ...PRESETS] },
  'checks/kit': { parts: [...PURE, 'figures'], packages: ['zod'] },
  ...Object.fromEntries(
    ['centers', 'table-1', 'lemmas', 'interaction', 'metastability', 'kinetic', 'mean-field', 'normalization'].map(
      (subject) => [`checks/${subject}`, STATEMENTS],
    ),
  ),
  'checks/full-attention': { ...STATEMENTS, parts: [...PURE, 'figures', 'checks/kit'] },
  'checks/euclidean': { ...STATEMENTS, parts: [...PURE, 'figures', 'checks/kit'] },
  checks: { parts: ['checks/*'] },
  // The command line, in rooms: what the process is, threads, what is drawn, what lies on disk, work, pages, commands.
  'node/process': { parts: ['core'] },
  'node/threads': { parts: [...PURE, 'node/process'], packages: ['koffi', 'webgpu'] },
  'node/render': {
    parts: [...PURE, ...PICTURES, 'node/process'],
    packages: ['domino', 'fflate', '@resvg/resvg-js', 'gifenc', 'pdfkit', 'svg-to-pdfkit'],
  },
  'node/store': {
    parts: [
      ...[...PURE, 'formats', 'link', 'observation', 'sweeps', 'figures', ...PRESETS],
      ...['node/process', 'node/render'],
    ],
    packages: ['h5wasm', 'fflate', 'yaml', 'zod'],
  },
  'node/work': {
    parts: [
      ...[...PURE, 'sweeps', 'figures', 'presets', 'checks', 'checks/kit'],
      ...['node/process', 'node/threads', 'node/store'],
    ],
    packages: ['piscina', 'zod'],
  },
  // Who speaks to a queue, by a library loaded when asked for.
  'node/jobs': {
    parts: [...PURE, 'sweeps', 'node/process', 'node/threads', 'node/store', 'node/work'],
    packages: ['bullmq', 'ioredis', 'zod'],
  },
  'node/pages': {
    parts: [...PURE, 'figures', 'presets', 'checks', 'node/process', 'node/render', 'node/store', 'node/work'],
  },
  'node/serve': { parts: ['core', 'node/process'] },
  'node/cli': {
    parts: [
      ...[
        ...PURE,
        'atlas',
        'commentary',
        'density',
        'formats',
        'link',
        'sweeps',
        ...PICTURES,
        ...PRESETS,
        'checks',
        'checks/kit',
      ],
      ...[
        'node/process',
        'node/threads',
        'node/render',
        'node/store',
        'node/work',
        'node/jobs',
        'node/pages',
        'node/serve',
      ],
    ],
    packages: ['commander', 'zod', 'picocolors', 'cli-progress'],
  },
  node: { parts: ['node/*'] },
  browser: { parts: PURE },
  sweeps: { parts: PURE, packages: ['zod'], packagesIn: ['sweeps/axes.ts'] },
};

/** Where the classes of threads of a browser may be named, and where those of Node. */
const WORKERS = /^(browser\/|node\/threads\/)/;
/** What the lab may import of parkade: the doors of the package. */
const DOORS =
  /^parkade(\/(figures|presets|gallery|theory|checks|commentary|equilibria|form|formats|link|sweeps|browser|density))?$/;

/** What a file imports, types included: other files of src by path, packages and node:* by name. */
function importsOf({ path, text }: SourceFile): string[] {
  const statement =
    /(?:^|[;\s])(?:import|export)\b(?:[^'"`;()]*?\bfrom)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;
  const base = `file:///${path}`;
  return [...withoutComments(text).matchAll(statement)].map(([, fixed, dynamic]) => {
    const name = fixed ?? dynamic;
    return name.startsWith('.') ? new URL(name, base).pathname.slice(1) : name;
  });
}

/** Folders whose rooms have rules of their own. */
const HOUSES = ['figures', 'presets', 'checks', 'node'];

function partOf(path: string): string {
  const [house, room, file] = path.split('/');
  return HOUSES.includes(house) && file !== undefined ? `${house}/${room}` : house;
}

function mayImport({ parts }: Rule, part: string): boolean {
  return parts.includes(part) || parts.includes(`${part.split('/')[0]}/*`);
}

/** The package of a bare import: h5wasm/node belongs to h5wasm. */
function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

const files = sourceFiles();
const paths = new Set(files.map(({ path }) => path));
const graph = new Map(files.map((file) => [file.path, importsOf(file)]));

function forbidden(path: string, imported: string): boolean {
  const part = partOf(path);
  const rule = rules[part];
  if (imported.startsWith('node:')) return part.split('/')[0] !== 'node';
  if (paths.has(imported)) return partOf(imported) !== part && !mayImport(rule, partOf(imported));
  const packagesAllowed = rule.packagesIn === undefined || rule.packagesIn.includes(path);
  return !packagesAllowed || !(rule.packages ?? []).includes(packageOf(imported));
}

describe('who imports whom', () => {
  test.each(files)('$path imports only what lies below it', ({ path }) => {
    expect(Object.keys(rules)).toContain(partOf(path));
    expect(graph.get(path)?.filter((imported) => forbidden(path, imported))).toEqual([]);
  });

  test('nothing imports itself through others', () => {
    const done = new Set<string>();
    function follow(path: string, trail: readonly string[]): void {
      expect(trail, `${[...trail, path].join(' → ')}`).not.toContain(path);
      if (done.has(path)) return;
      for (const imported of graph.get(path) ?? []) if (paths.has(imported)) follow(imported, [...trail, path]);
      done.add(path);
    }
    for (const path of paths) follow(path, []);
  });

  test('a wrong import would be noticed', () => {
    const wrong = {
      path: 'numerics/sphere.ts',
      text: "import {\n  x,\n} from '../dynamics/index.ts';\nimport 'node:fs';\nawait import('plot');",
    };
    const imported = importsOf(wrong);
    expect(imported).toEqual(['dynamics/index.ts', 'node:fs', 'plot']);
    expect(imported.every((name) => forbidden(wrong.path, name))).toBe(true);
    expect(forbidden('sweeps/plan.ts', 'node/work/cells.ts')).toBe(true);
    expect(forbidden('node/work/cells.ts', 'bullmq')).toBe(true);
    expect(forbidden('numerics/sphere.ts', 'zod')).toBe(true);
    expect(forbidden('core/parameter.ts', 'zod')).toBe(false);
    expect(importsOf({ path: 'core/a.ts', text: "// import x from './b.ts'\nconst s = 'from here';" })).toEqual([]);
  });
});

test('only the room of browsers and the threads of Node know workers', () => {
  const known = files.filter(({ text }) => /\bnew (Shared)?Worker\(/.test(withoutComments(text)));
  expect(known.length).toBeGreaterThan(0);
  expect(known.map(({ path }) => path).filter((path) => !WORKERS.test(path))).toEqual([]);
});

test('the lab knows parkade by its doors', () => {
  const lab = resolve(import.meta.dirname, '../lab');
  const names = existsSync(lab) ? readdirSync(lab, { recursive: true, encoding: 'utf8' }) : [];
  const own = names.filter((name) => /\.(ts|svelte)$/.test(name) && !name.includes('node_modules'));
  for (const name of own) {
    const imported = importsOf({ path: `lab/${name}`, text: readFileSync(join(lab, name), 'utf8') });
    const foreign = (other: string) =>
      /^(src|dist)\//.test(other) || (other.startsWith('parkade') && !DOORS.test(other));
    expect(imported.filter(foreign), name).toEqual([]);
  }
  expect(['parkade', 'parkade/figures', 'parkade/node', 'parkade/dist/x.js'].map((name) => DOORS.test(name))).toEqual([
    ...[true, true, false, false],
  ]);
});

test('one file of src knows the library of queues', () => {
  const knows = (name: string) => name === 'bullmq' || name === 'ioredis';
  const those = files.filter(({ path }) => graph.get(path)?.some(knows)).map(({ path }) => path);
  expect(those).toEqual(['node/jobs/library.ts']);
});

test('the public API reaches zod and nothing else: no figures, no presets, no Node', () => {
  const reached = new Set<string>();
  const bare = new Set<string>();
  function reach(path: string): void {
    if (reached.has(path)) return;
    reached.add(path);
    for (const imported of graph.get(path) ?? []) {
      if (paths.has(imported)) reach(imported);
      else bare.add(imported);
    }
  }
  reach('index.ts');
  expect([...bare]).toEqual(['zod/mini']);
  const parts = new Set([...reached].map(partOf));
  for (const outside of ['figures', 'presets', 'node', 'formats']) expect(parts).not.toContain(outside);
  for (const inside of ['core', 'dynamics', 'integrators', 'initial', 'backends', 'analysis', 'run'])
    expect(parts).toContain(inside);
});
