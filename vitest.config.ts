import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

// All cores but one is vitest's choice; of two, that would leave one idle.
const cores = availableParallelism();
const maxWorkers = cores > 2 ? cores - 1 : cores;

const sources = fileURLToPath(new URL('./src/', import.meta.url));
const build = fileURLToPath(new URL('./dist/', import.meta.url));

/** What tests import from src/ is taken from the build, which Node runs as it is: a sixth of the time less. `npm test` has just made it. */
const asBuilt: Plugin = {
  name: 'as-built',
  enforce: 'pre',
  resolveId(name, importer) {
    if (!importer || !/\bsrc\/.*\.ts$/.test(name)) return null;
    const path = fileURLToPath(new URL(name, `file://${importer}`));
    if (!path.startsWith(sources)) return null;
    return { id: `${build}${path.slice(sources.length, -2)}js`, external: true };
  },
};

/** `npm test` runs *.test.ts; `npm run test:long` runs *.long.ts, the suites too slow for every commit. */
export default defineConfig(({ mode }) => {
  const ending = mode === 'long' ? '.long.ts' : '.test.ts';
  const files = readdirSync(new URL('./test', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `test/${name.replaceAll('\\', '/')}`);
  // Files that put other modules in the place of the program's get a worker each; all others share loaded modules.
  const replacing = files.filter((name) =>
    /\bvi\.(doMock|mock|resetModules)\(/.test(readFileSync(new URL(name, import.meta.url), 'utf8')),
  );
  return {
    test: {
      maxWorkers,
      reporters: ['default', './test/support/skip-reporter.ts'],
      setupFiles: ['./test/support/plain-output.ts'],
      // Simulations on a slow two-core machine; a test that hangs is still stopped.
      testTimeout: mode === 'long' ? 1_800_000 : 120_000,
      hookTimeout: 120_000,
      projects: [
        { extends: true, test: { name: 'alone', include: replacing } },
        {
          extends: true,
          ...(mode === 'built' && { plugins: [asBuilt] }),
          test: {
            ...{ name: 'together', include: [`test/**/*${ending}`], exclude: replacing, isolate: false },
            server: { deps: { external: [/\/dist\//] } },
          },
        },
      ],
    },
  };
});
