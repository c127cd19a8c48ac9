import { defineConfig } from 'vitest/config';
import { projectsOf } from './tools/suites/projects.ts';
import { suites } from './tools/suites/suites.ts';

// One project a suite and store: `vitest run --project unit packages/server/test/vault` runs part of one.
export default defineConfig({
  test: {
    projects: suites.flatMap(projectsOf).map(({ name, suite, files, store, sharesMongod }) => ({
      test: {
        name,
        include: [...files],
        environment: 'node',
        fileParallelism: !suite.oneByOne,
        testTimeout: suite.testTimeoutMs,
        hookTimeout: suite.testTimeoutMs,
        provide: { store },
        ...(sharesMongod ? { globalSetup: ['test/harness/shared-mongod.ts'] } : {}),
      },
    })),
  },
});
