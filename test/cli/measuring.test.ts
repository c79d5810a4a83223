/** Measuring on several threads from the command line, and what it says of itself. */
import { expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();

test('measurements are the same with one thread and with three', { timeout: 120_000 }, () => {
  const words = ['simulate', '--tokens', '3000', '--dimension', '3', '--beta', '64', '--save-at', '0,1e-4,2e-4,3e-4'];
  const [one, three] = ['1', '3'].map((threads) => {
    const { stdout, code } = parkade(
      [...words, '--observe', 'energy,cosine,clusters,capture', '--threads', threads, '--json'],
      folder,
    );
    expect(code).toBe(0);
    return JSON.parse(stdout).measurements;
  });
  expect(three).toEqual(one);
  expect(Object.keys(three)).toEqual(expect.arrayContaining(['energy', 'cosine', 'clusters', 'capture']));
  expect(three.cosine.sample.pairs).toBeGreaterThan(1e6);
});

test('the last line says what measuring took, when it is made and when it is shown', { timeout: 60_000 }, () => {
  const words = ['simulate', '--tokens', '20', '--beta', '9', '--until', '1', '--out', 'run'];
  const says = /Status: completed after .*, in \d+\.\d\d s, of which measuring took \d+\.\d\d s\./;
  expect(parkade(words, folder).stdout).toMatch(says);
  expect(parkade(['show', 'run'], folder).stdout).toMatch(says);
});
