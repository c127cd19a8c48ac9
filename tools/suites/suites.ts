/** The suites of `npm test`, in the order in which they run. A suite exists once it has a file. */
import { matchesGlob } from 'node:path';
import { filesBelow, shown } from '../find-files.ts';
import { inRoot } from '../root.ts';

export interface Suite {
  name: string;
  runner: 'checks' | 'vitest' | 'browser';
  /** Globs, relative to the clone. */
  files: readonly string[];
  /** Needs what `npm run build` makes. */
  built: boolean;
  /** Files one after another: they share a machine, a browser or a port of a real program. */
  oneByOne: boolean;
  /** Longest time one test may take, in milliseconds. */
  testTimeoutMs: number;
}

const vitest = (name: string, files: string[], rest: Partial<Suite> = {}): Suite => ({
  name,
  runner: 'vitest',
  files,
  built: false,
  oneByOne: false,
  testTimeoutMs: 30_000,
  ...rest,
});

const whole = { built: true, oneByOne: true, testTimeoutMs: 120_000 };

export const suites: readonly Suite[] = [
  { ...vitest('check', [], { built: true }), runner: 'checks' },
  vitest('unit', ['packages/*/{src,test}/**/*.test.ts', '{tools,bench,demo}/test/**/*.test.ts']),
  vitest('contract', ['test/contracts/**/*.test.ts']),
  {
    ...vitest('elements', ['packages/{ui,connect-js,wallet,hosted}/test/**/*.wtr.ts']),
    runner: 'browser',
    oneByOne: true,
  },
  vitest('e2e', ['test/e2e/**/*.test.ts'], whole),
  vitest('interop', ['test/interop/**/*.test.ts'], whole),
  vitest('security', ['test/security/**/*.test.ts'], whole),
  vitest('faults', ['test/faults/**/*.test.ts'], whole),
];

/** Files of a suite, relative to the clone. */
export function filesOf(suite: Suite): string[] {
  const top = ['packages', 'test', 'tools', 'bench', 'demo'].flatMap((folder) => filesBelow(inRoot(folder)));
  return top.map((file) => shown(file)).filter((file) => suite.files.some((glob) => matchesGlob(file, glob)));
}

export const exists = (suite: Suite): boolean => suite.runner === 'checks' || filesOf(suite).length > 0;
