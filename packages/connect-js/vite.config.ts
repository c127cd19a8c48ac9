/** How one entry becomes one file; `build.ts` says which. */
import type { InlineConfig, Plugin, Rolldown } from 'vite';

const root = import.meta.dirname;
export const outDir = `${root}/dist`;

/** Lit's browser build reads two globals while it is loaded. A server that renders a page imports us without them. */
const loadsWithoutDom: Plugin = {
  name: 'loads-without-dom',
  enforce: 'pre',
  transform(code, id) {
    if (!/node_modules.*(reactive-element|lit-html)\.js$/.test(id)) return null;
    return code
      .replace('extends HTMLElement', 'extends(globalThis.HTMLElement??class{})')
      .replace(/(\w+)=document,(\w+)=\(\)=>/, '$1=globalThis.document,$2=()=>')
      .replace(/=(\w+)\.createTreeWalker\(\1,129\)/, '=$1?.createTreeWalker($1,129)');
  },
};

/** Templates keep their line breaks and indents through any minifier; neither style sheets nor our markup need them. */
const shortTemplates: Plugin = {
  name: 'short-templates',
  enforce: 'pre',
  transform(code, id) {
    if (!/packages\/(connect-js|ui)\/src/.test(id)) return null;
    return code
      .replace(/(?<=css)`[^`]*`/g, (sheet) =>
        sheet
          .replace(/\/\*[^]*?\*\//g, '')
          .replace(/\s+/g, ' ')
          .replace(/ ?([{};,]|:(?= )) ?/g, '$1')
          .replaceAll(';}', '}'),
      )
      .replace(/\n\s*(?=[<>])|(?<=>)\s*\n\s*(?=\$\{)/g, '')
      .replace(/\n\s+(?=[\w@?.-]+=)/g, ' ');
  },
};

/** Vite's preloading is for pages it builds itself; here an import is just an import. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null),
};

/** The client is built once, as `headless.js`; the element fetches that very file. */
const clientBeside: Plugin = {
  name: 'client-beside',
  enforce: 'pre',
  resolveId: (id) => (id === './headless.ts' ? { id: './headless.js', external: true } : null),
};

export interface Entry {
  /** The file in `dist`, without its ending. */
  name: string;
  /** The module in `src`. */
  source: string;
  /** A classic script with everything inside, whose default export becomes this global. */
  global?: string;
}

const classic = (global: string): Rolldown.OutputOptions => ({
  format: 'iife',
  name: global,
  exports: 'default',
  codeSplitting: false,
});

export const bundle = ({ name, source, global }: Entry): InlineConfig => ({
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [loadsWithoutDom, shortTemplates, plainImports, !global && clientBeside],
  ...(global && { define: { 'import.meta.url': 'document.currentScript.src' } }),
  build: {
    outDir,
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: { [name]: `${root}/src/${source}` },
      preserveEntrySignatures: 'strict',
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        ...(global && classic(global)),
      },
    },
  },
});

export default bundle({ name: 'alter-connect', source: 'tag.ts' });
