/** `npm start`: builds, then runs the demo (server, sign-in provider, page) until Ctrl-C. */
import { build } from '../build/build.ts';
import { foreground } from '../bootstrap/foreground.mjs';
import { inRoot, root } from '../root.ts';

await build();
process.exitCode = await foreground(process.execPath, [inRoot('demo', 'start.ts'), ...process.argv.slice(2)], {
  cwd: root,
});
