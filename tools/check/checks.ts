/** What `npm run check` runs. The slowest comes first, the rest fills the other core. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { filesBelow, foldersIn } from '../find-files.ts';
import { program } from '../program.ts';
import { inRoot } from '../root.ts';
import { budgets } from '../size-budget.ts';

export interface Check {
  name: string;
  run: () => Promise<Result>;
}

export interface Result {
  kind: 'passed' | 'failed' | 'skipped';
  /** What the tool said, or why it was skipped. */
  output: string;
}

export const checks = ({ built }: { built: boolean }): Check[] => [
  { name: 'lint', run: () => node('node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0') },
  { name: 'format', run: () => node('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.') },
  ...typeChecks(),
  ...generatedChecks(),
  { name: 'import edges', run: () => node('tools/import-edges.ts') },
  { name: 'size budget', run: () => sizeBudget(built) },
];

function typeChecks(): Check[] {
  const folders = [
    // Tests of a package that needs less than they do have settings of their own.
    ...foldersIn(inRoot('packages')).flatMap((name) => [`packages/${name}`, `packages/${name}/test`]),
    'test',
    'bench',
    'tools',
    'demo',
  ];
  const projects = folders.filter((folder) => existsSync(inRoot(folder, 'tsconfig.json')));
  return projects.map((folder) => ({
    name: `types of ${folder}`,
    run: () => node('node_modules/typescript/bin/tsc', '-p', folder),
  }));
}

/** Each script of `tools/generate/` writes files, or with `--check` says which are out of date. */
function generatedChecks(): Check[] {
  const scripts = filesBelow(inRoot('tools', 'generate')).filter((file) => file.endsWith('.ts'));
  return scripts.map((script) => ({
    name: `generated ${basename(script, '.ts')}`,
    run: () => node(script, '--check'),
  }));
}

async function sizeBudget(built: boolean): Promise<Result> {
  if (!built) return { kind: 'failed', output: 'the build failed, so there is nothing to measure' };
  const missing = budgets.filter(({ file }) => !existsSync(inRoot(file)));
  if (missing.length === budgets.length) return { kind: 'skipped', output: 'no element bundle is built yet' };
  if (missing.length > 0) return { kind: 'failed', output: `not built: ${missing.map(({ file }) => file).join(', ')}` };
  return node('tools/size-budget.ts');
}

async function node(script: string, ...args: string[]): Promise<Result> {
  const { code, output } = await program(process.execPath, [script, ...args], { output: 'keep' });
  return { kind: code === 0 ? 'passed' : 'failed', output };
}
