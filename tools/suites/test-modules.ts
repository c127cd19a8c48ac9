import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { TestRunnerPlugin } from '@web/test-runner';
import { shown } from '../find-files.ts';

const axeModule = '/__alter-test/axe-core.js';

/**
 * Modules that element tests may import although no package ships them: `axe-core` (default export) and
 * `@web/test-runner-commands`.
 */
export function testModules(): TestRunnerPlugin {
  const require = createRequire(import.meta.url);
  const ofRunner = createRequire(require.resolve('@web/test-runner'));
  const commands = join(dirname(ofRunner.resolve('@web/test-runner-commands')), '..', 'browser', 'commands.mjs');
  const axe = require.resolve('axe-core/axe.min.js');
  return {
    name: 'test-modules',
    resolveImport({ source }) {
      if (source === 'axe-core') return axeModule;
      return source === '@web/test-runner-commands' ? `/${shown(commands)}` : undefined;
    },
    serve({ path }) {
      // It is a classic script that leaves a global.
      if (path !== axeModule) return undefined;
      return { type: 'js', body: `import '/${shown(axe)}';\nexport default globalThis.axe;\n` };
    },
  };
}
