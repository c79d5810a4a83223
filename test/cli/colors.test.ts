/** What goes into a pipe is plain text, whatever machine it is on; colours are for terminals, and for whoever forces them. */
import { expect, test } from 'vitest';
import { wantsColors } from '../../src/node/cli/colors.ts';
import { parkade, parkadeAlone, scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const ESC = String.fromCharCode(27);
const words = ['check', '--list'];
const list = (env: NodeJS.ProcessEnv) => parkadeAlone(words, folder, env).stdout;

test('a pipe gets plain text, on a CI machine too', () => {
  const plain = parkade(words, folder).stdout;
  expect(plain).not.toContain(ESC);
  expect(list({ CI: 'true', GITHUB_ACTIONS: 'true' })).toBe(plain);
});

test('colours can be forced into a pipe', () => {
  expect(list({ FORCE_COLOR: '1' })).toContain(`${ESC}[1m`);
});

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ CI: '1' }, false, false],
  [{ TERM: 'dumb' }, true, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: '3' }, false, true],
])('%j with a terminal %s: colours %s', (env, isTerminal, expected) => {
  expect(wantsColors(env, isTerminal)).toBe(expected);
});
