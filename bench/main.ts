/** `npm run bench`: parkade beside its peers, both sides in one run; prints the tables and writes docs/benchmarks.md. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type FieldCase, fieldCases, isQuick, matches } from './cases.ts';
import { machine } from './machine.ts';
import { type Effort, Foresight, measureCase } from './measure.ts';
import { measureMeasuring, measuringCases } from './measuring.ts';
import { type Peer, peers, type SideName } from './peers.ts';
import { Side } from './side.ts';
import { type Start, startOf } from './sides.ts';
import { measureSimulation, simulationsOf } from './simulations.ts';
import { fieldTables, type Measured, measuringTable, simulationTable } from './tables.ts';

const help = `npm run bench -- [options]
  --quick            at most two minutes: shorter timings, nothing that takes long
  --only FILTER      some cases: d=2,n=2000,beta=9,threads=1,matrices=general, or simulation=figure-3,
                     simulation=measure (with n and d); a key may come again
  --peers WORD,…     only the sides parkade, numpy, torch, numba, c, c-128, tfjs, jax-js, or rows with these words; parkade's default always takes part
  --to FILE          where the tables go; docs/benchmarks.md for a full run, out/benchmarks.md otherwise`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const efforts: Readonly<Record<'full' | 'quick', Effort>> = {
  full: { sample: 0.02, rounds: 7, longest: 10 },
  quick: { sample: 0.008, rounds: 3, longest: 0.3 },
};

/** Starts sides, remembers why some cannot be, tells their versions. */
class Sides {
  readonly #starts = new Map<SideName, Start>();
  readonly #folder: string;
  readonly versions = new Map<SideName, string>();
  readonly absent = new Map<SideName, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  open(name: SideName, threads: number): Side | string {
    const start = this.#starts.get(name) ?? startOf(name, this.#folder);
    this.#starts.set(name, start);
    if ('command' in start) return new Side(start.command, threads);
    this.#miss(name, start.absent);
    return start.absent;
  }

  /** Every side that starts and greets. */
  async openAll(names: readonly SideName[], threads: number): Promise<Map<SideName, Side>> {
    const open = new Map<SideName, Side>();
    for (const name of names) {
      const side = this.open(name, threads);
      if (typeof side === 'string') continue;
      const { version, none } = await side.ask('hello');
      if (none === undefined) {
        this.versions.set(name, String(version));
        open.set(name, side);
      } else this.#miss(name, none);
    }
    return open;
  }

  #miss(name: SideName, reason: string): void {
    if (!this.absent.has(name)) process.stderr.write(`ABSENT: ${name}: ${reason}\n`);
    this.absent.set(name, reason);
  }
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  else process.stderr.write(`${text}\n`);
}

async function measureFields(
  cases: readonly FieldCase[],
  chosen: readonly Peer[],
  sides: Sides,
  effort: Effort,
  folder: string,
) {
  const measured: Measured[] = [];
  const foresight = new Foresight();
  // NumPy is always there for the long-double sums that errors are taken against.
  const names = [...new Set<SideName>([...chosen.map(({ side }) => side), 'numpy'])];
  for (const threads of [1, 2]) {
    const some = cases.filter((given) => given.threads === threads);
    if (some.length === 0) continue;
    let open = await sides.openAll(names, threads);
    for (const given of some) {
      const { d, n, beta, matrices } = given;
      progress(`d = ${d}, n = ${n}, β = ${beta}, ${matrices}, ${threads === 1 ? 'one thread' : `${threads} threads`}`);
      measured.push({ given, cells: await measureCase(given, chosen, open, foresight, effort, folder) });
      const ended = [...open].filter(([, side]) => side.ended).map(([name]) => name);
      open = new Map([...open, ...(await sides.openAll(ended, threads))]);
    }
    for (const side of open.values()) side.close();
  }
  return measured;
}

function page(sides: Sides, fields: string, simulations: readonly string[], command: string, seconds: number): string {
  const versions = [...sides.versions.values()].map((version) => `- ${version}`);
  const absent = [...sides.absent].map(([name, reason]) => `- **absent: ${name}**: ${reason}`);
  return `# Benchmarks

Made by \`${command}\` in ${Math.round(seconds / 60)} min; do not edit. ${machine()}.

${[...versions, ...absent].join('\n')}

Every number was measured in this run, parkade and its peers in turn (A B A B …), so that the machine's moods strike all alike. On one thread
the time is CPU time, on two it is wall time; medians; *spread* is half the distance of the quartiles, the largest of the row; (k×) is the ratio to
parkade's default path, above 1 where parkade is faster. *error* is the largest |error| of an entry of ẋ over sampled rows and the
row's cases, against sums in long double. *turn by turn* is the ratio of the clock's times within each turn. In adaptive batches of NumPy every run has its own steps. *growth* is the fitted exponent of n. Tokens are uniform, seed 1. All compute
ẋ_k = P_{x_k}((1/Z_k) Σ_{j≤k} e^{β⟨Qx_k,Kx_j⟩} V x_j) of the same tokens. A direct sum costs the same for every β; the exponentials of some libraries do not.

The peers: \`apt-get install python3-numpy libopenblas0-pthread python3-torch python3-numba gcc libc6-dev\`; TensorFlow.js and jax-js come by
\`npm ci --prefix bench/javascript\`, which the command does itself. Of several Pythons the one with the newest library is taken. Their sources are in
\`bench/\`: NumPy *natural* is mask and softmax as written first; *in place* one n×n array and no maximum; *row-blocked* the expert's, with the best
block size of a scan; *with parkade's harmonics* the algorithm of parkade's harmonic path in NumPy's \`cumsum\`, so that algorithm and
implementation can be told apart. *parkade BLAS* is \`backend: blas\` with the system's library; NumPy may bring its own. C is compiled on the spot, its own vector exponential, matrix-product blocks for large d: what direct sums can reach here.

${fields === '' ? '' : `## One causal field\n\n${fields}\n`}
${simulations.length === 0 ? '' : `## Whole simulations\n\n${simulations.join('\n\n')}\n`}`.replace(/\n{3,}/g, '\n\n');
}

function isMeant({ side, label }: Peer, word: string): boolean {
  return side === word || (word.length > 2 && label.toLowerCase().includes(word));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      peers: { type: 'string' },
      to: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(`${help}\n`);
  const filter = values.only ?? '';
  const words = values.peers?.toLowerCase().split(',');
  const chosen = peers.filter((peer) => !words || peer.peer === 'auto' || words.some((word) => isMeant(peer, word)));
  const complete = !values.quick && !values.only && !values.peers;
  const target = values.to ?? join(root, complete ? 'docs' : 'out', 'benchmarks.md');
  const folder = mkdtempSync(join(tmpdir(), 'parkade-bench-'));
  const begun = performance.now();
  try {
    const sides = new Sides(folder);
    const effort = efforts[values.quick ? 'quick' : 'full'];
    const cases = fieldCases().filter(
      (given) => matches(filter, given) && (isQuick(given) || !values.quick || filter !== ''),
    );
    const fields = await measureFields(cases, chosen, sides, effort, folder);
    const simulations: string[] = [];
    for (const simulation of simulationsOf(values.quick).filter(({ id }) => matches(filter, { simulation: id }))) {
      progress(simulation.title);
      const { rows, notes } = await measureSimulation(simulation, (name) => sides.open(name, 1), folder);
      simulations.push(simulationTable(simulation, rows, notes));
    }
    const looks = measuringCases(values.quick).filter(
      (given) =>
        (filter === '' || filter.includes('simulation=')) && matches(filter, { ...given, simulation: 'measure' }),
    );
    const rows = looks.map((given) => {
      progress(`run and measurements, d = ${given.d}, n = ${given.n}`);
      return measureMeasuring(given, folder);
    });
    if (rows.length > 0) simulations.push(measuringTable(rows));
    const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
    const text = page(sides, fieldTables(fields, chosen), simulations, command, (performance.now() - begun) / 1_000);
    progress('');
    process.stdout.write(`${text}\n`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    process.stderr.write(`Written to ${relative(process.cwd(), target)}.\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
