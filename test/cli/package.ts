/** The published package in an empty folder works as a library and as a command, however it came there. Shared by a short and a long suite. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { root, scratchFolder } from './parkade.ts';

const example = `import { run } from 'parkade';

const { trajectory, measurements } = await run({ tokens: 50, beta: 64, seed: 1, until: 20, saveAt: [0, 20] });
console.log(trajectory.status, measurements.clusters.count);
`;

const predictions = `import { circleCenters, meanParked } from 'parkade/theory';
import { statementRegistry } from 'parkade/checks';
import { presetRegistry } from 'parkade/presets';

console.log(meanParked(4).toFixed(12), circleCenters(0.5).mean.toFixed(12));
console.log('theorem-4-1' in statementRegistry, 'figure-3' in presetRegistry);
`;

export function npm(args: readonly string[], cwd: string) {
  return spawnSync('npm', args, { cwd, encoding: 'utf8', env: { ...process.env, npm_config_loglevel: 'error' } });
}

/** An empty folder with a project, and the package packed beside it. */
export function packed(): { readonly folder: string; readonly tarball: string } {
  const folder = scratchFolder();
  expect(npm(['pack', '--ignore-scripts', '--pack-destination', folder], root).status).toBe(0);
  const [tarball] = readdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }\n');
  return { folder, tarball: join(folder, tarball) };
}

/** The package unpacked in such a folder, its dependencies and no others beside it as links; its place. */
export function unpacked({ folder, tarball }: ReturnType<typeof packed>): string {
  const modules = join(folder, 'node_modules');
  const own = join(modules, 'parkade');
  mkdirSync(own, { recursive: true });
  expect(spawnSync('tar', ['-xzf', tarball, '-C', own, '--strip-components=1']).status).toBe(0);
  const { dependencies, bin } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8'));
  const link = (target: string, name: string) => {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(target, join(modules, name));
  };
  for (const name of Object.keys(dependencies)) link(join(root, 'node_modules', name), name);
  for (const [name, file] of Object.entries<string>(bin)) link(join(own, file), join('.bin', name));
  return own;
}

/** The five-line example, predictions, and a simulation by the command. */
export function expectPackageWorks(folder: string): void {
  writeFileSync(join(folder, 'example.js'), example);
  writeFileSync(join(folder, 'predictions.js'), predictions);
  writeFileSync(join(folder, 'both.js'), "await import('./example.js');\nawait import('./predictions.js');\n");
  expect(spawnSync(process.execPath, ['both.js'], { cwd: folder, encoding: 'utf8' })).toMatchObject({
    ...{ status: 0, stderr: '' },
    stdout: expect.stringMatching(/^completed \[ \d+, \d+ \]\n2\.742470425920 9\.394592536430\ntrue true\n$/),
  });
  const command = [
    '--no',
    '--',
    'parkade',
    'simulate',
    '--tokens',
    '20',
    '--beta',
    '9',
    '--until',
    '5',
    '--out',
    'out/run',
  ];
  const simulated = spawnSync('npx', command, { cwd: folder, encoding: 'utf8' });
  expect(simulated).toMatchObject({ status: 0, stdout: expect.stringContaining('Saved in out/run') });
  expect(readdirSync(join(folder, 'out', 'run'))).toContain('figure.png');
}
