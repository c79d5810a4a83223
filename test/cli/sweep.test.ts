/** parkade sweep as a person uses it: a few flags, a file, going on, what is wrong told in one sentence. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readParquet } from '../../src/formats/index.ts';
import { readSweep } from '../../src/node/store/sweep-store.ts';
import { parkade, parkadeAlone, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const inFolder = (name: string) => join(folder, name);
const rowsOf = (name: string) => [...readSweep(inFolder(name)).table.rows()];
const small = ['--tokens', '5', '--until', '2'];

/** On one thread, unless more are asked for: starting them takes longer than most of these sweeps. */
const sweep = (...words: readonly string[]) =>
  parkade(
    [
      'sweep',
      ...words,
      ...(/^(status|merge)$/.test(words[0]) || words.includes('--threads') ? [] : ['--threads', '1']),
    ],
    folder,
  );
const events = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a sweep from flags', () => {
  test('runs every combination, says how to go on, and the same command does nothing again', () => {
    const words = ['--beta', '4,9', '--seeds', '5', ...small, '--out', 's1'];
    const { code, stdout, stderr } = sweep(...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('10 cells. Should this end early, "parkade sweep s1" goes on.');
    expect(stdout).toContain('10 cells ended, each with a completed run.');
    const rows = rowsOf('s1');
    expect(rows).toHaveLength(10);
    expect(readdirSync(inFolder('s1')).filter((name) => name.startsWith('lock'))).toEqual([]);
    const again = sweep(...words);
    expect(again.stdout).toContain('10 cells, of which 10 have ended');
    expect(rowsOf('s1')).toEqual(rows);
  });

  test('a wider one computes only what is new; a narrower one loses nothing', () => {
    const [begun] = events(sweep('--beta', '4,9,16', '--seeds', '5', ...small, '--out', 's1', '--json').stdout);
    expect(begun).toMatchObject({ event: 'begun', cells: 15, ended: 10, resume: 'parkade sweep s1' });
    sweep('--beta', '16', '--seeds', '2', ...small, '--out', 's1');
    expect(rowsOf('s1')).toHaveLength(2);
    const [back] = events(sweep('--beta', '4,9,16', '--seeds', '5', ...small, '--out', 's1', '--json').stdout);
    expect(back.ended).toBe(15);
  });

  test('two runs of it anywhere are the same to the last byte', () => {
    const words = ['--beta', 'log:1:30:4', '--dimension', '2,3', '--seeds', '3', ...small, '--measure', 'all'];
    expect(sweep(...words, '--threads', '1', '--out', 'one').code).toBe(0);
    expect(sweep(...words, '--threads', '2', '--out', 'two').code).toBe(0);
    expect(JSON.stringify(rowsOf('one'))).toBe(JSON.stringify(rowsOf('two')));
    expect(rowsOf('one')).toHaveLength(24);
    expect(readdirSync(inFolder('one')).sort()).toEqual([
      ...['cells.parquet', 'figure.png', 'figure.svg', 'rows.jsonl', 'seconds.csv', 'sweep.json'],
    ]);
    expect(readFileSync(inFolder('one/cells.parquet')).equals(readFileSync(inFolder('two/cells.parquet')))).toBe(true);
  });

  test('what it leaves holds every cell, the last one too', async () => {
    const { length } = await readParquet(readFileSync(inFolder('one/cells.parquet')), 'cells.parquet');
    expect(length).toBe(24);
    expect(readFileSync(inFolder('one/seconds.csv'), 'utf8').trim().split('\n')).toHaveLength(25);
  });

  test('events for programs, a line each', () => {
    const told = events(sweep('--beta', '4', '--seeds', '2', ...small, '--out', 'told', '--json').stdout);
    expect(told.map(({ event }) => event).filter((event) => event !== 'progress')).toEqual(['begun', 'ended']);
    expect(told.at(-1)).toEqual({
      event: 'ended',
      folder: 'told',
      cells: 2,
      ended: 2,
      failed: 0,
      files: ['cells.parquet', 'seconds.csv'],
    });
  });
});

describe('a sweep from a file', () => {
  test('whose names of files are relative to it, with flags that win', () => {
    mkdirSync(inFolder('files'));
    writeFileSync(inFolder('files/run.yaml'), 'tokens: 4\nuntil: 1\nbeta: 3\n');
    writeFileSync(inFolder('files/turn.json'), '[[0, -1], [1, 0]]');
    writeFileSync(
      inFolder('files/sweep.yaml'),
      'base: run.yaml\naxes:\n  beta: [4, 9]\n  value: {identity: identity, turn: turn.json}\nseeds: 2\nmeasure: [clusters]\n',
    );
    expect(sweep('files/sweep.yaml', '--out', 'f1').code).toBe(0);
    const rows = rowsOf('f1');
    expect(rows).toHaveLength(8);
    expect(new Set(rows.map((row) => row[2]))).toEqual(new Set(['identity', 'turn']));
    expect(sweep('files/sweep.yaml', '--beta', '16', '--seeds', '1', '--out', 'f2').code).toBe(0);
    expect(
      rowsOf('f2')
        .map((row) => row[1])
        .sort(),
    ).toEqual(['identity', 'turn']); // β is no axis any more
  });

  test('that is called status is given as ./status', () => {
    writeFileSync(inFolder('status'), '{"base": {"tokens": 3, "beta": 1, "until": 1}}');
    expect(sweep('./status', '--out', 'f3').code).toBe(0);
    expect(rowsOf('f3')).toHaveLength(1);
  });
});

describe('cells that make no run', () => {
  test('are told in the table, and the others go on; --only-failed asks again', () => {
    const { code, stdout } = sweep('--beta', '4,-1', '--seeds', '2', ...small, '--out', 'some');
    expect(code).toBe(1);
    expect(stdout).toContain('4 cells ended, 2 of them without a completed run: the table says why.');
    const failed = rowsOf('some').filter((row) => row.includes('refused'));
    expect(failed).toHaveLength(2);
    for (const row of failed) expect(row.at(-1)).toContain('"beta" should be a finite number');
    const again = sweep('some', '--only-failed');
    expect(again.stdout).toContain('4 cells, of which 4 have ended');
    expect(rowsOf('some')).toHaveLength(4);
  });
});

test('tokens are kept where asked, and are those of the run', async () => {
  expect(sweep('--beta', '4', '--seeds', '2', ...small, '--trajectory', 'always', '--out', 'kept').code).toBe(0);
  const names = readdirSync(inFolder('kept/trajectories'));
  expect(names.sort()).toEqual(rowsOf('kept').map(([hash]) => `${hash}.h5`));
  expect(parkade(['measure', `kept/trajectories/${names[0]}`, '--json'], folder).code).toBe(0);
});

test('a dry run counts, times a sample, and writes nothing', () => {
  const before = readdirSync(folder);
  const { code, stdout } = sweep('--beta', '4,9', '--seeds', '500', ...small, '--dry-run');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^1000 cells: beta 2 × seed 500\.\n24 cells spread over them took /);
  expect(stdout).toMatch(/All of them would take about .* of memory and .* of disk\./);
  expect(readdirSync(folder)).toEqual(before);
  expect(JSON.parse(sweep('--beta', '4,-1', '--seeds', '9', ...small, '--dry-run', '--json').stdout)).toMatchObject({
    cells: 18,
    refused: [expect.stringContaining('"beta" should be')],
  });
});

test('status says how far it is', () => {
  const { stdout } = parkade(['sweep', 'status', 'some'], folder);
  expect(stdout).toBe(
    '4 of 4 cells have ended, 2 of them without a completed run.\nNobody works on it.\n"parkade sweep some --only-failed" computes those without a run again.\n',
  );
  expect(JSON.parse(parkade(['sweep', 'status', 's1', '--json'], folder).stdout)).toEqual({
    ...{ folder: 's1', cells: 15, ended: 15, failed: 0, holder: null, sameCode: true, resume: null },
  });
});

describe('tables', () => {
  test('means over the seeds in the terminal, and as JSON', () => {
    const { stdout } = parkade(['sweep', 'table', 's1'], folder);
    expect(stdout).toMatch(/^beta +runs +clusters +largest/);
    expect(stdout).toContain('Means over 15 cells, with standard errors.');
    const { columns, rows } = JSON.parse(parkade(['sweep', 'table', 's1', '--json'], folder).stdout);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toHaveLength(columns.length);
  });

  test('cells by their hashes in a file, and on standard output', () => {
    expect(parkade(['sweep', 'table', 's1', '--to', 'cells.csv'], folder).stdout).toBe('15 rows in cells.csv.\n');
    const { stdout } = parkadeAlone(['sweep', 'table', 's1', '--format', 'csv', '--to', '-'], folder);
    expect(stdout).toBe(readFileSync(inFolder('cells.csv'), 'utf8'));
    const hashes = stdout
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(',')[0].replaceAll('"', ''));
    expect(hashes).toEqual([...hashes].sort());
    expect(hashes).toHaveLength(15);
  });

  test('arrays over the axes', () => {
    const { stdout } = parkade(['sweep', 'export', 's1', '--to', 'cells.h5'], folder);
    expect(stdout).toContain('beta 3 × seed 5 in cells.h5.');
    expect(stdout).toContain('xr.open_dataset("cells.h5"');
  });

  test('not over what the sweep stands on, and not without a format', () => {
    const refused = (words: readonly string[], sentence: string) => {
      const { code, stderr } = parkade(['sweep', ...words], folder);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
    };
    refused(['table', 's1', '--to', 's1/rows.jsonl'], 'part of the record of a run or a sweep');
    refused(['table', 's1', '--to', 'cells.txt'], '"cells.txt" should end in one of csv, jsonl, parquet');
    refused(['table', 's1', '--format', 'csv'], '"--to" should name the file to write');
    refused(['export', 's1', '--to', 'cells.txt'], '"--to" should end in .h5, .hdf5 or .nc');
  });
});

test('two folders are merged: cells that both have come once', () => {
  const words = ['--seeds', '3', ...small, '--measure', 'clusters'];
  sweep('--beta', '4,9', ...words, '--out', 'm1');
  sweep('--beta', '9,16', ...words, '--out', 'm2');
  sweep('--beta', '4,9,16,25', ...words, '--out', 'm3', '--dry-run');
  writeFileSync(
    inFolder('all.json'),
    JSON.stringify({ base: { tokens: 5, until: 2 }, axes: { beta: [4, 9, 16] }, seeds: 3, measure: ['clusters'] }),
  );
  // A sweep of all of them whose only cell of its own is missing.
  sweep('all.json', '--seeds', '1', '--out', 'm3');
  sweep('all.json', '--out', 'whole');
  const record = JSON.parse(readFileSync(inFolder('whole/sweep.json'), 'utf8'));
  writeFileSync(inFolder('m3/sweep.json'), JSON.stringify(record));
  const { stdout } = parkade(['sweep', 'merge', 'm3', 'm1', 'm2'], folder);
  expect(stdout).toContain('6 cells came from 2 folders; 0 of 9 are lacking still.');
  expect(rowsOf('m3')).toEqual(rowsOf('whole'));
});

test('of a cell that was lost once and computed later the run is merged', () => {
  const words = ['--beta', '4,9', '--seeds', '2', ...small, '--measure', 'clusters'];
  sweep(...words, '--out', 'again');
  const path = inFolder('again/rows.jsonl');
  const [head, first, ...rest] = readFileSync(path, 'utf8').split('\n');
  const lost = first.replace(
    /\{.*\}/,
    '{"status":"lost","steps":0,"evaluations":0,"undecided":0,"values":[],"error":"why"}',
  );
  expect(lost).not.toBe(first);
  writeFileSync(path, [head, lost, first, ...rest].join('\n'));
  sweep('--beta', '16', '--seeds', '1', ...small, '--measure', 'clusters', '--out', 'merged');
  writeFileSync(inFolder('merged/sweep.json'), readFileSync(inFolder('again/sweep.json')));
  expect(parkade(['sweep', 'merge', 'merged', 'again'], folder).stdout).toContain('4 cells came from 1 folder; 0 of 4');
  expect(readSweep(inFolder('merged')).counts).toEqual({ ended: 4, failed: 0 });
});

describe('wrong input: one sentence, exit code 2, nothing written', () => {
  test.each([
    [['--beta', '4,9', ...small], '"--out" should name the folder of the sweep, but is missing'],
    [['--beta', '4,9', '--seeds', '0', ...small, '--out', 'w'], '"--seeds" should be a whole number ≥ 1'],
    [['--beta', '-1', ...small, '--out', 'w'], '"beta" should be a finite number'],
    [['--beta', 'log:9:4:3', ...small, '--out', 'w'], '"beta" should be a grid lin:FROM:TO:COUNT'],
    [['nothing.yaml', '--out', 'w'], '"nothing.yaml" should be a file that can be read'],
    [['files', '--out', 'w'], '"files" should be a file of a sweep or the folder of one'],
    [['--beta', '4', ...small, '--measure', 'cluster', '--out', 'w'], 'did you mean "clusters"?'],
    [['--beta', '4', ...small, '--out', 'files'], '"files" should be a new folder, or that of a sweep'],
    [
      ['--beta', '4,9', '--initial', '0,1,2,3,4', '--seeds', '3', ...small, '--out', 'w'],
      '"seeds" should change the runs',
    ],
    [['status'], "Missing required argument 'folder'"],
    [['status', 'files'], '"files" should be the folder of a sweep, but has no sweep.json'],
    [['merge', 's1', 'files'], '"files" should be the folder of a sweep'],
  ])('%j', (words, sentence) => {
    const { code, stdout, stderr } = sweep(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(inFolder('w'))).toBe(false);
  });
});
