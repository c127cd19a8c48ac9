/**
 * The front door of every command: `node tools/bootstrap.mjs <command> [arguments]`. Needs Node ≥ 18 and npm, and nothing
 * that has to be installed first: it finds or fetches the right Node and pnpm, installs what the lockfile names, and hands
 * over to `tools/run/<command>.ts`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { foreground } from './bootstrap/foreground.mjs';
import { installWorkspace } from './bootstrap/install-workspace.mjs';
import { prepareNode, preparePnpm } from './bootstrap/toolchain.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const runFolder = join(root, 'tools', 'run');

async function main() {
  const [command = '', ...rest] = process.argv.slice(2);
  const script = join(runFolder, `${command}.ts`);
  if (!/^[a-z]+$/.test(command) || !existsSync(script)) return unknownCommand(command);

  const node = await prepareNode();
  const pnpm = await preparePnpm();
  process.env['PATH'] = [node.binFolder, pnpm.binFolder, process.env['PATH']].filter(Boolean).join(delimiter);
  await installWorkspace(root, node.executable, pnpm.script);
  return foreground(node.executable, [script, ...rest], { cwd: root });
}

/** @param {string} command */
function unknownCommand(command) {
  const known = readdirSync(runFolder).map((file) => file.replace(/\.ts$/, ''));
  console.error(
    `${command === '' ? 'No command was given' : `There is no command "${command}"`}. Commands: ${known.join(', ')}.`,
  );
  return 2;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
