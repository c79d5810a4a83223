/** Every command that is printed can be typed: all are understood, and the cheap ones of the README run in its order. The long suite runs more. */
import { expect, test } from 'vitest';
import { buildProgram } from '../../src/node/cli/program/index.ts';
import { presetRegistry } from '../../src/presets/index.ts';
import { printedCommands, whyDear, wordsOf } from './printed-commands.ts';
import { freshFolder, inProcess, runInOrder } from './run-printed.ts';

const all = printedCommands();

test('commands are found', () => {
  expect(all.filter(({ where }) => where === 'README.md').length).toBeGreaterThan(15);
  expect(all.filter(({ where }) => where === 'docs/guide.md').length).toBeGreaterThan(15);
  expect(all.filter(({ where }) => where.endsWith('--help')).length).toBeGreaterThan(12);
  expect(all.map(({ command }) => command)).toContain('export PATH="$PWD/node_modules/.bin:$PATH"');
});

test.each(all.filter(({ command }) => command.startsWith('parkade ')))(
  '$where: $command is understood',
  async ({ command }) => {
    const [, ...words] = wordsOf(command);
    if (words[0] === '--help') return;
    const program = buildProgram(() => {});
    const called: string[] = [];
    for (const one of program.commands) {
      for (const own of [one, ...one.commands]) own.action(() => void called.push(one.name()));
    }
    await program.parseAsync(words, { from: 'user' });
    expect(called).toEqual([words[0]]);
    if (words[0] === 'reproduce') expect(words[1] === 'all' || words[1] in presetRegistry).toBe(true);
  },
);

test('a command that is not understood would be seen', async () => {
  const program = buildProgram(() => {});
  await expect(program.parseAsync(['show', 'out/run1', '--row', '3'], { from: 'user' })).rejects.toThrow(
    /unknown option/,
  );
});

test('the cheap ones of the README run in their order, and what they print as next', { timeout: 600_000 }, () => {
  const cheap = all.filter(({ where, command }) => where === 'README.md' && whyDear(command) === null);
  expect(cheap.length).toBeGreaterThan(8);
  const ran = runInOrder(cheap, freshFolder(), inProcess);
  expect(ran.filter(({ problem }) => problem !== null)).toEqual([]);
});
