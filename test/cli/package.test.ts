/** The published package works as a library and as a command where its own dependencies are and no others; package.long.ts has npm install it. */
import { spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { describeLab } from '../package/lab.ts';
import { expectPackageWorks, packed, unpacked } from './package.ts';
import { parkadeAlone, root } from './parkade.ts';

let project: ReturnType<typeof packed>;
beforeAll(() => {
  project = packed();
  unpacked(project);
});

test('npm pack, unpacked beside links to its dependencies: a five-line example and a simulation in an empty folder', () => {
  expectPackageWorks(project.folder);
});

describeLab(() => project.folder);

test('in a checkout, npx runs the command line', () => {
  // Flags are the program's, not npm's, and so are the commands that its sentences name.
  const help = spawnSync('npx', ['--no', '--', 'parkade', '--help'], { cwd: root, encoding: 'utf8' });
  expect(help.status).toBe(0);
  expect(help.stdout).toMatch(/^Usage: parkade .*\n[\s\S]*Examples:\n {2}npx --no -- parkade simulate/);
  // As npm tells who runs it.
  const npx = (word: string) =>
    parkadeAlone([word], root, { npm_lifecycle_event: 'npx', npm_lifecycle_script: `parkade ${word}` });
  expect(npx('list')).toMatchObject({ code: 0, stdout: expect.stringContaining('npx --no -- parkade reproduce all') });
  expect(npx('shw').stderr).toContain('"npx --no -- parkade --help" lists them');
});
