/** The command line end to end: files in, a run folder out, shown, exported, verified. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { notesOf } from '../../src/core/parameter.ts';
import { readNpy } from '../../src/formats/npy.ts';
import { readNpz } from '../../src/formats/npz.ts';
import { specParameters } from '../../src/run/keys.ts';
import { run } from '../../src/run/run.ts';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const path = (...names: string[]) => join(folder, ...names);
const json = (...names: string[]) => JSON.parse(readFileSync(path(...names), 'utf8'));

const x0 = [
  [1, 0, 0],
  [0, 3, 0],
  [0.6, 0, 0.8],
  [-0.36, 0.48, 0.8],
];
const q = [
  [1, 0.5, 0],
  [0, 1, -0.25],
  [0.125, 0, 2],
];
writeFileSync(path('x0.json'), JSON.stringify(x0));
writeFileSync(path('q.json'), JSON.stringify(q));
writeFileSync(path('k.csv'), 'a,b,c\n1,0,0\n0,1,1\n0,0,1\n');
writeFileSync(
  path('spec.yaml'),
  'initial: x0.json\nquery: q.json\nkey: k.csv\nvalue: 1,.6,-.3\nbeta: 4\nsaveAt: 1,4,10\nrtol: 1e-12\natol: 1e-14\n',
);

describe('a run from files', () => {
  const flags =
    '--initial x0.json --query q.json --key k.csv --value 1,.6,-.3 --beta 4 --mask causal --normalization softmax';
  const outcome = parkade(
    ['simulate', ...flags.split(' '), '--save-at', '1,4,10', '--rtol', '1e-12', '--atol', '1e-14', '--out', 'out/run2'],
    folder,
  );

  test('ends well and says that a row was normalised', () => {
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toContain('1 of 4 initial rows were not of unit length to 1e-12 and were normalised.');
  });

  test('leaves exactly the promised files, and none with a temporary name', () => {
    expect(readdirSync(path('out', 'run2')).sort()).toEqual([
      'figure.png',
      'figure.svg',
      'measurements.json',
      'run.json',
      'steps.h5',
      'trajectory.h5',
    ]);
    expect(readdirSync(path('out'))).toEqual(['run2']);
  });

  test('exports the exact saved times and the tokens of the library, bit for bit, in every format', async () => {
    const { trajectory } = await run({
      initial: x0,
      query: q,
      key: [
        [1, 0, 0],
        [0, 1, 1],
        [0, 0, 1],
      ],
      value: [1, 0.6, -0.3],
      beta: 4,
      saveAt: [1, 4, 10],
      rtol: 1e-12,
      atol: 1e-14,
    });
    for (const format of ['json', 'csv', 'npz', 'h5']) {
      expect(parkade(['export', 'out/run2', '--format', format, '--to', `t.${format}`], folder).code).toBe(0);
    }
    const exported = json('t.json');
    expect(exported.times).toEqual([1, 4, 10]);
    expect(exported.tokens.flat(2)).toEqual([...trajectory.xs]);
    const lines = readFileSync(path('t.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toBe('time,token,x1,x2,x3');
    expect(lines.slice(1).flatMap((line) => line.split(',').slice(2).map(Number))).toEqual([...trajectory.xs]);
    const npz = readNpz(readFileSync(path('t.npz')), 't.npz', 'tokens');
    expect(npz.shape).toEqual([3, 4, 3]);
    expect([...npz.data]).toEqual([...trajectory.xs]);
  });

  test('a specification file means the same as the flags', () => {
    expect(parkade(['simulate', 'spec.yaml', '--out', 'out/run3'], folder).code).toBe(0);
    expect(json('out', 'run3', 'run.json').trajectory.sha256).toBe(json('out', 'run2', 'run.json').trajectory.sha256);
    expect(json('out', 'run3', 'run.json').spec).toEqual(json('out', 'run2', 'run.json').spec);
  });

  test('its record is a specification too', () => {
    expect(parkade(['simulate', 'out/run2/run.json', '--out', 'out/run4'], folder).code).toBe(0);
    expect(json('out', 'run4', 'run.json').trajectory.sha256).toBe(json('out', 'run2', 'run.json').trajectory.sha256);
  });

  test('is shown with times, clusters, captured, mean kernel, status and cost', () => {
    const { stdout, code } = parkade(['show', 'out/run2'], folder);
    expect(code).toBe(0);
    for (const word of [
      'clusters',
      'captured',
      'mean kernel',
      'Status: completed',
      'field evaluations',
      'Rényi',
      ' s.',
    ]) {
      expect(stdout).toContain(word);
    }
  });

  test('is verified bit by bit', () => {
    const { stdout, code } = parkade(['verify', 'out/run2'], folder);
    expect(stdout).toMatch(/^Identical to the last bit/);
    expect(code).toBe(0);
  });

  test('a record that differs is told apart, with the first difference', () => {
    parkade(['simulate', 'spec.yaml', '--out', 'out/altered'], folder);
    const manifest = json('out', 'altered', 'run.json');
    manifest.spec.initial[0] = [0.8, 0.6, 0];
    writeFileSync(path('out', 'altered', 'run.json'), JSON.stringify(manifest));
    const { stdout, code } = parkade(['verify', 'out/altered'], folder);
    expect(stdout).toMatch(/^Different: at t = 1, token 0 \(from 0\), coordinate 0 is .* in the record and .* now/);
    expect(code).toBe(1);
  });

  test('is not overwritten without --force, and replaced with it', () => {
    const again = ['simulate', 'spec.yaml', '--out', 'out/run3'];
    const before = json('out', 'run3', 'run.json').created;
    expect(parkade(again, folder)).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect(json('out', 'run3', 'run.json').created).toBe(before);
    expect(parkade([...again, '--force'], folder).code).toBe(0);
    expect(json('out', 'run3', 'run.json').created).not.toBe(before);
  });

  test('can be measured again with other lengths, and drawn', () => {
    const measured = parkade(['measure', 'out/run2', '--delta', '0.3', '--radius', '0.05,0.1', '--json'], folder);
    expect(JSON.parse(measured.stdout).capture.radii.map((at: { radius: number }) => at.radius)).toEqual([0.05, 0.1]);
    expect(parkade(['draw', 'out/run2', '--theme', 'dark', '--to', 'dark.png'], folder).code).toBe(0);
    expect([...readFileSync(path('dark.png')).subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe(
      'PNG',
    );
  });
});

test('tokens are read alike from .json, .csv, .npy and .npz, Fortran order included', () => {
  const columnMajor = Float64Array.of(1, 0, 0.6, 0, 1, 0.8);
  const body = new Uint8Array(columnMajor.buffer);
  const header = "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 2), }".padEnd(117);
  const npy = Uint8Array.from([
    ...[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0],
    ...[...header].map((letter) => letter.charCodeAt(0)),
    10,
    ...body,
  ]);
  writeFileSync(path('f.npy'), npy);
  expect([...readNpy(npy, 'f.npy').data]).toEqual([1, 0, 0, 1, 0.6, 0.8]);
  writeFileSync(path('f.json'), '[[1, 0], [0, 1], [0.6, 0.8]]');
  writeFileSync(path('f.csv'), '1;0\n0;1\n0.6;0.8\n');
  parkade(['simulate', '--initial', 'f.json', '--beta', '3', '--save-at', '0', '--until', '1', '--out', 'f'], folder);
  parkade(['export', 'f', '--format', 'npz', '--to', 'raw.npz'], folder);
  const hashes = ['f.npy', 'f.json', 'f.csv'].map((name) => {
    const { stdout } = parkade(
      ['simulate', '--initial', name, '--beta', '3', '--until', '2', '--out', `out/${name}`, '--json'],
      folder,
    );
    return JSON.parse(stdout).trajectory.sha256;
  });
  expect(new Set(hashes).size).toBe(1);
});

test('a numerical failure keeps what was computed, advises, and exits with 1', () => {
  const { code, stdout } = parkade(
    ['simulate', '--beta', '9', '--until', '50', '--tokens', '20', '--max-steps', '10', '--out', 'out/short'],
    folder,
  );
  expect(code).toBe(1);
  expect(stdout).toContain('Raise maxSteps');
  expect(json('out', 'short', 'run.json')).toMatchObject({ status: 'max-steps', statistics: { steps: 10 } });
  expect(parkade(['verify', 'out/short'], folder).code).toBe(0);
});

test('every key of a specification has its flag, and the schema lists it', () => {
  const help = parkade(['simulate', '--help'], folder).stdout;
  const schema = JSON.parse(parkade(['schema'], folder).stdout);
  for (const key of Object.keys(specParameters)) {
    const { placeholder } = notesOf(specParameters[key]); // none where the flag takes no value
    const value = placeholder === undefined ? ' ' : `<${placeholder}>`;
    expect(help).toContain(`--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${value}`);
    expect(schema.properties[key].description).toBeTruthy();
  }
  expect(schema.required).toEqual(['beta']);
  expect(schema.additionalProperties).toBe(false);
});

test('help has examples', () => {
  for (const command of [
    'simulate',
    'show',
    'append',
    'basins',
    'equilibria',
    'measure',
    'draw',
    'export',
    'verify',
    'reproduce',
  ]) {
    expect(parkade([command, '--help'], folder).stdout).toMatch(/Examples?:\n {2}parkade /);
  }
});

test('the presets are listed', () => {
  expect(parkade(['list'], folder).stdout).toMatch(/figure-2 .*\n[\s\S]*capture-table/);
});
