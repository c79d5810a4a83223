/** Runs in the folder of a preset are drawn, exported, shown and verified like runs: made again, and compared with the record. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fillEnsembleFolder } from '../../src/node/store/ensemble-folder.ts';
import { fillExperimentFolder } from '../../src/node/store/experiment-folder.ts';
import { beginResultFolder } from '../../src/node/store/result-folder.ts';
import { type Preset, presetRegistry, specsOf } from '../../src/presets/index.ts';
import { type RunResult, run } from '../../src/run/run.ts';
import { parkadeHere } from './in-process.ts';
import { scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const many = join(folder, 'many');
const values = join(folder, 'values');

beforeAll(async () => {
  const spec = { tokens: 8, beta: 9, seed: 1, until: 2, saveAt: 'lin:0:2:9' };
  const preset: Preset = { ...presetRegistry.collapse, spec, variants: [{ beta: 9 }, { beta: 16 }], runs: 2 };
  const results: RunResult[] = [];
  for (const given of specsOf(preset)) results.push(await run({ ...given, events: true, certify: true }));
  const report = { table: { columns: ['a'], rows: [['1']] }, says: 'It is so.' };
  const draft = beginResultFolder(many, false);
  await fillEnsembleFolder(draft, 'collapse', results, 1, report, preset.draw(results));
  draft.commit();
  const other = beginResultFolder(values, false);
  await fillExperimentFolder(other, 'figure-3', [], [], 1, report, preset.draw(results));
  other.commit();
});

describe('run 3 of four', () => {
  test('is drawn, as any figure, and not over the figure of the preset', async () => {
    const before = readFileSync(join(many, 'figure.svg'));
    const { code, stdout } = await parkadeHere([
      'draw',
      many,
      '--run',
      '3',
      '--figure',
      'merge-tree',
      '--theme',
      'dark',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('Run 3 was made again, identical to the record.');
    expect(readFileSync(join(many, 'run-3.svg'), 'utf8')).toContain('β = 16');
    expect(readFileSync(join(many, 'figure.svg')).equals(before)).toBe(true);
  });

  test('is exported', async () => {
    const { stdout } = await parkadeHere(['export', many, '--run', '3', '--format', 'json', '--to', '-']);
    expect(JSON.parse(stdout).tokens[0]).toHaveLength(8);
    const refused = await parkadeHere(['export', many, '--run', '3', '--format', 'h5']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('should be json, csv or npz for run 3');
  });

  test('is shown', async () => {
    const { code, stdout } = await parkadeHere(['show', many, '--run', '3']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/n = 8 · d = 2 · β = 16.*Run 3 was made again, identical to the record\./s);
  });

  test('is verified, and a changed record is seen', async () => {
    expect(await parkadeHere(['verify', many, '--run', '3'])).toMatchObject({ code: 0 });
    const path = join(many, 'ensemble.json');
    const record = readFileSync(path, 'utf8');
    const { sha256 } = JSON.parse(record).runs[2];
    writeFileSync(path, record.replace(sha256, 'f'.repeat(64)));
    const { code, stdout } = await parkadeHere(['verify', many, '--run', '3']);
    writeFileSync(path, record);
    expect(code).toBe(1);
    expect(stdout).toContain('not the run of the record: its bits differ');
  });
});

test('what is missing, too much or not there is told in one sentence', async () => {
  const cases = [
    [['draw', many], /"--run" should name one of the 4 runs in .*, 1 to 4, but none was named; add --run 1, say\./],
    [['draw', many, '--run', '5'], /1 to 4, but 5 came/],
    [['draw', many, '--run', '0'], /"--run" should be a whole number ≥ 1/],
    [['export', many, '--format', 'csv'], /but none was named/],
    [['draw', values], /"figure-3" keeps only values of its parts \(values.json\); its figure is figure.svg/],
    [['verify', values], /keeps only values of its parts/],
  ] as const;
  for (const [words, says] of cases) {
    const { code, stderr } = await parkadeHere(words);
    expect(code, words.join(' ')).toBe(2);
    expect(stderr).toMatch(says);
  }
  expect(existsSync(join(values, 'run-1.svg'))).toBe(false);
});

test('a preset is made with its figure in dark', async () => {
  const out = join(folder, 'dark');
  const { code } = await parkadeHere(['reproduce', 'figure-2', '--theme', 'dark', '--out', out]);
  expect(code).toBe(0);
  const drawn = join(folder, 'again.svg');
  await parkadeHere(['draw', out, '--theme', 'dark', '--to', drawn, '--title', presetRegistry['figure-2'].title]);
  expect(readFileSync(join(out, 'figure.svg'), 'utf8')).toBe(readFileSync(drawn, 'utf8'));
  expect((await parkadeHere(['reproduce', 'figure-2', '--theme', 'gray', '--out', out])).stderr).toMatch(/"--theme"/);
});
