import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Simulations on a slow two-core machine; a test that hangs is still stopped.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
