import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// All cores but one is vitest's choice; of two, that would leave one idle.
const cores = availableParallelism();
const maxWorkers = cores > 2 ? cores - 1 : cores;

/** `npm test` runs *.test.ts; `npm run test:long` runs *.long.ts, the suites too slow for every commit. */
export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === 'long' ? 'test/**/*.long.ts' : 'test/**/*.test.ts'],
    maxWorkers,
    setupFiles: ['./test/support/plain-output.ts'],
    reporters: ['default', './test/support/skip-reporter.ts'],
    // Simulations on a slow two-core machine; a test that hangs is still stopped.
    testTimeout: mode === 'long' ? 1_800_000 : 120_000,
    hookTimeout: 120_000,
  },
}));
