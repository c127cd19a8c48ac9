import { defineConfig } from 'vitest/config';
import { suites } from './tools/suites/suites.ts';

// One project a suite: `vitest run --project unit packages/server/test/vault` runs part of one.
export default defineConfig({
  test: {
    projects: suites
      .filter((suite) => suite.runner === 'vitest')
      .map((suite) => ({
        test: {
          name: suite.name,
          include: [...suite.files],
          environment: 'node',
          fileParallelism: !suite.oneByOne,
          testTimeout: suite.testTimeoutMs,
          hookTimeout: suite.testTimeoutMs,
        },
      })),
  },
});
