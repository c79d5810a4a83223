/** Every record that is written is read back equal, whatever numbers the parameters and the arithmetic led to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ParkadeError } from '../src/core/errors.ts';
import { figureOf } from '../src/figures/index.ts';
import { openJournal } from '../src/node/process/journal.ts';
import { draftFolder } from '../src/node/store/draft.ts';
import { parseRecord } from '../src/node/store/result-folder.ts';
import { fillRunFolder, measurementsFile, readRunFolder } from '../src/node/store/run-folder.ts';
import { run } from '../src/run/run.ts';
import type { RunSpec } from '../src/run/spec.ts';
import { parkade, scratchFolder } from './cli/parkade.ts';
import { SEED } from './support/arbitraries.ts';

const folder = scratchFolder();
let serial = 0;
/** The same for all: drawing takes longer than the runs. */
const figure = figureOf(await run({ beta: 1, until: 1, tokens: 2 }));

/** Runs a specification, keeps it, and compares what is read with what was written; null where the input was refused. */
async function keptAndRead(spec: RunSpec) {
  let result: Awaited<ReturnType<typeof run>>;
  try {
    result = await run(spec);
  } catch (error) {
    if (error instanceof ParkadeError) return null;
    throw error;
  }
  const path = join(folder, `run-${serial++}`);
  const draft = draftFolder(path, null);
  const written = await fillRunFolder(draft, result, 0, figure);
  draft.commit();
  const read = await readRunFolder(path);
  expect(read.manifest).toEqual(written);
  expect(read.sha256).toBe(written.trajectory.sha256);
  expect(read.prepared.spec).toEqual(result.spec);
  expect(read.events).toEqual(result.events && { indexBase: 0, ...result.events });
  const { trajectory, measurements } = result;
  expect(parseRecord(join(path, 'measurements.json'))).toEqual(measurementsFile(trajectory, result.spec, measurements));
  for (const name of ['run.json', 'measurements.json']) {
    expect(readFileSync(join(path, name), 'utf8'), name).not.toMatch(/null(?=,\d|\])|[^"\w-](NaN|-?Infinity)\b/);
  }
  return written;
}

test('a bound that is not finite is read again', async () => {
  const written = await keptAndRead({ initial: [[0.6, 0.8]], value: [1e200, 1.5e308], beta: 1, saveAt: [1e-270] });
  expect(written?.field.errorBound).toBe(Infinity);
});

test('so it is by show, whose JSON has the word', () => {
  const words = ['simulate', '--initial', '[[0.6,0.8]]', '--value', '1e200,1.5e308', '--beta', '1'];
  expect(parkade([...words, '--save-at', '1e-270', '--out', 'r'], folder).code).toBe(1); // no step is short enough, and it says so
  const { code, stdout } = parkade(['show', 'r', '--json'], folder);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).field.errorBound).toBe('Infinity');
});

const extreme = fc.constantFrom(-1e300, -1e155, -1, -1e-300, -0, 0, 1e-300, 1e-155, 1, 1e155, 1e300);
const specs = fc.record(
  {
    tokens: fc.constantFrom(1, 2, 5),
    dimension: fc.constant(2),
    beta: fc.constantFrom(0, 1e-300, 1e-155, 1, 1e4, 1e155, 1e300),
    value: fc.tuple(extreme, extreme),
    query: fc.oneof(fc.constant(1), extreme),
    normalization: fc.constantFrom('softmax', 'count'),
    until: fc.constantFrom(1e-250, 1e-155, 1, 1e155, 1e300),
    maxSteps: fc.constant(30),
    dynamics: fc.constantFrom('attention', 'unnormalized'),
    backend: fc.constantFrom('wasm', 'reference'),
    events: fc.boolean(),
  },
  { requiredKeys: ['beta', 'until', 'maxSteps', 'tokens', 'dimension'] },
) as unknown as fc.Arbitrary<RunSpec>;

test('records of extreme runs are read back equal', async () => {
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(specs, async (spec) => {
      if ((await keptAndRead(spec)) !== null) kept++;
    }),
    { seed: SEED, numRuns: 16 },
  );
  expect(kept).toBeGreaterThan(8);
});

test('values of cells are known again with their infinities', () => {
  const path = join(folder, 'cells.partial.jsonl');
  const value = { bound: Infinity, none: NaN, least: -Infinity, zero: -0, name: 'NaN' };
  const work = { kind: 'some', id: 'work', cell: 1 };
  openJournal(path).add(work, value);
  expect(openJournal(path).known(work)).toStrictEqual(value);
});
