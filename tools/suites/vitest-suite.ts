import { findMongod, findMongodProgram } from '../mongod/find-mongod.ts';
import { program } from '../program.ts';
import { inRoot } from '../root.ts';
import { filesOfProject, projectsOf, type Project } from './projects.ts';
import type { Suite } from './suites.ts';
import { collectTally } from './tally-file.ts';
import { nothing, settle, sum, type Tally } from './tally.ts';

const deadlineMs = (process.env['ALTER_TEST_FULL'] === 'true' ? 120 : 30) * 60_000;

/** Runs a suite in a process of its own. @param filters for Vitest: parts of file names, or its flags */
export async function runVitest(suite: Suite, filters: readonly string[]): Promise<Tally> {
  const { possible, impossible } = await withinReach(projectsOf(suite));
  const skipped = impossible.map((project) => skip(project, filters));
  const ran = possible.length === 0 ? nothing : await runProjects(suite, possible, filters);
  return sum([...skipped, ran]);
}

async function withinReach(projects: readonly Project[]) {
  const possible: Project[] = [];
  const impossible: Project[] = [];
  for (const project of projects) ((await hasItsMongod(project)) ? possible : impossible).push(project);
  return { possible, impossible };
}

/** Who shares no server starts one, or three, and kills them. */
async function hasItsMongod({ needsMongod, sharesMongod }: Project): Promise<boolean> {
  if (!needsMongod) return true;
  return (await (sharesMongod ? findMongod() : findMongodProgram())) !== null;
}

/** Each file counts, since nobody looked at the tests in it. */
function skip(project: Project, filters: readonly string[]): Tally {
  const files = filesOfProject(project, filters);
  if (files.length > 0)
    console.log(`skipped: all ${String(files.length)} files of ${project.name}: there is no MongoDB, see above`);
  return { ...nothing, skipped: files.length };
}

async function runProjects(suite: Suite, projects: readonly Project[], filters: readonly string[]): Promise<Tally> {
  const reporters = ['--reporter=default', `--reporter=${inRoot('tools', 'suites', 'vitest-reporter.ts')}`];
  const names = projects.flatMap(({ name }) => ['--project', name]);
  let code = 0;
  const counted = await collectTally(async (env) => {
    const script = inRoot('node_modules', 'vitest', 'vitest.mjs');
    const args = [script, 'run', '--root', inRoot(), ...names, ...reporters, ...filters];
    const outcome = await program(process.execPath, args, { output: 'show', env, deadlineMs });
    if (outcome.timedOut)
      console.error(`${suite.name} did not end within ${String(deadlineMs / 60_000)} minutes and was stopped.`);
    code = outcome.code;
  });
  return settle(suite.name, counted, code);
}
