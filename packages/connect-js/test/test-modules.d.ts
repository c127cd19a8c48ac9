/** What the test runner brings: its globals, and modules beside the packages. */
declare module 'axe-core' {
  const axe: { run(node: Node): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
  export default axe;
}
declare module '@web/test-runner-commands' {
  export function sendKeys(keys: { press: string } | { type: string }): Promise<void>;
}
declare module '@web/test-runner' {
  export interface TestRunnerPlugin {
    name: string;
    serverStart?(): Promise<void>;
    serverStop?(): void;
    serve?(context: { path: string }): { type: string; body: string } | undefined;
  }
}

type Run = () => unknown;
declare function describe(title: string, run: () => void): void;
declare function it(title: string, run: Run): void;
declare function beforeEach(run: Run): void;
declare function afterEach(run: Run): void;
