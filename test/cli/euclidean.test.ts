/** A run in R^d from the command line: kept with its lengths, made again to the bit, measured, drawn. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const path = (...names: string[]) => join(folder, ...names);

test('tokens without normalisation keep the lengths they were given, on disk and in exports', () => {
  writeFileSync(path('x0.json'), '[[3, 4], [0, -0.5], [1, 0]]');
  const words = '--initial x0.json --beta 1 --dynamics unnormalized --picture rescaled --save-at 0,1,5 --out run';
  const outcome = parkade(['simulate', ...words.split(' ')], folder);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  expect(outcome.stdout).toContain('no normalisation, rescaled (causal)');
  expect(outcome.stdout).toContain('largest |x|');
  expect(outcome.stdout).not.toContain('were normalised');

  expect(parkade(['verify', 'run'], folder).stdout).toContain('Identical to the last bit: 3 saved times');
  expect(parkade(['export', 'run', '--format', 'json', '--to', 't.json'], folder).code).toBe(0);
  expect(JSON.parse(readFileSync(path('t.json'), 'utf8')).tokens[0]).toEqual([
    [3, 4],
    [0, -0.5],
    [1, 0],
  ]);
  const { radii } = JSON.parse(parkade(['measure', 'run', '--observe', 'radii', '--json'], folder).stdout);
  expect(radii[0]).toMatchObject({ smallest: 0.5, largest: 5 });
  expect(readFileSync(path('run', 'figure.svg'), 'utf8')).toContain('3 tokens of R² by their directions');
});
