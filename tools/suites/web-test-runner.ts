/** `node tools/suites/web-test-runner.ts <file>…`: runs element tests in Chromium. */
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter, startTestRunner } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { findBrowser } from '../browser.ts';
import { root } from '../root.ts';
import { elementsReporter } from './elements-reporter.ts';

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
    plugins: [esbuildPlugin({ ts: true, target: 'esnext' })],
    reporters: [defaultReporter({ reportTestProgress: process.stdout.isTTY }), elementsReporter()],
    testFramework: { config: { timeout: '20000' } },
  },
});
if (runner === undefined) throw new Error('The test runner did not start.');
runner.on('finished', () => void runner.stop());
runner.on('stopped', (passed) => {
  process.exitCode = passed ? 0 : 1;
});
