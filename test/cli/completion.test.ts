/** Completion: scripts that their shells take, and bash's answers as a person gets them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { presetRegistry } from '../../src/presets/index.ts';
import { parkadeHere } from './in-process.ts';
import { scratchFolder } from './parkade.ts';

const folder = scratchFolder();
const scripts: Record<string, string> = {};

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout, stderr } = await parkadeHere(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    scripts[shell] = stdout;
    writeFileSync(join(folder, `completion.${shell}`), stdout);
  }
  mkdirSync(join(folder, 'out/run1'), { recursive: true });
  writeFileSync(join(folder, 'spec.yaml'), 'beta: 4');
});

const installed = (shell: string) => spawnSync(shell, ['-c', ':']).status === 0;

test.each(['zsh', 'fish'])('%s: every command, flags with their words, quotes that close', (shell) => {
  for (const word of ['simulate', 'basins', 'save-at', 'frozen-centers', 'figure-2', 'merge-tree']) {
    expect(scripts[shell]).toContain(word);
  }
  expect(scripts[shell]).not.toContain('undefined');
});

for (const shell of ['bash', 'zsh', 'fish']) {
  test.skipIf(!installed(shell))(`${shell} reads its script`, () => {
    const { stderr, status } = spawnSync(shell, ['-n', `completion.${shell}`], { cwd: folder, encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });
}

/** What bash offers behind these words; the last one is being typed. */
function offered(...words: readonly string[]): string[] {
  const line = `source completion.bash
compopt() { :; }
COMP_WORDS=(parkade ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
_parkade; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

describe.skipIf(!installed('bash'))('bash offers', () => {
  test('commands, and flags of the program', () => {
    expect(offered('sim')).toEqual(['simulate']);
    expect(offered('')).toEqual(expect.arrayContaining(['simulate', 'draw', 'completion', 'help']));
    expect(offered('--v')).toEqual(['--version']);
  });

  test('flags of the command that stands there', () => {
    expect(offered('simulate', '--max')).toEqual(['--max-steps']);
    expect(offered('draw', 'out/run1', '--fo')).toEqual(expect.arrayContaining(['--force', '--format']));
    expect(offered('show', '--until')).toEqual([]);
  });

  test('words of enumerations, also behind an equals sign', () => {
    expect(offered('simulate', '--mask', '')).toEqual(['causal', 'full']);
    expect(offered('simulate', '--dynamics', '=', 'ro')).toEqual(['rotary']);
    expect(offered('export', 'out/run1', '--format', 'n')).toEqual(['npz']);
    expect(offered('reproduce', 'figure-')).toEqual(
      Object.keys(presetRegistry).filter((id) => id.startsWith('figure-')),
    );
    expect(offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('commands of a command, and their flags', () => {
    expect(offered('sweep', 'ta')).toEqual(['table']);
    expect(offered('sweep', 'sp')).toEqual(['spec.yaml']);
    expect(offered('sweep', 'table', '--me')).toEqual(['--means']);
    expect(offered('sweep', 'table', 'out/')).toEqual(['out/run1']);
    expect(offered('sweep', '--seed', '')).toEqual([]);
    expect(offered('sweep', '--see')).toEqual(['--seed', '--seeds']);
  });

  test('folders, files, and nothing where a number stands', () => {
    expect(offered('show', 'out/')).toEqual(['out/run1']);
    expect(offered('simulate', 'sp')).toEqual(['spec.yaml']);
    expect(offered('simulate', '--initial', '')).toEqual(expect.arrayContaining(['uniform']));
    expect(offered('simulate', '--beta', '')).toEqual([]);
    expect(offered('simulate', '--beta', '-')).toEqual([]); // a minus sign, not a flag
  });
});

test('another shell is told', async () => {
  expect((await parkadeHere(['completion', 'tcsh'])).stderr).toMatch(
    /should be one of bash, zsh, fish, but came as "tcsh"/,
  );
});
