import { basename, dirname } from 'node:path';
import { build } from 'vite';
import { root } from '../root.ts';

/**
 * One ESM file for Node with every npm dependency inside: starting is mostly resolving and reading modules. What is
 * imported only when it is asked for becomes `<output>-<file>.js` beside it. Names stay as written, for stack traces and
 * profiles.
 */
export async function bundleNode(entry: string, output: string): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target: 'node24',
      outDir: dirname(output),
      emptyOutDir: false,
      sourcemap: true,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: entry,
        // A dependency of Koa makes wrapper functions by eval; nothing of ours may.
        onLog: (level, log, report) => {
          if (log.code !== 'EVAL' || log.id?.includes('/node_modules/') !== true) report(level, log);
        },
        output: {
          format: 'es',
          entryFileNames: basename(output),
          chunkFileNames: `${basename(output, '.js')}-[name].js`,
          keepNames: true,
        },
      },
    },
  });
}
