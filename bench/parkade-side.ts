/** parkade as one side of its own benchmark: a path of the field by name, through the public API. */
import { readFileSync } from 'node:fs';
import * as parkade from 'parkade';
import {
  backendRegistry,
  type Engine,
  ParkadeError,
  prepareRun,
  type RunSpec,
  run,
  type Slot,
  tokensAt,
} from 'parkade';
import { startTeam } from 'parkade/node';
import type { FieldCase } from './cases.ts';
import { specOf } from './cases.ts';
import { cpuSeconds, type Given, NotCovered, type Prepared, readNumbers, serve, writeNumbers } from './serve.ts';

/** What newer versions of parkade take and tell; older ones ignore the first and lack the second. */
interface PathOptions {
  readonly field?: 'auto' | 'direct' | 'harmonic' | 'local';
  readonly precision?: 'double' | 'single';
  readonly team?: ReturnType<typeof startTeam>;
  readonly accuracy: number;
}
/** What a run as long as Figure 2's asks of its field at the default tolerances: atol / (t₁ − t₀). */
const ACCURACY = 1e-10 / 150;
/** Backends of this version take an equation, those of older ones its parts. */
interface PathBackend {
  supports(...equation: readonly unknown[]): boolean;
  prepare(...equationSlotsAndOptions: readonly unknown[]): PathEngine | Promise<PathEngine>;
}
type PathEngine = Omit<Engine, 'report'> & { report?(): { path: string; threads?: number } };

/** Which backend and which options a row of the tables means. */
const paths: Readonly<Record<string, { backend: string; options: Omit<PathOptions, 'accuracy'> }>> = {
  auto: { backend: 'wasm', options: {} },
  direct: { backend: 'wasm', options: { field: 'direct' } },
  harmonic: { backend: 'wasm', options: { field: 'harmonic' } },
  local: { backend: 'wasm', options: { field: 'local' } },
  single: { backend: 'wasm', options: { precision: 'single' } },
  reference: { backend: 'reference', options: {} },
  blas: { backend: 'blas', options: {} },
  webgpu: { backend: 'webgpu', options: {} },
};

/** The paths of versions whose engines tell none: one, direct. */
const ONLY_PATHS = ['auto', 'direct', 'reference'];

/**
 * The path that was taken.
 *
 * @throws NotCovered when it is not the one that was asked for: a version of parkade may not know of it, and ignore the wish
 */
function pathOf(engine: PathEngine, peer: string, threads: number): string {
  const report = engine.report?.();
  if (!report && !ONLY_PATHS.includes(peer)) throw new NotCovered('not in this version');
  if (threads > 1 && report?.threads !== threads)
    throw new NotCovered(`no field on ${threads} threads in this version`);
  const { field, precision } = paths[peer].options;
  const wanted = field ?? (precision === 'single' ? precision : '');
  const path = report?.path ?? 'direct';
  if (!path.includes(wanted)) throw new NotCovered(precision ? 'not in this version' : `answered with ${path}`);
  return path;
}

async function makeEngine(words: Given, threads: number): Promise<PathEngine> {
  const { backend: name, options } = paths[words.peer];
  const backend = (backendRegistry as Readonly<Record<string, unknown>>)[name] as PathBackend | undefined;
  if (!backend) throw new NotCovered('not in this version');
  const shape = { n: Number(words.n), d: Number(words.d) };
  const matrices = words.matrices as FieldCase['matrices'];
  const { dynamics } = prepareRun(specOf({ n: 1, d: shape.d, beta: Number(words.beta), matrices, threads })).problem;
  const { resolveEquation } = parkade as { resolveEquation?: typeof parkade.resolveEquation };
  const equation = resolveEquation ? [resolveEquation(dynamics, shape)] : [dynamics, shape];
  if (!backend.supports(...equation)) throw new NotCovered('does not cover it');
  try {
    const path: PathOptions = {
      ...options,
      accuracy: ACCURACY,
      ...(threads > 1 && { team: startTeam(threads) }), // a team serves one engine at a time
    };
    return await backend.prepare(...equation, 2, path);
  } catch (error) {
    if (error instanceof ParkadeError)
      throw new NotCovered(error.message.replace(/^.*?: /, '').replace(/\. Take .*$/, ''));
    throw error;
  }
}

async function prepare(words: Given): Promise<Prepared> {
  const threads = Number(words.threads);
  const engine = await makeEngine(words, threads);
  const tokens = readNumbers(words.tokens) as Float64Array;
  const [x, out] = [0, 1] as Slot[];
  await engine.write(x, tokens);
  const path = pathOf(engine, words.peer, threads);
  return {
    path,
    field: () => engine.field(0, x, out),
    async result() {
      const velocities = new Float64Array(tokens.length);
      await engine.read(out, velocities);
      return velocities;
    },
    release: () => engine.dispose(),
  };
}

/** Runs with seeds from `first`, `runs` of them; their last states one after another in `file`. */
async function simulate({ first, runs, spec, changes = '{}', file }: Given): Promise<object> {
  const given = { ...(JSON.parse(readFileSync(spec, 'utf8')) as RunSpec), ...JSON.parse(changes) } as RunSpec;
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
