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
        // What is waited for comes soon; on a machine that others use, not always within Vitest's one second.
        expect: { poll: { timeout: 15_000 } },
        provide: { store },
        ...(sharesMongod ? { globalSetup: ['test/harness/shared-mongod.ts'] } : {}),
      },
    })),
  },
});
