/** Events and long runs on the command line: what is printed, what is kept, what is refused. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const collapse = '--tokens 20 --beta 9 --seed 1 --save-at log:1e-1:1e12:20 --rtol 1e-7';

describe('a run to the collapse', () => {
  const made = parkade(['simulate', ...collapse.split(' '), '--certify', '--out', 'collapse'], folder);
  const record = () => JSON.parse(readFileSync(join(folder, 'collapse', 'run.json'), 'utf8'));
  const events = () => JSON.parse(readFileSync(join(folder, 'collapse', 'events.json'), 'utf8'));

  test('says when steps became implicit, what happened, and what of it is certified', () => {
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/Implicit steps from t = [\d.e+]+ on/);
    expect(made.stdout).toMatch(/Events: \d+ captures .* mergers .*; all tokens at the first one from t = [\d.e+]+ on/);
    expect(made.stdout).toMatch(/Certified: \d+ events have the same members/);
    expect(made.stdout).toMatch(/collapse .* certified/);
    expect(record().statistics.implicitFrom).toBeGreaterThan(0);
  });

  test('keeps every event in the order of time, each with a certificate', () => {
    const { list, certification, initialClusters } = events();
    expect(list.map(({ t }: { t: number }) => t)).toEqual(
      [...list.map(({ t }: { t: number }) => t)].sort((a, b) => a - b),
    );
    for (const { certificate } of list) expect(['certified', 'undecided']).toContain(certificate.verdict);
    expect(certification.certified + certification.undecided).toBe(list.length + certification.missed.length);
    expect(initialClusters.flat().sort((a: number, b: number) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, k) => k),
    );
    expect(list.at(-1).kind).toBe('collapse');
  });

  test('shows them again from the folder, and in JSON', () => {
    const shown = parkade(['show', 'collapse'], folder);
    expect(shown.stdout).toContain('collapse');
    expect(shown.stdout).toMatch(/Certified: \d+ events/);
    const json = JSON.parse(parkade(['show', 'collapse', '--json'], folder).stdout);
    expect(json.events.list).toEqual(events().list);
  });

  test('its table and its figure go through the decades', () => {
    const times = made.stdout
      .split('\n')
      .filter((line) => /^ *[\d.e+]+ {2}/.test(line))
      .map((line) => Number(line.trim().split(/ +/)[0]));
    expect(times.filter((t) => t > 1 && t < 1e9).length).toBeGreaterThan(4);
    expect(readFileSync(join(folder, 'collapse', 'figure.svg'), 'utf8')).toMatch(/10[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}/);
  });

  test('is the same when verified', () => {
    expect(parkade(['verify', 'collapse'], folder)).toMatchObject({ code: 0 });
  });
});

test('a run without --events keeps none', () => {
  parkade(['simulate', '--tokens', '5', '--beta', '1', '--until', '1', '--out', 'plain'], folder);
  expect(existsSync(join(folder, 'plain', 'run.json'))).toBe(true);
  expect(existsSync(join(folder, 'plain', 'events.json'))).toBe(false);
});

test('a token opposite to the only one it sees is named as undecided', () => {
  const words = ['--initial', '[[1,0],[-1,0]]', '--beta', '4', '--until', '1000'];
  expect(parkade(['simulate', ...words], folder).stdout).toMatch(/Undecided: x₂ \(from t = 0\)/);
});

describe('one sentence', () => {
  test.each([
    ['--certify --dt 0.1 --integrator rk4', /"certify" repeats .* no dt, but came with dt 0\.1; give rtol: 1e-8\./],
    ['--certify --rtol 1e-14 --atol 1e-14', /"certify" repeats .* but came with rtol 1e-14/],
    [
      '--integrator esdirk4 --norm pre',
      /"integrator" esdirk4 should come with an equation that it can solve .* came with dynamics block as it is; use auto or dopri5\./,
    ],
    [
      '--integrator esdirk4 --precision single',
      /"integrator" esdirk4 should .* came with another backend or precision; use dopri5\./,
    ],
    ['--integrator auto --dt 0.1', /"dt" fixes the step while the integrator auto chooses it/],
  ])('parkade simulate %s', (typed, sentence) => {
    const words = ['--tokens', '20', '--beta', '4', '--until', '10', ...typed.split(' '), '--out', 'never'];
    const { code, stderr } = parkade(['simulate', ...words], folder);
    expect(stderr.trimEnd()).toMatch(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });

  test('a damaged file of events', () => {
    writeFileSync(join(folder, 'collapse', 'events.json'), '{"list": 3}');
    const { code, stderr } = parkade(['show', 'collapse'], folder);
    expect(stderr).toMatch(
      /events\.json" should hold the events of a run, but is not as parkade writes it; run it again\./,
    );
    expect(code).toBe(2);
  });
});
