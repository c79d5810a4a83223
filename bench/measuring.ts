/** What looking costs: runs with their usual measurements by the command line, and showing and drawing what was stored. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Summary, summarize } from './statistics.ts';

const main = fileURLToPath(new URL('../../dist/node/main.js', import.meta.url));

export interface MeasuringCase {
  readonly n: number;
  readonly d: number;
  readonly repeats: number;
}

/** @param quick smaller runs, once each */
export function measuringCases(quick: boolean): readonly MeasuringCase[] {
  const all = [
    ...[1e3, 1e4, 1e5, 1e6].map((n) => ({ n, d: 2 })),
    ...[1e3, 1e4, 1e5].map((n) => ({ n, d: 3 })),
    { n: 2_000, d: 64 },
  ];
  const chosen = quick ? all.filter(({ n, d }) => n * d <= 2e5) : all;
  return chosen.map((one) => ({ ...one, repeats: quick ? 1 : one.n >= 1e5 ? 2 : 5 }));
}

export interface MeasuringRow extends MeasuringCase {
  /** Seconds of whole commands: simulate without its measuring, the measuring, the ratio of both to the first; show and draw of the stored run. */
  readonly run: Summary;
  readonly measuring: Summary;
  readonly ratio: Summary;
  readonly show: Summary;
  readonly draw: Summary;
  /** What was left out as too dear. */
  readonly leftOut: readonly string[];
}

/** Seconds of the clock of one command; throws where it failed. */
function command(args: readonly string[], cwd: string): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`parkade ${args.join(' ')}: ${stderr}`);
  return (performance.now() - begun) / 1_000;
}

const USUAL = 7;

interface Record {
  readonly measuringSeconds: number;
  readonly spec: { readonly observe: readonly string[] };
  readonly notes: readonly string[];
}

export function measureMeasuring(given: MeasuringCase, folder: string): MeasuringRow {
  const { n, d, repeats } = given;
  const words = ['--tokens', `${n}`, '--dimension', `${d}`, '--beta', '64', '--until', '1', '--save-at', '1'];
  const times = {
    run: [] as number[],
    measuring: [] as number[],
    ratio: [] as number[],
    show: [] as number[],
    draw: [] as number[],
  };
  let leftOut: readonly string[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const whole = command(['simulate', ...words, '--steps', 'never', '--out', 'run'], folder);
    const record = JSON.parse(readFileSync(join(folder, 'run', 'run.json'), 'utf8')) as Record;
    const alone = whole - record.measuringSeconds;
    times.run.push(alone);
    times.measuring.push(record.measuringSeconds);
    times.ratio.push(whole / alone);
    times.show.push(command(['show', 'run'], folder));
    times.draw.push(command(['draw', 'run', '--figure', 'cosines', '--to', 'cosines.svg', '--force'], folder));
    if (record.spec.observe.length < USUAL) leftOut = record.notes.filter((note) => note.startsWith('Not measured'));
    rmSync(join(folder, 'run'), { recursive: true });
  }
  return {
    ...{
      ...given,
      leftOut,
      run: summarize(times.run),
      measuring: summarize(times.measuring),
      ratio: summarize(times.ratio),
    },
    ...{ show: summarize(times.show), draw: summarize(times.draw) },
  };
}
