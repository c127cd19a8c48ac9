/** `node tools/suites/web-test-runner.ts <file>…`: runs element tests in Chromium. */
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter, startTestRunner, type TestRunnerPlugin } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { findBrowser } from '../browser.ts';
import { filesBelow } from '../find-files.ts';
import { inRoot, root } from '../root.ts';
import { elementsReporter } from './elements-reporter.ts';
import { testModules } from './test-modules.ts';

const { executablePath, args } = await findBrowser();
const runner = await startTestRunner({
  readCliArgs: false,
  readFileConfig: false,
  autoExitProcess: false,
  config: {
    rootDir: root,
    files: process.argv.slice(2),
    hostname: '127.0.0.1',
    concurrency: 1,
    nodeResolve: { exportConditions: ['browser', 'development'] },
    browsers: [playwrightLauncher({ product: 'chromium', launchOptions: { executablePath, args } })],
    plugins: [testModules(), ...(await packagePlugins()), esbuildPlugin({ ts: true, target: 'esnext' })],
    reporters: [defaultReporter({ reportTestProgress: process.stdout.isTTY }), elementsReporter()],
    testFramework: { config: { timeout: '20000' } },
  },
});
if (runner === undefined) throw new Error('The test runner did not start.');
runner.on('finished', () => void runner.stop());
runner.on('stopped', (passed) => {
  process.exitCode = passed ? 0 : 1;
});

/** What a package's tests need beside the page, e.g. a server: `test/<name>.plugin.ts`, its default export makes one. */
async function packagePlugins(): Promise<TestRunnerPlugin[]> {
  const files = filesBelow(inRoot('packages')).filter((file) => file.endsWith('.plugin.ts'));
  const modules = await Promise.all(files.map((file) => import(file) as Promise<{ default: () => TestRunnerPlugin }>));
  return modules.map((each) => each.default());
}
