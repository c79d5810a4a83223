/** The merge tree from the command line: in the record, as a figure, and the preset that watches strong centers. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillEnsembleFolder } from '../../src/node/store/ensemble-folder.ts';
import { beginResultFolder } from '../../src/node/store/result-folder.ts';
import { type RunPreset as Preset, runPresetRegistry as presetRegistry, specsOf } from '../../src/presets/index.ts';
import { type RunResult, run } from '../../src/run/run.ts';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const small = ['simulate', '--tokens', '12', '--beta', '9', '--save-at', '1,1e9', '--rtol', '1e-6', '--atol', '1e-8'];

test('a run with events keeps its tree and survivals, in the folder and as JSON', () => {
  const { code, stdout } = parkade([...small, '--events', '--out', 'run', '--json'], folder);
  expect(code).toBe(0);
  const { events } = JSON.parse(stdout);
  const stored = JSON.parse(readFileSync(join(folder, 'run', 'events.json'), 'utf8'));
  expect(stored).toEqual({ indexBase: 0, ...events });
  expect(stored.tree.at(-1)).toMatchObject({ first: 0, end: 'alive', ended: null });
  expect(stored.tree.at(-1).tokens).toHaveLength(12);
  expect(stored.survival.length).toBeGreaterThan(0);
  expect(parkade(['show', 'run'], folder).stdout).toMatch(
    /Lemma 5\.1 says how far a strong center may move until its time T_j\. Of \d+ cases/,
  );
});

test('the figure is drawn from the stored events', () => {
  const { code, stdout } = parkade(
    ['draw', 'run', '--figure', 'merge-tree', '--theme', 'dark', '--to', 'tree.png'],
    folder,
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'tree.png: Clusters over time: the merge tree.\n' });
  expect(existsSync(join(folder, 'tree.png'))).toBe(true);
});

test('a run without events is refused with one sentence', () => {
  parkade([...small, '--out', 'bare'], folder);
  const { code, stderr } = parkade(['draw', 'bare', '--figure', 'merge-tree'], folder);
  expect(code).toBe(2);
  expect(stderr.trim()).toMatch(
    /should come with a run that has events, but this one was made without; make it again with "parkade simulate bare\/run.json --events --out FOLDER"\.$/,
  );
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('the list names the presets', () => {
  const { stdout } = parkade(['list'], folder);
  for (const id of ['collapse', 'merge-tree', 'lemma-5-1']) expect(stdout).toContain(id);
});

test('an ensemble of variants keeps what each run needs to be made again', async () => {
  const spec = { tokens: 8, beta: 9, seed: 1, until: 2 };
  const variants = [{ beta: 9 }, { beta: 16, until: 3 }];
  const preset: Preset = { ...presetRegistry.collapse, spec, variants, runs: 2 };
  const results: RunResult[] = [];
  for (const given of specsOf(preset)) results.push(await run({ ...given, events: true, certify: true }));
  const draft = beginResultFolder(join(folder, 'varied'), false);
  await fillEnsembleFolder(draft, 'collapse', results, 1, preset.report(results), preset.draw(results));
  draft.commit();
  const { runs } = JSON.parse(readFileSync(join(folder, 'varied', 'ensemble.json'), 'utf8'));
  expect(runs.map(({ variant }: { variant?: { beta: number } }) => variant?.beta)).toEqual([
    undefined,
    undefined,
    16,
    16,
  ]);
  const { code, stdout } = parkade(['verify', 'varied'], folder);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Identical to the last bit: 4 runs.\n' });
});
