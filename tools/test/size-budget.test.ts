import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { sizes } from '../size-budget.ts';

let base = '';
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

const gzipped = (text: string): number => gzipSync(text, { level: 9 }).length;

it('counts what loads at once, lists what loads later and tells what is not built', () => {
  base = mkdtempSync(join(tmpdir(), 'alter-size-'));
  const main = "import{a}from'./chunks/a.js';a();import('./menu.js');";
  const chunk = 'export const a=()=>1;';
  const menu = 'export const menu=1;';
  for (const [name, text] of Object.entries({ 'alter-connect.js': main, 'chunks/a.js': chunk, 'menu.js': menu })) {
    const file = join(base, 'packages/connect-js/dist', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const [headless, connect, wallet] = sizes(base);
  expect(connect).toMatchObject({
    bytes: gzipped(main) + gzipped(chunk),
    later: [{ file: 'packages/connect-js/dist/menu.js', bytes: gzipped(menu) }],
  });
  expect(headless?.bytes).toBeNull();
  expect(wallet?.bytes).toBeNull();
});
