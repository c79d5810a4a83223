/** docs/link.md says what links are: its example decodes, its table has every key, its limits are those of the code. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as door from '../../src/link/index.ts';
import { MOST_LEVELS, MOST_WORD } from '../../src/link/plain.ts';
import { linkKeys } from '../../src/link/state.ts';
import { root } from '../cli/parkade.ts';
import { pythonWith } from '../cli/python.ts';
import { unpacked } from './packed.ts';

const python = pythonWith('base64', 'zlib');
const page = readFileSync(join(root, 'docs/link.md'), 'utf8');
const block = (language: string) =>
  new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1].trim() ?? '';
const example = block('');
const state = JSON.parse(block('json'));

test('the example is the state beside it', () => {
  expect(example).toMatch(/^https:\/\/example\.org\/lab\/#/);
  expect(door.readLink(example)).toEqual(state);
  expect(`https://example.org/lab/#${door.writeLink(state)}`).toBe(example);
});

test('JSON with its keys in order', () => {
  const text = unpacked(example.split('#')[1]);
  expect(text).toBe('{"parkade":"0.2.0","spec":{"beta":64,"seed":5,"until":150},"time":20,"version":1}');
});

test.skipIf(python === null)('the three lines of Python read it (needs python3)', () => {
  const program = `import sys\nlink = sys.argv[1]\n${block('python')}\nprint(json.dumps(state))`;
  const { stdout, stderr } = spawnSync(python as string, ['-c', program, example], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual(state);
});

test('the table has every key once', () => {
  const keys = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
  expect([...keys].sort()).toEqual([...linkKeys].sort());
});

test('limits are those of the code', () => {
  for (const limit of [door.LONGEST_LINK, door.LARGEST_STATE]) expect(page).toContain(limit.toLocaleString('en'));
  expect(page).toContain(`more than ${MOST_LEVELS} levels of brackets`);
  expect(page).toContain(`texts of more than ${MOST_WORD} characters`);
  expect(page).toContain(`## Version ${door.LINK_VERSION}\n`);
});

test('what the door parkade/link has is these', () => {
  expect(Object.keys(door).sort()).toEqual([
    'LARGEST_STATE',
    'LINK_VERSION',
    'LONGEST_LINK',
    'readLink',
    'shortSpec',
    'trajectoryBytes',
    'writeLink',
  ]);
});
