/** parkade as one side of its own benchmark: a path of the field by name, through the public API. */
import { readFileSync } from 'node:fs';
import {
  type Backend,
  backendRegistry,
  type Dynamics,
  type Engine,
  prepareRun,
  type RunSpec,
  run,
  type Shape,
  type Slot,
  tokensAt,
} from 'parkade';
import type { FieldCase } from './cases.ts';
import { specOf } from './cases.ts';
import { cpuSeconds, type Given, NotCovered, type Prepared, readNumbers, serve, writeNumbers } from './serve.ts';

/** What newer versions of parkade take and tell; older ones ignore the first and lack the second. */
interface PathOptions {
  readonly field?: 'auto' | 'direct' | 'harmonic' | 'local';
  readonly precision?: 'double' | 'single';
  readonly threads?: number;
}
type PathBackend = Omit<Backend, 'prepare'> & {
  prepare(dynamics: Dynamics, shape: Shape, slots: number, options: PathOptions): Engine | Promise<Engine>;
};
type PathEngine = Engine & { report?(): { path: string; threads?: number } };

/** Which backend and which options a row of the tables means. */
const paths: Readonly<Record<string, { backend: string; options: PathOptions }>> = {
  auto: { backend: 'wasm', options: {} },
  direct: { backend: 'wasm', options: { field: 'direct' } },
  harmonic: { backend: 'wasm', options: { field: 'harmonic' } },
  local: { backend: 'wasm', options: { field: 'local' } },
  single: { backend: 'wasm', options: { precision: 'single' } },
  reference: { backend: 'reference', options: {} },
  webgpu: { backend: 'webgpu', options: {} },
};

/** The paths of versions whose engines tell none: one, direct. */
const ONLY_PATHS = ['auto', 'direct', 'reference'];

/** @throws NotCovered when the engine is not the one that was asked for */
function checkPath(engine: PathEngine, peer: string, threads: number): void {
  const report = engine.report?.();
  if (!report && !ONLY_PATHS.includes(peer)) throw new NotCovered('not in this version');
  if (threads > 1 && report?.threads !== threads)
    throw new NotCovered(`no field on ${threads} threads in this version`);
  const wanted = paths[peer].options.field;
  if (report && wanted && !report.path.includes(wanted)) throw new NotCovered(`answered with ${report.path}`);
}

async function prepare(words: Given): Promise<Prepared> {
  const [n, d, threads] = [Number(words.n), Number(words.d), Number(words.threads)];
  const { backend: name, options } = paths[words.peer];
  const backend = (backendRegistry as Readonly<Record<string, unknown>>)[name] as PathBackend | undefined;
  if (!backend) throw new NotCovered('not in this version');
  const { dynamics } = prepareRun(
    specOf({ n: 1, d, beta: Number(words.beta), matrices: words.matrices as FieldCase['matrices'], threads }),
  ).problem;
  const shape = { n, d };
  if (!backend.supports(dynamics, shape)) throw new NotCovered('does not cover it');
  const engine: PathEngine = await backend.prepare(dynamics, shape, 2, threads > 1 ? { ...options, threads } : options);
  const [x, out] = [0, 1] as Slot[];
  await engine.write(x, readNumbers(words.tokens) as Float64Array);
  await engine.field(0, x, out);
  checkPath(engine, words.peer, threads);
  return {
    field: () => engine.field(0, x, out),
    async result() {
      const velocities = new Float64Array(n * d);
      await engine.field(0, x, out);
      await engine.read(out, velocities);
      return velocities;
    },
    release: () => engine.dispose(),
  };
}

/** Runs with seeds from `first`, `runs` of them; their last states one after another in `file`. */
async function simulate({ first, runs, spec, file }: Given): Promise<object> {
  const given = JSON.parse(readFileSync(spec, 'utf8')) as RunSpec;
  const ends: Float64Array[] = [];
  let evaluations = 0;
  const wall = performance.now();
  const cpu = cpuSeconds();
  for (let seed = Number(first); seed < Number(first) + Number(runs); seed++) {
    const { trajectory } = await run({ ...given, seed });
    ends.push(tokensAt(trajectory, trajectory.ts.length - 1).slice());
    evaluations += trajectory.statistics.fieldEvaluations;
  }
  const spent = { cpu: cpuSeconds() - cpu, wall: (performance.now() - wall) / 1_000 };
  const all = new Float64Array(ends.length * ends[0].length);
  ends.forEach((end, i) => void all.set(end, i * end.length));
  writeNumbers(file, all);
  return { ...spent, evaluations };
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
await serve({ version: `parkade ${version}, Node ${process.versions.node}`, prepare, simulate });
