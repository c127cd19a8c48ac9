/**
 * One entry a run (`vite build --mode <entry>`), so that one tag is one file; languages are fetched when they are read.
 * Not library mode: it keeps the white space of modules.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const entries: Record<string, { file: string; output?: Rolldown.OutputOptions }> = {
  'alter-wallet': { file: 'src/define.ts' },
  element: { file: 'src/alter-wallet.ts' },
  headless: { file: 'src/headless.ts' },
  // A classic script cannot fetch its languages as modules of its own, so it carries them.
  'alter-wallet.iife': { file: 'src/script.ts', output: { format: 'iife', codeSplitting: false } },
};

/** Vite's helper preloads the style sheets and imports of a chunk; ours have neither. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null),
};

/** Style sheets and templates without the white space between their parts. */
const tightTemplates: Plugin = {
  name: 'tight-templates',
  transform(code, id) {
    if (!/packages\/(wallet|ui)\/src/.test(id)) return null;
    return code
      .replace(/\bcss`[^`]*`/g, (sheet) =>
        sheet
          .replace(/\/\*.*?\*\//gs, '')
          .replace(/\s+/g, ' ')
          .replace(/ ?([{};,]) ?/g, '$1')
          .replace(/: /g, ':'),
      )
      .replace(/>\s*\n\s*(?=[<$])/g, '>');
  },
};

export default defineConfig(({ mode: name }) => {
  const entry = entries[name];
  if (!entry) throw new Error(`--mode must be one of ${Object.keys(entries).join(', ')}, not ${name}`);
  return {
    root: here('.'),
    plugins: [plainImports, tightTemplates],
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: {
      // Lit's own builds that load without a DOM, for servers that import the element; all they need there is a name.
      conditions: ['node', 'module', 'import', 'default'],
      alias: { '@lit-labs/ssr-dom-shim': here('src/no-dom.ts') },
    },
    build: {
      outDir: 'dist',
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: { [name]: here(entry.file) },
        preserveEntrySignatures: 'allow-extension',
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'parts/[name]-[hash].js',
          ...entry.output,
        },
      },
    },
  };
});
