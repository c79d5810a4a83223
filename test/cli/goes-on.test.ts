/** A preset of many runs that is stopped, by Ctrl-C or by force, goes on where it was, and comes on two threads to what it is on one. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { main, parkade, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const kept = join(folder, 'stopped.partial.jsonl');

/** Whole lines of the journal after its head. */
function linesKept(): string[] {
  return existsSync(kept) ? readFileSync(kept, 'utf8').split('\n').slice(1, -1) : [];
}

const runsKept = () => linesKept().length;

/** Starts the preset and stops it once some more runs are kept. */
async function stoppedBy(signal: NodeJS.Signals): Promise<{ code: number | null; stdout: string }> {
  const before = runsKept();
  const child = spawn(process.execPath, [main, 'reproduce', 'capture-table', '--out', 'stopped', '--threads', '2'], {
    cwd: folder,
  });
  let stdout = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  while (runsKept() <= before && child.exitCode === null) await wait(5);
  child.kill(signal);
  return { code: await ended, stdout };
}

/** Without what differs from one making to the next. */
function recordOf(name: string): object {
  const { created: _, seconds: __, ...record } = JSON.parse(readFileSync(join(folder, name, 'ensemble.json'), 'utf8'));
  return record;
}

test('40 runs agree with the reference table within 4 standard errors of the difference, and are shown', {
  timeout: 300_000,
}, () => {
  expect(parkade(['reproduce', 'capture-table', '--out', 'whole', '--threads', '1'], folder)).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(
      /the largest of 39 deviations is [\d.]+ standard errors of the difference, 4 are allowed\./,
    ),
  });
  const { runs, report } = JSON.parse(readFileSync(join(folder, 'whole', 'ensemble.json'), 'utf8'));
  expect(runs).toHaveLength(40);
  expect(new Set(runs.map((run: { sha256: string }) => run.sha256)).size).toBe(40);
  expect(report.asPredicted).toBe(true);
  expect(parkade(['show', 'whole'], folder).stdout).toContain(report.says);
});

test('capture-table, killed and interrupted on its way', { timeout: 300_000 }, async () => {
  expect((await stoppedBy('SIGKILL')).code).toBe(null);
  const afterKill = runsKept();
  const first = linesKept();
  expect(afterKill).toBeGreaterThan(0);
  expect(existsSync(join(folder, 'stopped'))).toBe(false);

  const { code, stdout } = await stoppedBy('SIGINT');
  const afterInterrupt = runsKept();
  expect(code).toBe(130);
  expect(stdout.trim()).toBe(
    `Stopped after ${afterInterrupt} of 40 runs; stopped was not made. What is done is kept in stopped.partial.jsonl: the same command continues from there.`,
  );
  expect(afterInterrupt).toBeGreaterThan(afterKill);
  expect(afterInterrupt).toBeLessThan(40);
  // What was there stays, nothing is computed twice, and nothing else lies about.
  const lines = linesKept();
  expect(lines.slice(0, first.length)).toEqual(first);
  const indices = lines.map((line) => JSON.parse(line)[0]);
  expect(new Set(indices).size).toBe(indices.length);
  expect(readdirSync(folder).sort()).toEqual(['stopped.partial.jsonl', 'whole']);

  expect(parkade(['reproduce', 'capture-table', '--out', 'stopped', '--threads', '2'], folder)).toMatchObject({
    code: 0,
    stderr: '',
  });
  expect(recordOf('stopped')).toEqual(recordOf('whole'));
  for (const name of ['figure.svg', 'figure.png']) {
    expect(readFileSync(join(folder, 'stopped', name)).equals(readFileSync(join(folder, 'whole', name)))).toBe(true);
  }
  expect(readdirSync(folder).filter((name) => name.includes('partial') || name.startsWith('.'))).toEqual([]);
});
