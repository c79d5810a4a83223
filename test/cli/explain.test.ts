/** parkade explain: sentences, a table of predictions, JSON; files; wrong input in one sentence. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parkade, root, scratchFolder } from './parkade.ts';

const folder = scratchFolder();

beforeAll(() => {
  const words = ['simulate', '--tokens', '60', '--beta', '64', '--until', '20', '--save-at', '0,1,20', '--out', 'run'];
  expect(parkade(words, folder).code).toBe(0);
});

test('a run is explained: sentences with their sources, a description, a table', () => {
  const { code, stdout, stderr } = parkade(['explain', 'run'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^At t = 20, \d+ of 60 tokens lie within 0\.125 rad of one of \d+ Rényi centers .*\[measured; arXiv:2411\.04990/,
  );
  expect(stdout).toContain('x₁ has not moved: under the causal mask the first token sees only itself');
  expect(stdout).toMatch(/what +predicted +measured +verdict +source +hypotheses that fail/);
  expect(stdout).toMatch(/path of the first token +0 rad +0 rad +agrees/);
  expect(stdout).toMatch(/clusters formed first +– +– +no claim +arXiv:2410\.23228 +every token sees all tokens/);
});

test('at another time: the nearest saved one, which is told', () => {
  const { stdout } = parkade(['explain', 'run', '--time', '0.7'], folder);
  expect(stdout).toMatch(/^At t = 1, /);
  expect(stdout).toContain('The saved time nearest to 0.7 is t = 1.');
  expect(parkade(['explain', 'run', '--time', '1'], folder).stdout).not.toContain('nearest to');
});

test('--json has everything as one document', () => {
  const { stdout } = parkade(['explain', 'run', '--json'], folder);
  const { time, says, description, sentences, predictions } = JSON.parse(stdout);
  expect(time).toBe(20);
  expect(says).toMatch(/^At t = 20, 60 tokens form/);
  expect(description.length).toBeLessThanOrEqual(400);
  expect(sentences.length).toBeGreaterThanOrEqual(3);
  expect(predictions.find(({ id }: { id: string }) => id === 'first-token').comparison.verdict).toBe('agrees');
});

test('tokens recorded elsewhere are explained without predictions', () => {
  const { code, stdout } = parkade(['explain', join(root, 'examples', 'layers.npy'), '--beta', '4'], folder);
  expect(code).toBe(0);
  expect(stdout).toContain('These tokens were recorded elsewhere');
  expect(stdout).not.toContain('verdict');
});

describe('wrong input is one sentence, exit code 2', () => {
  test.each([
    [['nowhere'], /should be the folder of a run/],
    [['run', '--time', 'soon'], /"--time" should be a finite number, but came as "soon"/],
    [['run', '--beta', '4'], /which has β = 64 of its own/],
    [['run', '--run', '2'], /"--run" should come with the folder of a preset of several runs/],
    [[join(root, 'examples', 'layers.npy'), '--run', '2'], /"--run" should come with the folder of a preset/],
    [[join(root, 'examples', 'layers.npy'), '--beta', 'warm'], /"beta" should be a finite number/],
  ])('%j', (words, sentence) => {
    const { code, stdout, stderr } = parkade(['explain', ...words], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
