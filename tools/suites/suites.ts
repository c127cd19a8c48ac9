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
  /** Globs of those files that run a second time, with MongoDB under the line in place of the embedded store. */
  onMongodb: readonly string[];
  /** Every file of it needs a mongod, and none says anything without. */
  needsMongod: boolean;
}

const vitest = (name: string, files: string[], rest: Partial<Suite> = {}): Suite => ({
  name,
  runner: 'vitest',
  files,
  built: false,
  oneByOne: false,
  testTimeoutMs: 30_000,
  onMongodb: [],
  needsMongod: false,
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
  vitest('e2e', ['test/e2e/**/*.test.ts'], { ...whole, onMongodb: ['test/e2e/**/*.test.ts'] }),
  vitest('interop', ['test/interop/**/*.test.ts'], whole),
  vitest('security', ['test/security/**/*.test.ts'], {
    ...whole,
    // Those that look at what is stored, or at what happens when nothing can be.
    onMongodb: [
      'test/security/{app-isolation,attempts,audit-fails-closed,bad-input,moved-ciphertext,no-secret-leaks,revoked-on-record}.test.ts',
    ],
  }),
  vitest('faults', ['test/faults/**/*.test.ts'], { ...whole, testTimeoutMs: 600_000, needsMongod: true }),
];

/** Files of a suite, relative to the clone. */
export const filesOf = (suite: Suite): string[] => filesMatching(suite.files);

export function filesMatching(globs: readonly string[]): string[] {
  const top = ['packages', 'test', 'tools', 'bench', 'demo'].flatMap((folder) => filesBelow(inRoot(folder)));
  return top.map((file) => shown(file)).filter((file) => globs.some((glob) => matchesGlob(file, glob)));
}

export const exists = (suite: Suite): boolean => suite.runner === 'checks' || filesOf(suite).length > 0;
