/** What the runner of element tests gives them. */
declare function describe(title: string, define: () => void): void;
declare function it(title: string, run: () => unknown): void;
declare function beforeEach(run: () => unknown): void;
declare function afterEach(run: () => unknown): void;

declare module 'axe-core' {
  export interface Violation {
    id: string;
    help: string;
    nodes: { html: string; target: unknown[]; failureSummary?: string }[];
  }
  const axe: {
    run(context: Element | Document, options?: unknown): Promise<{ violations: Violation[] }>;
  };
  export default axe;
}

declare module '@web/test-runner-commands' {
  export function emulateMedia(media: {
    colorScheme?: 'light' | 'dark';
    reducedMotion?: 'reduce' | 'no-preference';
  }): Promise<void>;
  export function setViewport(size: { width: number; height: number }): Promise<void>;
  export function sendKeys(keys: { press: string } | { type: string }): Promise<void>;
}
