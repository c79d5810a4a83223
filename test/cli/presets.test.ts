/** Named experiments from the command line: the main job, and one more token. The table of 40 runs: goes-on.test.ts. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkade, root, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const golden = JSON.parse(readFileSync(join(root, 'test', 'golden', 'figure-2.json'), 'utf8'));

test('the main job prints its table, says what it shows, and may be repeated', () => {
  const { code, stdout, stderr } = parkade(['start'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/From uniform places, 200 tokens have gathered by t = 150 into \d+ clusters: \d+ % of them/);
  expect(stdout).toContain('out/figure-2/figure.png');
  // Counted from the start of the program, so never less than the run alone.
  const [whole, alone] = [/to here it took ([\d.]+) s/, /evaluations, in ([\d.]+) s[.,]/].map((found) =>
    Number(found.exec(stdout)?.[1]),
  );
  expect(whole).toBeGreaterThan(alone);
  expect(stdout).toMatch(/Next:\n {2}export PATH=.*\n {2}parkade show out\/figure-2/);
  expect(existsSync(join(folder, 'out', 'figure-2', 'figure.svg'))).toBe(true);
  expect(parkade(['start'], folder).code).toBe(0);
  expect(readdirSync(join(folder, 'out'))).toEqual(['figure-2']);
});

test('Figure 2 has the very bits it always had, and its tokens sit around their centers', () => {
  const record = JSON.parse(readFileSync(join(folder, 'out', 'figure-2', 'run.json'), 'utf8'));
  const measured = JSON.parse(readFileSync(join(folder, 'out', 'figure-2', 'measurements.json'), 'utf8'));
  expect(measured.times).toEqual([0, 2, 10, 20, 75, 150]);
  expect({
    sha256: record.trajectory.sha256,
    clusters: measured.clusters.count,
    renyi: measured.centers.renyi,
    strong: measured.centers.strong,
    captured: measured.capture.radii[0].renyiMoving,
  }).toEqual(golden);
});

test('the main job does not touch what a person put into its folder', () => {
  writeFileSync(join(folder, 'out', 'figure-2', 'notes.txt'), 'mine');
  const { code, stderr } = parkade(['start'], folder);
  expect(code).toBe(2);
  expect(stderr).toContain('also holds notes.txt');
  expect(readFileSync(join(folder, 'out', 'figure-2', 'notes.txt'), 'utf8')).toBe('mine');
});

test('one more token goes from one arc of starting points to each cluster', () => {
  const { code, stdout } = parkade(['reproduce', 'next-token-basins'], folder);
  expect(stdout).toMatch(/Of 360 starting points \d are undecided; the others end in 8 of the 8 clusters of t = 150/);
  expect(stdout).toContain('each cluster is reached from one arc, as it must be');
  expect(code).toBe(0);
  expect(existsSync(join(folder, 'out', 'next-token-basins', 'steps.h5'))).toBe(true);
  expect(parkade(['verify', 'out/next-token-basins'], folder).code).toBe(0);
});
