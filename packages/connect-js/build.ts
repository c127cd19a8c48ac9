/** Builds what a page loads, each entry by itself, so that one tag is one file and the rest is fetched when needed. */
import { rm } from 'node:fs/promises';
import { build } from 'vite';
import { bundle, outDir } from './vite.config.ts';

await rm(outDir, { recursive: true, force: true });
await build(bundle({ name: 'headless', source: 'headless.ts' }));
await build(bundle({ name: 'element', source: 'alter-connect.ts' }));
await build(bundle({ name: 'alter-connect', source: 'tag.ts' }));
await build(bundle({ name: 'alter-connect.iife', source: 'script.ts', global: 'AlterConnect' }));
// This process has no DOM either: what cannot be loaded here fails the build.
await import(`${outDir}/alter-connect.js`);
await import(`${outDir}/headless.js`);
