/**
 * `dist/connect.html`, served at the connect page's own route, and beside it hashed files served under `/assets/hosted/`.
 * No inline script or style leaves this build: the page's CSP allows neither.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/assets/hosted/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: '',
    assetsInlineLimit: 0,
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: { input: fileURLToPath(new URL('connect.html', import.meta.url)) },
  },
});
