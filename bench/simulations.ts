/** Whole simulations: parkade beside the fastest NumPy that we could write, with the same tokens, equation and tolerances. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareRun, type RunSpec } from 'parkade';
import { runPresetRegistry } from 'parkade/presets';
import type { SideName } from './peers.ts';
import { writeNumbers } from './serve.ts';
import type { Side, Words } from './side.ts';
import { type Summary, summarize } from './statistics.ts';

export interface Simulation {
  readonly id: string;
  readonly title: string;
  readonly spec: RunSpec;
  /** Runs with seeds 1, 2, …, shared among the processes. */
  readonly runs: number;
  readonly processes: number;
  readonly repeats: number;
  /** Turns of parkade that are not counted, for the compiler; by default one. The first hundred runs of a process are slower. */
  readonly warm?: number;
  /** Parkade once more, with some keys of the specification changed. */
  readonly variants?: readonly { readonly label: string; readonly changes: Partial<RunSpec> }[];
  /** How many runs are asked for in the end: what those would take is told beside what was measured. */
  readonly wanted?: number;
  /** Names of NumPy's and SciPy's ways. */
  readonly peers: readonly { readonly peer: string; readonly label: string }[];
}

/** As in src/presets/figure-3.ts. */
const FIGURE_3_TIMES = [0, 0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 14, 20, 28, 40, 55, 75, 105, 150];

/** Each run of a batch goes by steps of its own, chosen by its own error, and leaves the batch when it is done. */
const adaptivePeers = [
  { peer: 'direct', label: 'NumPy, batched direct sums, adaptive Dormand–Prince' },
  { peer: 'harmonic', label: 'NumPy, batched with parkade’s harmonics, adaptive Dormand–Prince' },
];

/** @param quick fewer runs and repeats */
export function simulationsOf(quick: boolean): readonly Simulation[] {
  const { title: _title, ...figure2 } = { title: '', ...runPresetRegistry['figure-2'].spec };
  return [
    {
      id: 'figure-2',
      title: 'Figure 2: n = 200 on the circle, β = 64, t ≤ 150, rtol 1e-8, atol 1e-10; one process',
      spec: { ...figure2, observe: 'none', saveAt: [150], until: 150, rtol: 1e-8, atol: 1e-10 },
      runs: 1,
      processes: 1,
      repeats: quick ? 2 : 7,
      peers: adaptivePeers,
    },
    {
      id: 'figure-3',
      title: `${quick ? 10 : 50} runs of Figure 3: n = 200 on the circle, β = 64, seeds 1, 2, …, t ≤ 150, rtol 1e-6, atol 1e-9; two processes`,
      spec: { tokens: 200, dimension: 2, beta: 64, until: 150, saveAt: [150], rtol: 1e-6, atol: 1e-9, observe: 'none' },
      runs: quick ? 10 : 50,
      processes: 2,
      repeats: quick ? 1 : 7,
      warm: quick ? 1 : 4,
      variants: [
        {
          label: 'parkade, measured at 18 times as in Figure 3',
          changes: { observe: ['clusters', 'capture'], saveAt: FIGURE_3_TIMES, delta: 0.5, radius: [0.05, 0.125] },
        },
      ],
      peers: adaptivePeers,
      wanted: 5000,
    },
    ...[
      { beta: 16, until: 1e13, repeats: quick ? 1 : 5 },
      { beta: 64, until: 1e53, repeats: quick ? 1 : 5 },
    ].map(
      ({ beta, until, repeats }): Simulation => ({
        id: `collapse-${beta}`,
        title: `The collapse at β = ${beta}: n = 200 on the circle, from t = 0 to t = ${until.toExponential()}, error of a step 1e-6; one process`,
        spec: {
          ...{ tokens: 200, dimension: 2, beta, until, saveAt: [until], integrator: 'esdirk4' },
          ...{ rtol: 1e-6, atol: 1e-9, observe: 'none' },
        },
        runs: 1,
        processes: 1,
        repeats,
        variants: [
          { label: 'parkade, explicit first', changes: { integrator: 'auto' } },
          { label: 'parkade, plain TypeScript', changes: { backend: 'reference' } },
        ],
        peers: ['LSODA', 'BDF', 'Radau'].map((name) => ({
          peer: name,
          label: `SciPy ${name}, with the Jacobian`,
        })),
      }),
    ),
    {
      id: 'script',
      title:
        'The setting of the predecessors’ scripts: n = 64, d = 3, β = 1, full attention, Euler with dt = 0.1 to t = 15; one process',
      spec: {
        ...{ tokens: 64, dimension: 3, beta: 1, mask: 'full', integrator: 'euler', dt: 0.1, until: 15, saveAt: [15] },
        observe: 'none',
      },
      runs: 1,
      processes: 1,
      repeats: quick ? 3 : 15,
      peers: [{ peer: 'script', label: 'NumPy, the scripts’ loop' }],
    },
  ];
}

export interface SimulationRow {
  readonly label: string;
  /** Seconds a run: of the clock for all runs together, divided by their number; of the processors likewise. */
  readonly wall: Summary;
  readonly cpu: Summary;
  /** Of the clock: a peer's time over parkade's in the same turn, of all turns; null for parkade. */
  readonly ratio: Summary | null;
  /** Fields a run; null where the peer does not count. */
  readonly evaluations: number | null;
  /** Runs whose tokens all end within 1e-4 of parkade's, and the largest distance; null for parkade. */
  readonly agreement: { readonly runs: number; readonly largest: number } | null;
}

/** Ends of runs are called the same when no coordinate differs by more: both sides integrate to 1e-6. */
const SAME_END = 1e-4;

interface Contender {
  readonly label: string;
  readonly sides: readonly Side[];
  readonly peer: string;
  /** Of parkade: keys of the specification that differ, as JSON. */
  readonly changes?: string;
  readonly wall: number[];
  readonly cpu: number[];
  evaluations: number;
  ends: Float64Array | null;
}

function readEnds(file: string): Float64Array {
  const bytes = readFileSync(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** The runs shared evenly among the sides, each writing its part. */
async function once(contender: Contender, simulation: Simulation, base: Words, folder: string): Promise<string | null> {
  const { runs } = simulation;
  const size = Number(base.n) * Number(base.d);
  const share = runs / contender.sides.length;
  const files = contender.sides.map((_, i) => join(folder, `ends-${i}.f64`));
  const begun = performance.now();
  const replies = await Promise.all(
    contender.sides.map((side, i) => {
      const words = {
        ...base,
        peer: contender.peer,
        ...(contender.changes && { changes: contender.changes }),
        first: 1 + i * share,
        runs: share,
        file: files[i],
        tokens: `${base.tokens}-${i}`,
      };
      return side.ask('simulate', words, 600);
    }),
  );
  const elapsed = (performance.now() - begun) / 1_000;
  const refused = replies.find(({ none }) => none !== undefined);
  if (refused) return refused.none as string;
  // A side may choose its batch first; what it timed itself counts. With several, the slowest.
  const slowest = Math.max(...replies.map(({ wall }) => wall as number));
  contender.wall.push(Math.min(elapsed, slowest) / runs);
  contender.cpu.push(replies.reduce((sum, { cpu }) => sum + (cpu as number), 0) / runs);
  contender.evaluations = replies.reduce((sum, { evaluations }) => sum + (evaluations as number), 0) / runs;
  contender.ends = new Float64Array(runs * size);
  files.forEach((file, i) => void contender.ends?.set(readEnds(file), i * share * size));
  return null;
}

function agreementOf(ends: Float64Array, own: Float64Array, runs: number): { runs: number; largest: number } {
  const size = ends.length / runs;
  const distances = Array.from({ length: runs }, (_, r) => {
    let largest = 0;
    for (let i = r * size; i < (r + 1) * size; i++) largest = Math.max(largest, Math.abs(ends[i] - own[i]));
    return largest;
  });
  return { runs: distances.filter((distance) => distance <= SAME_END).length, largest: Math.max(...distances) };
}

/** The initial tokens of every process's runs, and the words that describe the problem. */
function writeProblem({ spec, runs, processes }: Simulation, folder: string): Words {
  const share = runs / processes;
  const tokens = join(folder, 'initial');
  const specFile = join(folder, 'spec.json');
  writeFileSync(specFile, JSON.stringify(spec));
  const { tokens: n = 0, dimension: d = 0 } = prepareRun({ ...spec, seed: 1 }).spec;
  for (let i = 0; i < processes; i++) {
    const all = new Float64Array(share * n * d);
    for (let r = 0; r < share; r++)
      all.set(prepareRun({ ...spec, seed: 1 + i * share + r }).problem.initial, r * n * d);
    writeNumbers(`${tokens}-${i}`, all);
  }
  return {
    n,
    d,
    beta: spec.beta,
    until: spec.until,
    rtol: spec.rtol,
    atol: spec.atol,
    dt: spec.dt,
    spec: specFile,
    tokens,
  };
}

/**
 * One table: parkade and its peers in turn, `repeats` times.
 *
 * @param open starts one more process of a side, or says why not
 */
export async function measureSimulation(
  simulation: Simulation,
  open: (side: SideName) => Side | string,
  folder: string,
): Promise<{ rows: SimulationRow[]; notes: string[] }> {
  const notes: string[] = [];
  const start = (side: SideName) => Array.from({ length: simulation.processes }, () => open(side));
  const [ours, numpy] = [start('parkade'), start('numpy')];
  const contenders: Contender[] = [];
  const add = (label: string, sides: readonly (Side | string)[], peer: string, changes?: string) => {
    const refused = sides.find((side) => typeof side === 'string');
    if (refused !== undefined) notes.push(`${label}: ${refused}`);
    else {
      const blank = { wall: [], cpu: [], evaluations: 0, ends: null };
      contenders.push({ label, sides: sides as Side[], peer, ...(changes && { changes }), ...blank });
    }
  };
  add('**parkade**, default', ours, 'run');
  for (const { label, changes } of simulation.variants ?? []) add(label, ours, 'run', JSON.stringify(changes));
  for (const { label, peer } of simulation.peers) add(label, numpy, peer);
  const base = writeProblem(simulation, folder);
  const refusing = new Set<Contender>();
  // Compilers get turns that are not counted.
  const own = contenders.filter(({ peer }) => peer === 'run');
  for (let turn = 1; turn < (simulation.warm ?? 1); turn++)
    for (const contender of own) await once(contender, simulation, base, folder);
  for (let repeat = -1; repeat < simulation.repeats; repeat++) {
    for (const contender of contenders.filter((one) => !refusing.has(one))) {
      const refused = await once(contender, simulation, base, folder);
      if (refused !== null) {
        refusing.add(contender);
        notes.push(`${contender.label}: ${refused}`);
      }
      if (repeat < 0) contender.wall.length = contender.cpu.length = 0;
    }
  }
  for (const side of [...ours, ...numpy]) if (typeof side !== 'string') side.close();
  const [first] = contenders;
  const ends = first?.ends ?? null;
  const rows = contenders
    .filter(({ wall }) => wall.length > 0)
    .map(({ label, wall, cpu, evaluations, ends: theirs, peer, changes }) => ({
      label,
      wall: summarize(wall),
      cpu: summarize(cpu),
      ratio: wall === first.wall ? null : summarize(wall.map((time, turn) => time / first.wall[turn])),
      evaluations: evaluations > 0 ? evaluations : null,
      agreement:
        (peer === 'run' && changes === undefined) || !theirs || !ends
          ? null
          : agreementOf(theirs, ends, simulation.runs),
    }));
  return { rows, notes };
}
