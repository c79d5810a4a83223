/** Five thousand runs of figure-3 stopped by Ctrl-C go on where they were. The quick suite asks the same, and more, of capture-table: goes-on.test.ts. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { main, scratchFolder } from './parkade.ts';

const PARTS = 500;
const folder = scratchFolder();
const journal = join(folder, 'out', 'figure-3.partial.jsonl');

/** Whole lines of the journal after its head. */
function journaled(): string[] {
  if (!existsSync(journal)) return [];
  return readFileSync(journal, 'utf8').split('\n').slice(1, -1);
}

/** Starts, waits for `more` parts to be journaled, and stops. */
async function stopped(more: number): Promise<{ code: number | null; said: string }> {
  const wanted = journaled().length + more;
  const child = spawn(process.execPath, [main, 'reproduce', 'figure-3'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let over = false;
  void ended.then(() => (over = true));
  while (!over && journaled().length < wanted) await wait(20);
  child.kill('SIGINT');
  return { code: await ended, said };
}

test('Ctrl-C keeps the parts that had ended, and a second start goes on from them', async () => {
  const before = await stopped(1);
  const kept = journaled();
  expect(before.code).toBe(130);
  expect(before.said).toMatch(
    new RegExp(
      `^Stopped after ${kept.length} of ${PARTS} parts; out/figure-3 was not made. What is done is kept in out/figure-3.partial.jsonl: the same command continues from there.`,
    ),
  );
  expect(readdirSync(join(folder, 'out'))).toEqual(['figure-3.partial.jsonl']);

  const after = await stopped(1);
  const all = journaled();
  expect(after.code).toBe(130);
  expect(after.said).toContain(`Stopped after ${all.length} of ${PARTS} parts`);
  expect(all.slice(0, kept.length)).toEqual(kept);
  expect(all.length).toBeGreaterThan(kept.length);
  const indices = all.map((line) => JSON.parse(line)[0]);
  expect(new Set(indices).size).toBe(indices.length); // nothing is computed twice
});
