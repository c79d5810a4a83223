/** Every printed command but the dearest, in order: README, guide, help, and what they print as next. What is left out is said. */
import { expect, test } from 'vitest';
import { printedCommands, whyDear } from './printed-commands.ts';
import { freshFolder, inShell, runInOrder } from './run-printed.ts';

const all = printedCommands();

test('printed commands run in order', () => {
  const left = all.flatMap(({ where, command }) => {
    const why = whyDear(command);
    return why && !why[1] ? [`${where}: ${command} (${why[0]})`] : [];
  });
  console.info(`not run:\n${left.join('\n')}`);
  const run = all.filter(({ command }) => whyDear(command)?.[1] !== false);
  const ran = runInOrder(run, freshFolder(), inShell);
  expect(ran.filter(({ problem }) => problem !== null)).toEqual([]);
  expect(ran.length).toBeGreaterThan(45);
});
