import { describe, expect, test } from 'vitest';
import { type SourceFile, sourceFiles, withoutComments } from './support/sources.ts';

const EQUATIONS = ['core', 'dynamics', 'initial', 'integrators'];
const PURE = [
  ...EQUATIONS,
  ...[
    'analysis',
    'backends',
    'problem.ts',
    'trajectory.ts',
    'events',
    'theory',
    'parking',
    'equilibria',
    'evaluations.ts',
    'method.ts',
    'stiffness.ts',
    'march.ts',
    'simulate.ts',
    'run-events.ts',
    'event-report.ts',
    'step-log.ts',
    'divided-step.ts',
    'replay.ts',
    'append.ts',
    'resume.ts',
    'basins.ts',
    'start-grid.ts',
    'times.ts',
    'measuring.ts',
    'spec.ts',
    'run.ts',
    'telling-samples.ts',
    'report.ts',
    'experiment.ts',
    'parking-report.ts',
  ],
];

interface Rule {
  /** Folders, or files beside them, that it may import. Its own folder goes without saying. */
  readonly parts: readonly string[];
  readonly packages?: readonly string[];
  /** Only these files of it may import a package. */
  readonly packagesIn?: readonly string[];
}

/** Who may import whom: downwards only. A new part of src needs a line here. */
const rules: Readonly<Record<string, Rule>> = {
  core: { parts: [], packages: ['zod'], packagesIn: ['core/parameter.ts'] },
  dynamics: { parts: ['core'], packages: ['zod'] },
  initial: { parts: ['core'], packages: ['zod'] },
  integrators: { parts: ['core'] },
  analysis: { parts: ['core'] },
  backends: { parts: ['core', 'dynamics'] },
  'times.ts': { parts: ['core'] },
  'problem.ts': { parts: ['core', 'dynamics'] },
  equilibria: { parts: ['core', 'integrators'] },
  'trajectory.ts': { parts: ['core', 'equilibria', 'problem.ts'] },
  'evaluations.ts': { parts: ['core'] },
  'method.ts': { parts: ['core', 'dynamics', 'integrators', 'backends', 'problem.ts'] },
  'stiffness.ts': { parts: ['core', 'integrators', 'method.ts'] },
  'march.ts': {
    parts: [
      'core',
      'integrators',
      'equilibria',
      'evaluations.ts',
      'method.ts',
      'problem.ts',
      'stiffness.ts',
      'trajectory.ts',
    ],
  },
  'simulate.ts': {
    parts: [
      'core',
      'integrators',
      'backends',
      'dynamics',
      'equilibria',
      'evaluations.ts',
      'march.ts',
      'method.ts',
      'problem.ts',
      'trajectory.ts',
    ],
  },
  'step-log.ts': { parts: ['core', 'dynamics', 'problem.ts'] },
  'divided-step.ts': { parts: ['core', 'integrators', 'march.ts'] },
  'replay.ts': {
    parts: [
      'core',
      'integrators',
      'divided-step.ts',
      'march.ts',
      'method.ts',
      'problem.ts',
      'step-log.ts',
      'trajectory.ts',
    ],
  },
  'append.ts': {
    parts: [
      'core',
      'backends',
      'evaluations.ts',
      'method.ts',
      'problem.ts',
      'replay.ts',
      'simulate.ts',
      'step-log.ts',
      'trajectory.ts',
    ],
  },
  'resume.ts': { parts: ['core', 'run.ts', 'simulate.ts', 'step-log.ts', 'trajectory.ts'] },
  'start-grid.ts': { parts: ['core'] },
  'basins.ts': {
    parts: ['core', 'analysis', 'backends', 'append.ts', 'problem.ts', 'replay.ts', 'step-log.ts', 'trajectory.ts'],
  },
  theory: { parts: ['core'] },
  parking: { parts: ['core', 'initial', 'analysis', 'theory'] },
  events: { parts: ['core', 'analysis', 'theory'] },
  'run-events.ts': {
    parts: ['core', 'analysis', 'events', 'method.ts', 'problem.ts', 'simulate.ts', 'trajectory.ts'],
  },
  'measuring.ts': { parts: ['core', 'dynamics', 'analysis', 'backends', 'problem.ts', 'trajectory.ts'] },
  'spec.ts': { parts: [...EQUATIONS, 'analysis', 'backends'], packages: ['zod'] },
  'run.ts': { parts: PURE.filter((part) => part !== 'run.ts' && part !== 'report.ts' && part !== 'event-report.ts') },
  'report.ts': { parts: PURE.filter((part) => part !== 'report.ts' && part !== 'event-report.ts') },
  'telling-samples.ts': { parts: ['core', 'analysis', 'trajectory.ts'] },
  'parking-report.ts': { parts: ['parking', 'report.ts', 'telling-samples.ts'] },
  'event-report.ts': { parts: ['core', 'run-events.ts', 'report.ts'] },
  'index.ts': { parts: PURE },
  formats: { parts: ['core'], packages: ['fflate'] },
  figures: { parts: PURE, packages: ['@observablehq/plot'] },
  'experiment.ts': { parts: ['core'] },
  'words.ts': { parts: [] },
  atlas: { parts: PURE, packages: ['zod'], packagesIn: ['atlas/parameters.ts'] },
  presets: { parts: [...PURE, 'words.ts', 'atlas', 'figures'] },
  checks: { parts: [...PURE, 'figures'], packages: ['zod'] },
  node: {
    parts: [...PURE, 'words.ts', 'atlas', 'formats', 'figures', 'presets', 'checks'],
    packages: [
      'zod',
      'fflate',
      'commander',
      'piscina',
      'yaml',
      'picocolors',
      'cli-progress',
      'h5wasm',
      'domino',
      '@resvg/resvg-js',
      'gifenc',
      'pdfkit',
      'svg-to-pdfkit',
      'webgpu',
    ],
  },
};

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

function partOf(path: string): string {
  return path.split('/')[0];
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
  if (imported.startsWith('node:')) return part !== 'node';
  if (paths.has(imported)) return partOf(imported) !== part && !rule.parts.includes(partOf(imported));
  const mayImport = rule.packagesIn === undefined || rule.packagesIn.includes(path);
  return !mayImport || !(rule.packages ?? []).includes(packageOf(imported));
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
      path: 'core/sphere.ts',
      text: "import {\n  x,\n} from '../dynamics/index.ts';\nimport 'node:fs';\nawait import('plot');",
    };
    const imported = importsOf(wrong);
    expect(imported).toEqual(['dynamics/index.ts', 'node:fs', 'plot']);
    expect(imported.every((name) => forbidden(wrong.path, name))).toBe(true);
    expect(forbidden('core/sphere.ts', 'zod')).toBe(true);
    expect(forbidden('core/parameter.ts', 'zod')).toBe(false);
    expect(importsOf({ path: 'core/a.ts', text: "// import x from './b.ts'\nconst s = 'from here';" })).toEqual([]);
  });
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
  expect([...bare]).toEqual(['zod']);
  const parts = new Set([...reached].map(partOf));
  for (const outside of ['figures', 'presets', 'node', 'formats']) expect(parts).not.toContain(outside);
  for (const inside of ['core', 'dynamics', 'integrators', 'initial', 'backends', 'analysis', 'run.ts'])
    expect(parts).toContain(inside);
});
