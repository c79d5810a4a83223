/** Help and refused input come at once: what the program loads before a command runs is the declarations, and nothing heavy. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { main, root } from './parkade.ts';

/** What importing a built module loads: files of dist/ by path, packages by name. Imports on demand do not count. */
function loadedBy(file: string): Set<string> {
  const loaded = new Set<string>();
  function follow(url: URL): void {
    const path = relative(join(root, 'dist'), fileURLToPath(url));
    if (loaded.has(path)) return;
    loaded.add(path);
    const statement = /^(?:import|export)\b(?:[^'"`;()]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;
    for (const [, name] of readFileSync(url, 'utf8').matchAll(statement)) {
      if (name.startsWith('.')) follow(new URL(name, url));
      else if (!name.startsWith('node:')) loaded.add(name);
    }
  }
  follow(pathToFileURL(file));
  return loaded;
}

const loaded = loadedBy(main);

test('packages: commander for the commands, zod for the parameters', () => {
  expect([...loaded].filter((name) => !name.endsWith('.js')).sort()).toEqual(['commander', 'zod/mini']);
});

test('no figures, presets or statements; what runs a command is loaded when it runs', () => {
  const heavy =
    /^(figures|presets|events|theory|parking|node\/cli\/commands)\/|^checks\/(?!kit\/parameters\.js)|^(run\/run|simulation\/simulate)\.js|hdf5|node\/render\/(render|pdf)/;
  expect([...loaded].filter((path) => heavy.test(path))).toEqual([]);
  expect(loaded).toContain('node/cli/program/simulate.js');
  expect(loaded).toContain('checks/kit/parameters.js');
});

test('a heavy import would be seen', () => {
  const reproducing = loadedBy(join(root, 'dist', 'node', 'cli', 'commands', 'reproduce.js'));
  for (const path of ['presets/index.js', 'figures/index.js', 'run/run.js', 'piscina'])
    expect(reproducing).toContain(path);
});
