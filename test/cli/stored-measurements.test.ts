/** Measurements of stored runs are read, not made again; a file that is not the one of the record is told and not believed. */
import { cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readRunFolder } from '../../src/node/store/run-folder.ts';
import { measurementsOf, readMeasurements } from '../../src/node/store/stored-measurements.ts';
import { measure } from '../../src/run/measuring.ts';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const file = join(folder, 'run', 'measurements.json');
let original: string;

beforeAll(() => {
  const words = ['simulate', '--tokens', '12', '--beta', '9', '--until', '2', '--save-at', '0,1,2', '--out', 'run'];
  expect(parkade(words, folder).code).toBe(0);
  original = readFileSync(file, 'utf8');
});

describe('measurements of a stored run', () => {
  test('are the file that was written, and what measuring again gives', async () => {
    const stored = await readRunFolder(join(folder, 'run'));
    const read = readMeasurements(stored);
    const again = measure(stored.trajectory, stored.prepared.spec.observe, stored.prepared.measurement);
    expect(read).toEqual({ times: [0, 1, 2], measurements: again });
    expect(measurementsOf(stored)).toEqual({ measurements: again, remarks: [] });
  });

  test('are measured where they are not in the file: other names, other lengths', async () => {
    const stored = await readRunFolder(join(folder, 'run'));
    const { trajectory, prepared } = stored;
    const lengths = { ...prepared.measurement, threshold: 1 };
    expect(measurementsOf(stored, ['clusters'], lengths).measurements).toEqual(
      measure(trajectory, ['clusters'], lengths),
    );
    const names = ['radii', 'energy'] as const;
    expect(measurementsOf(stored, names).measurements).toEqual(measure(trajectory, names, prepared.measurement));
  });

  test.each([
    ['damaged', () => writeFileSync(file, original.replace(/"order-parameter": \[[^,]+/, '"order-parameter": [0.123'))],
    ['cut off', () => truncateSync(file, 100)],
    ['missing', () => rmSync(file)],
  ])('%s: the table says so and is measured again', (_, damage) => {
    const before = parkade(['show', 'run'], folder).stdout;
    expect(before).not.toContain('measured again');
    damage();
    const { stdout, code } = parkade(['show', 'run'], folder);
    writeFileSync(file, original);
    expect(code).toBe(0);
    expect(stdout).toMatch(/measurements\.json is (missing|not the one of the record): what it .*measured again\./);
    expect(stdout.replace(/^measurements\.json .*\n/m, '')).toBe(before);
  });

  test('of a record from before they were hashed are measured again, as they were then', () => {
    cpSync(join(folder, 'run'), join(folder, 'old'), { recursive: true });
    const path = join(folder, 'old', 'run.json');
    const { measurements: _, ...old } = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify(old));
    expect(parkade(['show', 'old'], folder).stdout).toBe(parkade(['show', 'run'], folder).stdout);
  });
});

test('a large trajectory is neither read nor compared by show, which says so; one that is gone is missed', () => {
  const words = ['--beta', '0', '--integrator', 'euler', '--dt', '1', '--save-at', '0,1', '--steps', 'never'];
  expect(
    parkade(['simulate', '--tokens', '260000', ...words, '--observe', 'order-parameter', '--out', 'large'], folder)
      .code,
  ).toBe(0);
  const path = join(folder, 'large', 'trajectory.h5');
  const size = statSync(path).size;
  writeFileSync(path, 'not read'); // of the same size as before
  truncateSync(path, size);
  const { stdout, code } = parkade(['show', 'large'], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/The trajectory of \d+ MB was not compared with its SHA-256; parkade verify does\./);
  rmSync(path);
  expect(parkade(['show', 'large'], folder).code).toBe(2);
}, 60_000);
