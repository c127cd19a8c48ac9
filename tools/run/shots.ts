/** `npm run shots [-- <name>…]`: screenshots of every page and state into `artifacts/shots/`. */
import { mkdirSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from '../build/build.ts';
import { filesBelow, shown } from '../find-files.ts';
import { program } from '../program.ts';
import { inRoot } from '../root.ts';

const wanted = process.argv.slice(2);
const folder = inRoot('artifacts', 'shots');
const scripts = ['packages', 'test']
  .flatMap((top) => filesBelow(inRoot(top)))
  .filter((file) => file.endsWith('.shots.ts'));
const chosen = scripts.filter((file) => wanted.length === 0 || wanted.includes(basename(file, '.shots.ts')));

process.exitCode = await main();

async function main(): Promise<number> {
  if (chosen.length === 0) {
    console.error(
      `No such screenshots. There are: ${scripts.map((file) => basename(file, '.shots.ts')).join(', ') || 'none'}.`,
    );
    return 2;
  }
  await build();
  mkdirSync(folder, { recursive: true });
  const failed: string[] = [];
  for (const script of chosen) {
    console.log(shown(script));
    const { code } = await program(process.execPath, [script], { output: 'show', env: { ALTER_SHOTS_FOLDER: folder } });
    if (code !== 0) failed.push(shown(script));
  }
  console.log(`${String(readdirSync(folder, { recursive: true }).length)} files in ${shown(folder)}`);
  for (const script of failed) console.error(`failed: ${script}`);
  return failed.length === 0 ? 0 : 1;
}
