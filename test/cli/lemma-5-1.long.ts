/** The preset of Lemma 5.1 from the command line; test/presets/presets.test.ts has it with fewer runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();

test('lemma-5-1 finds no violation', () => {
  const { code, stdout } = parkade(['reproduce', 'lemma-5-1'], folder);
  expect(stdout).toMatch(/In 24 runs strong centers were watched in \d+ cases.*: 0 moved farther/s);
  expect(code).toBe(0);
  const { runs } = JSON.parse(readFileSync(join(folder, 'out', 'lemma-5-1', 'ensemble.json'), 'utf8'));
  expect(runs).toHaveLength(24);
  expect(runs[0]).not.toHaveProperty('variant');
});
