import { defineConfig } from 'vitest/config';
import { projectsOf } from './tools/suites/projects.ts';
import { suites } from './tools/suites/suites.ts';

/**
 * Node strips types with WebAssembly. In a worker thread, the store's writer, V8 compiles the calls between the two anew after a thousand
 * of them, and now and then ends the process as it frees the old code (Node 24.21: a segmentation fault below
 * `Runtime_TierUpWasmToJSWrapper`). Built servers strip nothing.
 */
const steadyWasm = ['--wasm-wrapper-tiering-budget=1000000000'];

// One project a suite and store: `vitest run --project unit packages/server/test/vault` runs part of one.
export default defineConfig({
  test: {
    projects: suites.flatMap(projectsOf).map(({ name, suite, files, store, sharesMongod }) => ({
      test: {
        name,
        include: [...files],
        environment: 'node',
        execArgv: [...steadyWasm],
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
