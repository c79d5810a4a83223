import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// All cores but one is vitest's choice; of two, that would leave one idle.
const cores = availableParallelism();
const maxWorkers = cores > 2 ? cores - 1 : cores;

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
          test: { name: 'together', include: [`test/**/*${ending}`], exclude: replacing, isolate: false },
        },
      ],
    },
  };
});
