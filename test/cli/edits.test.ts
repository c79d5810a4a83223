/** Edits on the command line: made, shown, verified, drawn, exported, measured, continued; and refused. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const edits = [
  { t: 0, kind: 'move', token: 0, x: [0, 1] },
  { t: 1, kind: 'freeze', token: 3 },
  { t: 1, kind: 'add', x: 2 },
  { t: 2, kind: 'remove' },
  { t: 2, kind: 'remove' },
  { t: 2.5, kind: 'add', x: [3, 4] },
];
writeFileSync(join(folder, 'edits.json'), JSON.stringify(edits));
writeFileSync(join(folder, 'edits.yaml'), '- {t: 1, kind: freeze, token: 3}\n- t: 2\n  kind: add\n  x: [1, 0]\n');
writeFileSync(
  join(folder, 'spec.yaml'),
  `beta: 4\ntokens: 8\nuntil: 4\nsaveAt: [0, 1, 1.5, 2, 2.25, 3, 4]\nevents: true\nedits: edits.json\n`,
);
const made = parkade(['simulate', 'spec.yaml', '--out', 'run'], folder);
const record = (run: string) => JSON.parse(readFileSync(join(folder, run, 'run.json'), 'utf8'));

test('a specification holds them, a file or the line, and the record has them as they were given', () => {
  expect(made.stderr).toBe('');
  expect(made.code).toBe(0);
  expect(made.stdout).toMatch(/n = 8 .* 6 edits/);
  expect(made.stdout).toMatch(/t +tokens +clusters/);
  expect(made.stdout).toContain('1 of 6 edits gave rows that were not of unit length to 1e-12 and were normalised.');
  expect(made.stdout).toContain('Tokens were edited 5 times on the way');
  expect(made.stdout).toContain('edit');
  expect(record('run').spec.edits).toEqual(edits);
  expect(record('run').steps).toBeUndefined();
  const line = ['--beta', '4', '--tokens', '8', '--until', '4', '--save-at', '0,1,1.5,2,2.25,3,4'];
  expect(parkade(['simulate', ...line, '--edits', JSON.stringify(edits), '--out', 'line'], folder).code).toBe(0);
  expect(record('line').trajectory.sha256).toBe(record('run').trajectory.sha256);
  expect(parkade(['simulate', ...line.slice(0, -2), '--edits', 'edits.yaml', '--out', 'yaml'], folder).code).toBe(0);
  expect(record('yaml').spec.edits).toHaveLength(2);
});

test('the run is shown, verified, measured, drawn and made again from its record', () => {
  expect(parkade(['verify', 'run'], folder).stdout).toMatch(/^Identical to the last bit/);
  expect(parkade(['show', 'run'], folder).stdout).toMatch(/ 6 edits/);
  const measured = JSON.parse(parkade(['measure', 'run', '--observe', 'clusters', '--json'], folder).stdout);
  expect(JSON.stringify(measured)).toContain('"sizes"');
  for (const figure of ['circle', 'space-time', 'curves', 'cosines']) {
    expect(parkade(['draw', 'run', '--figure', figure, '--to', `${figure}.svg`], folder)).toMatchObject({ code: 0 });
  }
  expect(parkade(['draw', 'run', '--figure', 'merge-tree', '--to', 'tree.svg'], folder)).toMatchObject({ code: 2 });
  expect(existsSync(join(folder, 'tree.svg'))).toBe(false);
  expect(parkade(['draw', 'yaml', '--to', 'run.html'], folder)).toMatchObject({ code: 0 });
  expect(parkade(['simulate', 'run/run.json', '--out', 'again'], folder).code).toBe(0);
  expect(record('again').trajectory.sha256).toBe(record('run').trajectory.sha256);
});

test('exports of each kind are read again, and measured alike', () => {
  const measurements = (of: string) => {
    const { stdout, stderr } = parkade(
      ['measure', of, '--beta', '4', '--observe', 'clusters,energy,order-parameter', '--json'],
      folder,
    );
    expect(stderr).toBe('');
    const { clusters, energy, 'order-parameter': order } = JSON.parse(stdout).measurements ?? JSON.parse(stdout);
    return { sizes: clusters.sizes, energy, order };
  };
  expect(parkade(['export', 'run', '--format', 'npz', '--to', 'run.npz'], folder).code).toBe(0);
  expect(parkade(['export', 'run', '--format', 'csv', '--to', 'run.csv'], folder).code).toBe(0);
  const own = JSON.parse(readFileSync(join(folder, 'run', 'measurements.json'), 'utf8'));
  const expected = { sizes: own.clusters.sizes, energy: own.energy, order: own['order-parameter'] };
  expect(expected.sizes.map((sizes: number[]) => sizes.reduce((a, b) => a + b))).toEqual([8, 9, 9, 7, 7, 8, 8]);
  expect(measurements('run.npz')).toEqual(expected);
  expect(measurements('run/trajectory.h5')).toEqual(expected);
  expect(readFileSync(join(folder, 'run.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 8 + 9 + 9 + 7 + 7 + 8 + 8);
});

test('a stopped run is continued, and may be edited later than it has come', () => {
  const line = [
    '--beta',
    '4',
    '--tokens',
    '8',
    '--until',
    '4',
    '--save-at',
    '0,1,2,3,4',
    '--integrator',
    'rk4',
    '--dt',
    '0.1',
  ];
  const given = ['--edits', 'edits.json'];
  expect(parkade(['simulate', ...line, ...given, '--out', 'whole'], folder).code).toBe(0);
  for (const steps of ['7', '20', '22']) {
    parkade(['simulate', ...line, ...given, '--max-steps', steps, '--force', '--out', 'stopped'], folder);
    expect(record('stopped').status).toBe('max-steps');
    const resumed = parkade(['resume', 'stopped', '--force', '--out', 'resumed'], folder);
    expect(resumed).toMatchObject({ code: 0, stderr: '' });
    expect(record('resumed').trajectory.sha256).toBe(record('whole').trajectory.sha256);
    expect(parkade(['verify', 'resumed'], folder).stdout).toMatch(/^Identical to the last bit/);
  }
  const more = JSON.stringify([...edits, { t: 5, kind: 'add', x: 1 }]);
  const longer = parkade(['resume', 'whole', '--until', '6', '--edits', more, '--out', 'longer'], folder);
  expect(longer).toMatchObject({ code: 0, stderr: '' });
  expect(record('longer').spec.edits).toHaveLength(7);
  expect(parkade(['verify', 'longer'], folder).stdout).toMatch(/^Identical to the last bit/);
  const { code, stderr } = parkade(
    ['resume', 'whole', '--until', '6', '--edits', '[{"t":1,"kind":"remove"}]', '--out', 'no'],
    folder,
  );
  expect([code, existsSync(join(folder, 'no'))]).toEqual([2, false]);
  expect(stderr).toContain('"edits" should be those of the run up to t = 4');
});

test('what is wrong is refused in a sentence, and nothing is written', () => {
  const line = ['simulate', '--beta', '4', '--initial', '0,1,2', '--until', '4', '--out', 'never'];
  writeFileSync(join(folder, 'broken.json'), '[{');
  for (const [given, words] of [
    ['[{"t":1,"kind":"jump"}]', 'edits[0].kind came as "jump"'],
    ['[{"t":1,"kind":"move","token":9,"x":0}]', '"edits[0]" should name a token from 0 to 2'],
    ['none.json', 'there is no such file'],
    ['broken.json', 'should hold "edits" in YAML or JSON'],
    ['5', 'but came as 5'],
  ]) {
    const { code, stderr } = parkade([...line, '--edits', given], folder);
    expect(stderr).toContain(words);
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  }
  const steps = parkade([...line, '--edits', '[{"t":1,"kind":"remove"}]', '--steps', 'always'], folder);
  expect(steps).toMatchObject({ code: 2 });
  for (const command of [
    ['append', 'run', '--initial', '1'],
    ['basins', 'run'],
  ]) {
    const { code, stderr } = parkade(command, folder);
    expect(stderr).toContain('its tokens are edited on the way');
    expect(code).toBe(2);
  }
});
